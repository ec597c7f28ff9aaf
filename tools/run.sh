#!/usr/bin/env bash
# Installs what is missing, builds, and runs eastwest with the given arguments; without arguments
# the national scenario of 2025, whose results replace those of the last such run.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)

"$root/tools/setup.sh"
# The build reports on stderr: stdout is the program's alone.
(
  cd "$root"
  cmake --preset release >/dev/null
  cmake --build --preset release --target eastwest >&2
)

program=$root/build/release/bin/eastwest
if (($#)); then
  exec "$program" "$@"
fi
results=results/national-2025
"$program" run "$root/scenarios/national-2025.yaml" --out "$results" --force
echo "Results: $PWD/$results (summary.json first)"
