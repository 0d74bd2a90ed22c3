#!/usr/bin/env bash
# Loads the release server with pictures in sizes that are made and kept, and, beside it, an nginx that sends the same bytes from
# files, and prints what each of them needs.
#
#   cargo build --release -p kinora -p kinora-bench
#   crates/kinora-bench/kept_pictures.sh
#
# The pictures are the posters of the demo as JPEG; `one` is a single one of 500 pixels across. How they are loaded: see
# beside_nginx.sh. Nothing is installed, and nothing is kept.

set -euo pipefail
source "$(dirname "$0")/beside_nginx.sh"

CASES=${CASES:-one w92 w342 w500}

# Its queues would listen where nginx does.
KINORA_DATA=$work/store KINORA_LISTEN=127.0.0.1:$PORT KINORA_QUEUE_LISTEN=127.0.0.1:$((PORT + 3)) KINORA_RATE_LIMIT=0 \
    KINORA_LOG=warn \
    taskset -c "$SERVER_CORE" "$SERVER" demo >/dev/null &
server_pid=$!
await_server

posters=$(for page in 1 2 3 4 5 6 7 8; do
    curl -sS --fail "http://127.0.0.1:$PORT/3/discover/movie?api_key=demo&page=$page"
done | grep -o '"poster_path":"/[^"]*"' | sed -E 's/.*"\/(.*)\.png"/\1.jpg/' | sort -u)

# Makes the pictures, keeps them where nginx finds them, and tells how large they are.
fetch() {
    local name=$1 size=$1 files=$posters folder=$work/www/$1
    [ "$name" != one ] || size=w500 files=$(head -n 1 <<<"$posters")
    mkdir -p "$folder"
    sed "s|^|/t/p/$size/|" <<<"$files" >"$work/$name.targets"
    sed "s|.*|url = \"http://127.0.0.1:$PORT/t/p/$size/&\"\noutput = \"$folder/&\"|" <<<"$files" >"$work/$name.curl"
    curl -sS --fail -K "$work/$name.curl" || { echo "cannot fetch $name" >&2; exit 1; }
    find "$folder" -type f -printf '%s\n' |
        awk -v name="$name" '{ sum += $1 } END { printf "%s: %d pictures of %.1f KB\n", name, NR, sum / NR / 1000 }'
}
for name in $CASES; do fetch "$name"; done

start_nginx image/jpeg
for name in $CASES; do
    size=$name
    [ "$name" != one ] || size=w500
    in_turns "$name" "/t/p/$size/" "" "/$name/" 0
done
report
