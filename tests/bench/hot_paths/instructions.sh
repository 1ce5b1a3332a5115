#!/usr/bin/env bash
# instructions.sh check|record PROGRAM RECORDED: counts what each hot path executes, under callgrind.
#   check   fails where one takes more than 1.3 times what is recorded; 77 where there is no valgrind
#   record  writes RECORDED anew
# Counts are repeatable where time is not, also on another machine: libc's code is chosen as for a
# processor without AVX, and simdjson's likewise. Another compiler counts somewhat differently, hence the bound.
set -euo pipefail
what=$1 program=$2 recorded=$3
bound=1.3 hint=0.8

if ! command -v valgrind >/dev/null; then
  echo "left out: valgrind is not installed"
  exit 77
fi
folder=$(mktemp -d "${TMPDIR:-/tmp}/ingestd-instructions-XXXXXX")
trap 'rm -rf "$folder"' EXIT

SIMDJSON_FORCE_IMPLEMENTATION=westmere GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX2,-AVX,-AVX_Fast_Unaligned_Load,-ERMS,-FSRM,-SSE4_2,-SSSE3 \
  valgrind --tool=callgrind --instr-atstart=no --collect-atstart=no --combine-dumps=yes \
  --callgrind-out-file="$folder/counts" --log-file="$folder/log" "$program" >"$folder/paths" ||
  { cat "$folder/log" >&2; exit 1; }

# A dump tells its name and its sum; the program, how many units that is.
awk '
  FNR == NR { units[$1] = $2; unit[$1] = $3; order[++n] = $1; next }
  /^desc: Trigger: Client Request: / { name = $NF }
  /^totals: / && name != "" { count[name] = $2; name = "" }
  END {
    for (i = 1; i <= n; i++) {
      name = order[i]
      if (!count[name]) { print "nothing was counted of " name >"/dev/stderr"; exit 1 }
      printf "%-16s %9.0f  %s\n", name, count[name] / units[name], unit[name]
    }
  }' "$folder/paths" "$folder/counts" >"$folder/now"

if [ "$what" = record ]; then
  { grep '^#' "$recorded"; cat "$folder/now"; } >"$folder/recorded"
  cp "$folder/recorded" "$recorded"
  cat "$folder/now"
  exit
fi

awk -v bound="$bound" -v hint="$hint" '
  /^#/ { next }
  FNR == NR { was[$1] = $2; next }
  !($1 in was) { print $0 "  (not recorded)"; missing = 1; next }
  {
    ratio = $2 / was[$1]
    seen[$1] = 1
    note = ratio > bound ? "TOO MANY: " bound " times are allowed" : ratio < hint ? "fewer: record them" : ""
    printf "%s, %.2f of what is recorded  %s\n", $0, ratio, note
    if (ratio > bound) failed = 1
  }
  END {
    for (name in was) if (!(name in seen)) { print name " is recorded and not there"; missing = 1 }
    if (failed || missing) {
      print "./dev bench instructions --record writes them anew, if that is meant to be"
      exit 1
    }
  }' "$recorded" "$folder/now"
