#!/usr/bin/env bash
# Makes sizes of a picture with this program and with libvips, both in the process and on one core, and prints what each takes,
# how large the result is, and how near it comes to a resize without losses.
#
#   cargo build --release -p kinora-bench
#   crates/kinora-bench/pictures.sh [FILE...]
#
# Without a file two pictures of 2000 by 3000 pixels are made up. Rounds take turns. libvips comes as a Python package, into a
# temporary folder.

set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
BENCH=${BENCH:-${CARGO_TARGET_DIR:-$here/../../target}/release/kinora-bench}
[ -x "$BENCH" ] || { echo "missing: $BENCH (cargo build --release -p kinora-bench)" >&2; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet 'pyvips[binary]==3.2.0' 'numpy==2.*'
VIPS_CONCURRENCY=1 taskset -c "${CORE:-0}" "$work/venv/bin/python" "$here/pictures.py" "$BENCH" "$work" "$@"
