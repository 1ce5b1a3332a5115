#!/usr/bin/env bash
# make.sh INGESTD VERSION: makes the folder VERSION here with that program: a data directory as text.
# One upload has ended; of another one document is done, and one waits in a helper that says nothing
# when the server is killed.
set -euo pipefail
ingestd=$1
target=$(cd "$(dirname "$0")" && pwd)/$2
work=$(mktemp -d)
trap 'kill -9 "$server" 2>/dev/null || true; rm -rf "$work"' EXIT

start() {
  "$ingestd" serve --port 0 --data-dir "$work/data" --log-level error "$@" >"$work/says" &
  server=$!
  until url=$(sed -n 's/^listening on //p' "$work/says") && [ -n "$url" ]; do sleep 0.1; done
}
stop() { kill "-$1" "$server"; wait "$server" 2>/dev/null || true; }

mkdir "$work/first" "$work/second"
echo "The lighthouse keeper counts the ships." >"$work/first/keeper.txt"
printf '# Harbour\n\nThe harbour master counts the lanterns. 東京都庁.\n' >"$work/first/harbour.md"
: >"$work/first/empty.txt"
start
"$ingestd" upload "$work/first" --collection letters --server "$url" >/dev/null || true
stop TERM

echo "A ferry crosses the sound at noon." >"$work/second/ferry.txt"
# Larger than what stands in the catalog itself, nearly all of it a comment.
{ echo "<p>The pilot boat is painted red.</p><!--"; printf '%70000s\n' ''; echo "-->"; } \
  >"$work/second/pilot.html"
printf '#!/bin/sh\nexec sleep 1000\n' >"$work/helper"
chmod +x "$work/helper"
start --extract-program "$work/helper"
"$ingestd" upload "$work/second" --collection letters --no-wait --server "$url" >/dev/null
until "$ingestd" search letters ferry --json --server "$url" | grep -q noon; do sleep 0.1; done
sleep 1   # its outcome is in the catalog, too
stop KILL

rm -rf "$target"
mkdir -p "$target/collections"
dump() {
  sqlite3 "$1" .dump
  echo "PRAGMA user_version=$(sqlite3 "$1" 'PRAGMA user_version');"
}
dump "$work/data/catalog.db" >"$target/catalog.sql"
for file in "$work"/data/collections/*.db; do
  dump "$file" >"$target/collections/$(basename "$file" .db).sql"
done
(cd "$work/data" && find blobs -name '*.blob' -exec cp --parents {} "$target" \;)
