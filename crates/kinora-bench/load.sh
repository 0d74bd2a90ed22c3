#!/usr/bin/env bash
# Loads the release server and, beside it, an nginx that sends the same bytes from files, and prints what each of them needs.
#
#   cargo build --release -p kinora -p kinora-bench
#   MOVIES=1000000 crates/kinora-bench/load.sh
#
# How they are loaded: see beside_nginx.sh. Nothing is installed, and nothing is kept but the store, where STORE names a folder.

set -euo pipefail
source "$(dirname "$0")/beside_nginx.sh"

MOVIES=${MOVIES:-100000}
SEED=${SEED:-603}
STORE=${STORE:-}                 # made and kept if it is named, else made for this run
SAMPLE=${SAMPLE:-20000}          # files for the random ids
CASES=${CASES:-details credits everything details-gzip credits-gzip everything-gzip random}

key=load-test
everything=credits,alternative_titles,translations,release_dates,keywords,watch/providers,images,videos,external_ids,similar,recommendations,reviews

# --- the server ---------------------------------------------------------------------------------------------------------

store=${STORE:-$work/store}
if [ ! -e "$store/catalogue.sqlite" ]; then
    "$BENCH" generate store "$store" --movies "$MOVIES" --seed "$SEED"
fi

began=$(date +%s%N)
KINORA_DATA=$store KINORA_LISTEN=127.0.0.1:$PORT KINORA_API_KEY=$key KINORA_RATE_LIMIT=0 KINORA_LOG=warn \
    taskset -c "$SERVER_CORE" "$SERVER" serve &
server_pid=$!
await_server
echo "$MOVIES movies; ready after $(( ($(date +%s%N) - began) / 1000000 )) ms; $(resident "$server_pid")"

# --- the same bytes as files --------------------------------------------------------------------------------------------

query_of() {
    case $1 in
        credits*) echo "api_key=$key&append_to_response=credits" ;;
        everything*) echo "api_key=$key&append_to_response=$everything" ;;
        *) echo "api_key=$key" ;;
    esac
}

targets_of() {
    case $1 in
        details*) "$BENCH" queries --of popular --count 5000 --movies "$MOVIES" --seed "$SEED" ;;
        credits*) "$BENCH" queries --of popular --count 2000 --movies "$MOVIES" --seed "$SEED" ;;
        everything*) "$BENCH" queries --of popular --count 500 --movies "$MOVIES" --seed "$SEED" ;;
        random) "$BENCH" queries --of random --count "$SAMPLE" --movies "$MOVIES" --seed "$SEED" | sort -u ;;
    esac
}

# Every answer as the server gives it; those that are packed lie where gzip_static looks for them.
fetch() {
    local name=$1 folder=$work/www/$1 end= header=()
    case $name in *-gzip) end=.gz header=(-H "Accept-Encoding: gzip") ;; esac
    mkdir -p "$folder"
    targets_of "$name" >"$work/$name.targets"
    sed -E "s|(/3/movie/([0-9]+))|url = \"http://127.0.0.1:$PORT\1?$(query_of "$name" | sed 's/&/\\&/g')\"\noutput = \"$folder/\2$end\"|" \
        "$work/$name.targets" >"$work/$name.curl"
    curl -sS --fail "${header[@]}" -K "$work/$name.curl" || { echo "cannot fetch $name" >&2; exit 1; }
    find "$folder" -name "*$end" -type f -printf '%s\n' |
        awk -v name="$name" '{ sum += $1 } END { printf "%s: %d answers of %.1f KB\n", name, NR, sum / NR / 1000 }'
}
for name in $CASES; do fetch "$name"; done

start_nginx application/json
for name in $CASES; do
    movies=0
    [ "$name" != random ] || movies=$MOVIES
    in_turns "$name" /3/movie/ "?$(query_of "$name")" "/$name/" "$movies"
done
report
