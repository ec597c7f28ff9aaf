#!/usr/bin/env bash
# Runs benchmarks in alternating pairs of runs, answers compared before times: tools/bench.sh
# [SUITE…] [--json FILE] [options of the suite]. Builds what they need and installs nothing.
# Suites: network (the networks `fluid` and `simgrid` on the same transfers), jobs (logs of jobs
# against a bare loop, streams of jobs, passes with a long queue). Without a name: all of them.
set -euo pipefail
cd "$(dirname "$0")/.."

suites=()
while [[ $# -gt 0 && $1 != -* ]]; do
  case $1 in
    network | jobs) suites+=("$1") ;;
    *)
      echo "tools/bench.sh: there is no suite '$1'; suites: network, jobs" >&2
      exit 2
      ;;
  esac
  shift
done
((${#suites[@]})) || suites=(network jobs)

json=
options=()
while (($#)); do
  if [[ $1 == --json ]]; then
    json=${2:?"tools/bench.sh: --json needs a file"}
    shift 2
  else
    options+=("$1")
    shift
  fi
done

mkdir -p build
if ! { cmake --preset release &&
  cmake --build --preset release --target "${suites[@]/%/_bench}" eastwest eastwest_simgrid
} >build/bench.log 2>&1; then
  tail --lines=5 build/bench.log >&2
  echo "tools/bench.sh: no build (build/bench.log); tools/setup.sh installs what it needs" >&2
  exit 4
fi

# Each suite writes a list of its own; the file gets one list of all rows.
rows=
for suite in "${suites[@]}"; do
  "build/release/bin/${suite}_bench" --json "build/bench-$suite.json" "${options[@]}"
  list=$(<"build/bench-$suite.json")
  list=${list#*[}
  rows+=${rows:+,}${list%]*}
done
[[ -z $json ]] || printf '[%s]\n' "$rows" >"$json"
