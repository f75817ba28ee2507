#!/usr/bin/env bash
# tests/fuzz/run.sh BIN_DIR SECONDS: runs each fuzz_* program in BIN_DIR for SECONDS, from its seeds and from what earlier runs found.
# Inputs that fail are kept in BIN_DIR/fuzz-failures; the exit status is 1 if there are any.
set -euo pipefail

[ $# = 2 ] || { echo "usage: $0 BIN_DIR SECONDS" >&2; exit 2; }
bin=$(cd "$1" && pwd -P)
seconds=$2
failures=$bin/fuzz-failures
mkdir -p "$failures"
export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=1:strict_string_checks=1}
export UBSAN_OPTIONS=${UBSAN_OPTIONS:-halt_on_error=1:print_stacktrace=1}

count=0
failed=()
for list in "$bin"/fuzz_*.seeds; do
    program=${list%.seeds}
    [ -x "$program" ] || { echo "$program has not been built" >&2; exit 2; }
    name=$(basename "$program")
    corpus=$bin/fuzz-corpus/$name
    mkdir -p "$corpus"
    while read -r seed; do cp -- "$seed" "$corpus/$(sha1sum -- "$seed" | cut -d' ' -f1)"; done <"$list"
    log=$failures/$name.log
    if "$program" -max_total_time="$seconds" -timeout=10 -max_len=16384 -print_final_stats=1 -artifact_prefix="$failures/$name-" "$corpus" >"$log" 2>&1; then
        printf '%-24s ok, %s runs, %s inputs kept\n' "$name" "$(awk '/number_of_executed_units/ {print $2}' "$log")" "$(find "$corpus" -type f | wc -l)"
        rm -f "$log"
    else
        failed+=("$name")
        printf '%-24s FAILED\n' "$name"
        tail -n 25 "$log"
    fi
    count=$((count + 1))
done
[ "$count" -gt 0 ] || { echo "no fuzz_*.seeds in $bin" >&2; exit 2; }
if [ ${#failed[@]} -gt 0 ]; then
    echo "failed: ${failed[*]}; inputs and logs are in $failures. To repeat one: $bin/fuzz_NAME INPUT" >&2
    exit 1
fi
