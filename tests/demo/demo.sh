#!/usr/bin/env bash
# demo.sh INGESTD: shows that nothing acknowledged is lost. Ingests a text of DEMO_MEGABYTES (48),
# kills the server with -9 in the middle, starts it again, and the same bar goes on to the end.
set -euo pipefail
ingestd=$1
megabytes=${DEMO_MEGABYTES:-48}

folder=$(mktemp -d "${TMPDIR:-/tmp}/ingestd-demo-XXXXXX")
server=
trap 'set +e; [ -n "$server" ] && kill -9 "$server" 2>/dev/null; wait 2>/dev/null; rm -rf "$folder"' EXIT
say() { printf '\n\033[1m%s\033[0m\n' "$*"; }

# start PORT: port 0 takes any free one. Sets $server (pid) and $url.
start() {
  "$ingestd" serve --port "$1" --data-dir "$folder/data" --workers 1 --log-level error >"$folder/says" &
  server=$!
  disown "$server"   # bash would tell of its end in the middle of the bar
  until url=$(sed -n 's/^listening on //p' "$folder/says") && [ -n "$url" ]; do
    kill -0 "$server" || exit 1
    sleep 0.05
  done
  export INGESTD_SERVER=$url
}

say "A text of $megabytes MB, with one sentence in its middle that is in no other place."
awk -v megabytes="$megabytes" 'BEGIN {
  n = split("river letters mountain harbour keeper weather ships prices winter lantern rope stone", word, " ")
  srand(7)
  while (bytes < megabytes * 1e6) {
    line = "Entry " ++entry ":"
    for (i = 0; i < 14; i++) line = line " " word[1 + int(rand() * n)]
    if (!said && bytes > megabytes * 5e5) { line = line " albatross"; said = 1 }
    print line "." (entry % 5 ? "" : "\n")
    bytes += length(line) + 2
  }
}' >"$folder/logbook.txt"
start 0
echo "the server listens on $url, process $server, data in $folder/data"

say "Upload it and watch. The server is killed with -9 on the way, and started again a second later."
id=$("$ingestd" upload "$folder/logbook.txt" --collection logbook --no-wait | sed -n 's/^upload \([^:]*\):.*/\1/p')
(
  # The bar's own events tell when a third is done.
  grep -qE '"progress_percent":(3[3-9]|[4-9][0-9])\.' < <("$ingestd" watch "$id" --json 2>/dev/null)
  kill -9 "$server"
) &
killer=$!
"$ingestd" watch "$id" & bar=$!
wait "$killer"
"$ingestd" check --data-dir "$folder/data" --json | grep -q '"unfinished":1' ||
  { echo "the upload ended before the server was killed"; exit 1; }
sleep "${DEMO_PAUSE:-1}"
start "${url##*:}"
echo "  (started again: process $server)"
wait "$bar"

say "And it is all there:"
"$ingestd" search logbook albatross --json | grep -q albatross
"$ingestd" search logbook albatross --limit 1
"$ingestd" check --data-dir "$folder/data"
say "The sentence is found again, and the data directory is sound."
