#!/usr/bin/env bash
# Runs benchmarks in alternating pairs of runs, answers compared before times: tools/bench.sh
# [SUITE…] [--json FILE] [options of the suite]. Builds what they need and installs nothing.
# Suites: network (the networks `fluid` and `simgrid` on the same transfers).
set -euo pipefail
cd "$(dirname "$0")/.."

suites=()
while [[ $# -gt 0 && $1 != -* ]]; do
  suites+=("$1")
  shift
done
for suite in "${suites[@]}"; do
  if [[ $suite != network ]]; then
    echo "tools/bench.sh: there is no suite '$suite'; suites: network" >&2
    exit 2
  fi
done

mkdir -p build
if ! { cmake --preset release &&
  cmake --build --preset release --target network_bench eastwest_simgrid
} >build/bench.log 2>&1; then
  tail --lines=5 build/bench.log >&2
  echo "tools/bench.sh: no build (build/bench.log); tools/setup.sh installs what it needs" >&2
  exit 4
fi
exec build/release/bin/network_bench "$@"
