#!/bin/sh
# Locks every requirement with its hashes and without any download address.
set -eu
cd "$(dirname "$0")/.."
uv="${UV:-.venv/bin/uv}"
compile() { "$uv" pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header "$@"; }
compile pyproject.toml -o requirements/runtime.txt
compile pyproject.toml --extra web -o requirements/web.txt
compile pyproject.toml --extra web --group dev -o requirements/dev.txt
compile pyproject.toml --extra spark -c requirements/dev.txt -o requirements/spark.txt
compile --group bench -c requirements/dev.txt -o requirements/bench.txt
echo 'uv' | compile - -o requirements/uv.txt
printf 'hatchling\neditables\nnodejs-wheel-binaries<25\n' | compile - -o requirements/build.txt
