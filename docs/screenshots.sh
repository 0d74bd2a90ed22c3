#!/usr/bin/env bash
# Takes the pictures in docs/screenshots of the demo, in Chromium. Run it as `bash docs/screenshots.sh` after `cargo build`; it needs
# chromium, node and npm. KINORA names another program than target/debug/kinora, KINORA_CHROMIUM another browser.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

kinora="$(realpath "${KINORA:-target/debug/kinora}")"
folder="$(mktemp -d)"
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$folder"' EXIT

# Modules are looked for next to the program, so the program goes where they are.
cp crates/kinora/tests/browser/{package.json,package-lock.json,stage.mjs} docs/screenshots.mjs "$folder"
(cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)

: > "$folder/told"
KINORA_DATA="$folder/data" KINORA_LISTEN=127.0.0.1:0 "$kinora" demo > "$folder/told" 2> "$folder/log" &
server=$!
until address="$(grep -o 'http://127.0.0.1:[0-9]*' "$folder/told")"; do
    kill -0 "$server" || { cat "$folder/log" >&2; exit 1; }
    sleep 0.2
done

mkdir -p docs/screenshots
KINORA_TEST_ADDRESS="$(head -1 <<< "$address")" KINORA_TEST_KEY=demo KINORA_CHROMIUM="${KINORA_CHROMIUM:-$(command -v chromium)}" \
    node "$folder/screenshots.mjs" "$(realpath docs/screenshots)"
