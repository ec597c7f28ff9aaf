#!/usr/bin/env bash
# Installs what is missing, builds, and runs the tests; --full adds the long ones. Further
# arguments go to ctest: tools/test.sh -R engine
set -euo pipefail
cd "$(dirname "$0")/.."

preset=release
if [[ ${1:-} == --full ]]; then
  preset=release-full
  shift
fi
tools/setup.sh --test
cmake --preset release >/dev/null
cmake --build --preset release
exec ctest --preset "$preset" --parallel "$(nproc)" "$@"
