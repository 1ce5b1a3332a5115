#!/usr/bin/env bash
# installed_unit.sh BUILD-DIR: installs into a folder of its own and looks at the systemd units there.
set -euo pipefail
exposure_max=20   # tenths, as systemd-analyze security --threshold takes them

prefix=$(mktemp -d)
trap 'rm -rf "$prefix"' EXIT
cmake --install "$1" --prefix "$prefix" >/dev/null
unit=$prefix/lib/systemd/system/ingestd.service

[ -x "$(sed -n 's/^ExecStart=\([^ ]*\).*/\1/p' "$unit")" ] || { echo "ExecStart= is no program"; exit 1; }
grep -q '^ListenStream=' "$prefix/lib/systemd/system/ingestd.socket"
[ -f "$(sed -n 's/^Documentation=file://p' "$unit")" ] || { echo "Documentation= is no file"; exit 1; }

if ! command -v systemd-analyze >/dev/null; then
  echo "left out: the exposure level (systemd-analyze is not installed)"
  exit 77
fi
systemd-analyze security --offline=yes --no-pager --threshold=$exposure_max "$unit" | tail -1
