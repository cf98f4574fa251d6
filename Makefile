# Two commands do everything on a fresh machine: `make demo` and `make test`.
VENV := .venv
BIN := $(VENV)/bin
DEMO := var/demo

# Python keeps what it compiles, in containers too: every start of a program or of a test run is then faster.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup demo test quick check lock reference bench clean

help:            ## this list
	@grep -E '^[a-z]+: .*##|^[a-z]+:  *##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## */\t/' | sort

setup: $(VENV)/.ready   ## install what is needed, in .venv and nowhere else

FRONTEND := frontend/package-lock.json frontend/build.mjs $(wildcard frontend/src/*)

$(VENV)/.ready: requirements/dev.txt requirements/spark.txt requirements/uv.txt requirements/build.txt pyproject.toml scripts/setup.sh $(FRONTEND)
	@scripts/setup.sh
	@touch $@

demo: setup      ## build the demonstration, show the diagnosis of Dijon Métropole, serve the site
	@$(BIN)/essaim demo --dir $(DEMO)

test: setup      ## everything that continuous integration runs
	@scripts/setup.sh browser
	@scripts/setup.sh postgresql
	@$(MAKE) --no-print-directory check
	@$(BIN)/pytest -n 2 --dist loadgroup
	@$(BIN)/python scripts/with_postgresql.py $(BIN)/pytest -n 2 tests/web --ignore tests/web/test_serve.py  # it has a database of its own

quick: setup check   ## lint, types and unit tests, in under 90 seconds
	@$(BIN)/pytest -n 2 --dist worksteal --hypothesis-profile=quick -m "not slow and not browser and not spark"

check: setup     ## ruff, mypy, import-linter, deptry, djlint
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/deptry src
	@$(BIN)/djlint --quiet --lint src/essaim/web

lock: setup      ## refresh the locked versions, with hashes and no download address
	@scripts/lock.sh

reference: setup ## rebuild the bundled geography from its pinned packages
	@$(BIN)/python scripts/build_geography.py

bench: setup     ## weigh the build on a million establishments (docs/performance.md); pandas and Polars included
	@scripts/setup.sh bench
	@$(BIN)/python -m benchmarks build --size 1m

clean:           ## forget the environment and everything that was built
	rm -rf $(VENV) frontend/node_modules src/essaim/web/maps/static/maps/built var .pytest_cache .mypy_cache .ruff_cache .hypothesis
