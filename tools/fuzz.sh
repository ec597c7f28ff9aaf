#!/usr/bin/env bash
# A short run of every fuzz target in tests/fuzz, from the scenarios as they are now; then the
# canary, whose planted mistake must be found. tools/fuzz.sh [RUNS], 20000 a target if not given.
set -euo pipefail
cd "$(dirname "$0")/.."

runs=${1:-20000}
if [[ ! $runs =~ ^[1-9][0-9]*$ ]]; then
  echo "usage: tools/fuzz.sh [RUNS]" >&2
  exit 2
fi
cmake --preset fuzz >/dev/null
cmake --build --preset fuzz --target fuzz_targets
programs=$PWD/build/fuzz/bin
work=$PWD/build/fuzz/corpus
findings=$PWD/build/fuzz/findings
rm -rf "$work"
mkdir -p "$work"/{scenario,csv,quantity,trace,canary} "$findings"
export TMPDIR=$work

# Seeds: what is in the tree now, so that they never go stale.
number=0
while IFS= read -r -d '' file; do
  number=$((number + 1))
  case $file in
    *.yaml) cp "$file" "$work/scenario/$number" ;;
    *) head --bytes=4000 "$file" >"$work/csv/$number" ;;
  esac
done < <(find scenarios \( -name '*.yaml' -o -name '*.csv' -o -name '*.csv.gz' \) -size -64k \
  -print0)
# A digit before a trace says its format, as counted in models/workload/trace_format.cpp.
number=0
for seed in 0:philly-sample.csv 2:traces/sample.swf 2:traces/sample-with-nodes.swf \
  3:traces/openb-sample.csv 4:traces/pai-sample.csv 5:traces/dlrm-sample.csv \
  6:traces/gavel-sample.trace; do
  number=$((number + 1))
  {
    printf '%s' "${seed%%:*}"
    head --bytes=4000 "scenarios/study/${seed#*:}"
  } >"$work/trace/$number"
done
number=0
while IFS= read -r text; do
  number=$((number + 1))
  printf '%s' "$text" >"$work/quantity/$number"
done < <(grep --recursive --include='*.yaml' --only-matching --no-filename --extended-regexp \
  '[0-9][0-9._e]* ?[A-Za-z%/]+' scenarios | sort --unique | head --lines=200)

# fuzz NAME MAX_BYTES [OPTION...]: the last lines of its log are shown if it fails.
fuzz() {
  "$programs/$1_fuzz" "$work/$1" -seed=1 -max_len="$2" -timeout=20 -rss_limit_mb=4096 \
    -artifact_prefix="$findings/$1-" "${@:3}" >"$findings/$1.log" 2>&1
}

for target in quantity:64 csv:4096 trace:4096 scenario:8192; do
  name=${target%:*}
  echo "fuzzing $name: $runs runs"
  if ! fuzz "$name" "${target#*:}" -runs="$runs"; then
    tail --lines=40 "$findings/$name.log" >&2
    echo "tools/fuzz.sh: $name failed; the input is $findings/$name-*" >&2
    exit 1
  fi
done
echo "fuzzing canary: its planted mistake must be found"
if fuzz canary 16 -runs=2000000; then
  echo "tools/fuzz.sh: the planted mistake was not found: these fuzzers find nothing" >&2
  exit 1
fi
if ! grep --quiet 'heap-buffer-overflow' "$findings/canary.log"; then
  tail --lines=40 "$findings/canary.log" >&2
  echo "tools/fuzz.sh: the canary failed for another reason than its planted mistake" >&2
  exit 1
fi
rm -f "$findings"/canary-*
echo "fuzzing found nothing but the canary"
