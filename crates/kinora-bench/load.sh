#!/usr/bin/env bash
# Loads the release server and, beside it, an nginx that sends the same bytes from files, and prints what each of them needs.
#
#   cargo build --release -p kinora -p kinora-bench
#   MOVIES=1000000 crates/kinora-bench/load.sh
#
# Both run on one core, wrk on another, over loopback. Rounds of the servers take turns, so that a busy neighbour slows all of
# them; what is printed is the median of the rounds. nginx answers on two ports, once with sendfile and once without: which one
# is quicker depends on the size. Nothing is installed, and nothing is kept but the store, where STORE names a folder.

set -euo pipefail

targets=${CARGO_TARGET_DIR:-$(cd "$(dirname "$0")/../.." && pwd)/target}
SERVER=${SERVER:-$targets/release/kinora}
BENCH=${BENCH:-$targets/release/kinora-bench}
MOVIES=${MOVIES:-100000}
SEED=${SEED:-603}
STORE=${STORE:-}                 # made and kept if it is named, else made for this run
ROUNDS=${ROUNDS:-4}              # beside one to warm up
SECONDS_EACH=${SECONDS_EACH:-2}
CONNECTIONS=${CONNECTIONS:-64}
SERVER_CORE=${SERVER_CORE:-0}
LOAD_CORE=${LOAD_CORE:-1}
PORT=${PORT:-18750}              # and the two after it
SAMPLE=${SAMPLE:-20000}          # files for the random ids
CASES=${CASES:-details credits everything details-gzip credits-gzip everything-gzip random}

key=load-test
everything=credits,alternative_titles,translations,release_dates,keywords,watch/providers,images,videos,external_ids,similar,recommendations,reviews

missing=0
need() {
    command -v "$1" >/dev/null || { echo "missing: $1 ($2)" >&2; missing=1; }
}
need nginx "Debian: nginx-light"
need wrk "Debian: wrk"
need taskset "Debian: util-linux"
need curl "Debian: curl"
need pgrep "Debian: procps"
for program in "$SERVER" "$BENCH"; do
    [ -x "$program" ] || { echo "missing: $program (cargo build --release -p kinora -p kinora-bench)" >&2; missing=1; }
done
[ "$(nproc)" -ge 2 ] || { echo "missing: a second core for wrk" >&2; missing=1; }
[ "$missing" = 0 ] || exit 1

work=$(mktemp -d)
chmod 755 "$work"
server_pid= nginx_pid=
finish() {
    [ -z "$nginx_pid" ] || kill "$nginx_pid" 2>/dev/null || true
    [ -z "$server_pid" ] || kill "$server_pid" 2>/dev/null || true
    wait
    rm -rf "$work"
}
trap finish EXIT

# --- the server ---------------------------------------------------------------------------------------------------------

store=${STORE:-$work/store}
if [ ! -e "$store/catalogue.sqlite" ]; then
    "$BENCH" generate store "$store" --movies "$MOVIES" --seed "$SEED"
fi

began=$(date +%s%N)
KINORA_DATA=$store KINORA_LISTEN=127.0.0.1:$PORT KINORA_API_KEY=$key KINORA_RATE_LIMIT=0 KINORA_LOG=warn \
    taskset -c "$SERVER_CORE" "$SERVER" serve &
server_pid=$!
until curl -sf --max-time 1 "http://127.0.0.1:$PORT/readyz" >/dev/null; do
    kill -0 "$server_pid" 2>/dev/null || { echo "the server ended" >&2; exit 1; }
    sleep 0.2
done
resident() {
    awk '/^VmRSS/ { all = $2 } /^RssFile/ { files = $2 }
         END { printf "%d MiB resident, of which %d MiB are mapped files", all / 1024, files / 1024 }' "/proc/$1/status"
}
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

# --- nginx --------------------------------------------------------------------------------------------------------------

mkdir "$work/temp"
server_block() {
    cat <<EOF
    server {
        listen 127.0.0.1:$1 backlog=1024;
        root $work/www;
        sendfile $2;
        tcp_nopush $2;
    }
EOF
}
cat >"$work/nginx.conf" <<EOF
worker_processes 1;
daemon off;
pid $work/nginx.pid;
error_log $work/nginx.log warn;
$([ "$(id -u)" != 0 ] || echo "user root;")
events { worker_connections 1024; }
http {
    access_log off;
    default_type application/json;
    keepalive_requests 1000000000;
    keepalive_timeout 300;
    gzip_static on;
    open_file_cache max=200000 inactive=600s;
    open_file_cache_valid 600s;
    client_body_temp_path $work/temp;
    proxy_temp_path $work/temp;
    fastcgi_temp_path $work/temp;
    uwsgi_temp_path $work/temp;
    scgi_temp_path $work/temp;
$(server_block $((PORT + 1)) on)
$(server_block $((PORT + 2)) off)
}
EOF
taskset -c "$SERVER_CORE" nginx -c "$work/nginx.conf" -e "$work/nginx.log" &
nginx_pid=$!
until nginx_worker=$(pgrep -P "$nginx_pid"); do
    kill -0 "$nginx_pid" 2>/dev/null || { cat "$work/nginx.log" >&2; exit 1; }
    sleep 0.1
done

# --- the load -----------------------------------------------------------------------------------------------------------

# Requests are made before the clock starts. Arguments: a file of targets, what comes before and after the id, gzip or plain,
# how many movies there are (0: those of the file), a seed.
cat >"$work/requests.lua" <<'EOF'
local requests, place = {}, 0

function init(args)
    local file, before, after, encoding, movies, seed = unpack(args)
    math.randomseed(tonumber(seed))
    if encoding == "gzip" then wrk.headers["Accept-Encoding"] = "gzip" end
    local ids = {}
    for line in io.lines(file) do ids[#ids + 1] = line:match("(%d+)$") end
    movies = tonumber(movies)
    for number = 1, movies > 0 and 100000 or 4096 do
        local id = movies > 0 and math.random(movies) or ids[math.random(#ids)]
        requests[number] = wrk.format("GET", before .. id .. after)
    end
end

function request()
    place = place % #requests + 1
    return requests[place]
end

function done(summary, latency)
    local errors = summary.errors
    local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
    io.write(string.format("RESULT %d %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(50),
        latency:percentile(99), failed))
end
EOF

# Nanoseconds on a core, over all threads.
cpu_of() { cat /proc/"$1"/task/*/schedstat | awk '{ sum += $1 } END { printf "%.0f", sum }'; }

# One round: what is loaded, its port and process, what comes before and after the id, how many movies to draw from.
round() {
    local name=$1 label=$2 port=$3 pid=$4 before=$5 after=$6 movies=$7 seed=$8 encoding=plain cpu result
    case $name in *-gzip) encoding=gzip ;; esac
    kill -0 "$pid" || { echo "$label ended" >&2; exit 1; }
    cpu=$(cpu_of "$pid")
    result=$(taskset -c "$LOAD_CORE" wrk -t 1 -c "$CONNECTIONS" -d "$SECONDS_EACH" -s "$work/requests.lua" \
        "http://127.0.0.1:$port" -- "$work/$name.targets" "$before" "$after" "$encoding" "$movies" "$seed" | grep ^RESULT)
    cpu=$(( $(cpu_of "$pid") - cpu ))
    [ "$seed" = 0 ] || echo "$name|$label|$result|$cpu" >>"$work/results"
}

for name in $CASES; do
    movies=0
    [ "$name" != random ] || movies=$MOVIES
    for seed in $(seq 0 "$ROUNDS"); do
        round "$name" kinora "$PORT" "$server_pid" /3/movie/ "?$(query_of "$name")" "$movies" "$seed"
        round "$name" "nginx, sendfile" $((PORT + 1)) "$nginx_worker" "/$name/" "" 0 "$seed"
        round "$name" "nginx, no sendfile" $((PORT + 2)) "$nginx_worker" "/$name/" "" 0 "$seed"
    done
done

# --- what came of it ----------------------------------------------------------------------------------------------------

echo
echo "| answer | server | req/s [min-max] | p50 ms | p99 ms | CPU us/req | x nginx req/s | x nginx CPU | failed |"
echo "|---|---|---|---|---|---|---|---|---|"
awk -F'|' '
    function median(list, count,    sorted, i, j, swap) {
        for (i = 1; i <= count; i++) sorted[i] = list[i]
        for (i = 2; i <= count; i++)
            for (j = i; j > 1 && sorted[j] < sorted[j - 1]; j--) { swap = sorted[j]; sorted[j] = sorted[j - 1]; sorted[j - 1] = swap }
        least = sorted[1]; most = sorted[count]
        return count % 2 ? sorted[(count + 1) / 2] : (sorted[count / 2] + sorted[count / 2 + 1]) / 2
    }
    {
        split($3, said, " ")
        key = $1 "|" $2
        if (!(key in count)) { order[++keys] = key; answer[keys] = $1; server[keys] = $2 }
        n = ++count[key]
        rate[key, n] = said[2] / said[3] * 1e6
        p50[key, n] = said[4] / 1000; p99[key, n] = said[5] / 1000
        cost[key, n] = $4 / said[2] / 1000
        failed[key] += said[6]
    }
    function column(values, key,    list, i) {
        for (i = 1; i <= count[key]; i++) list[i] = values[key, i]
        return median(list, count[key])
    }
    END {
        for (k = 1; k <= keys; k++) {
            key = order[k]
            r[k] = column(rate, key); low[k] = least; high[k] = most
            c[k] = column(cost, key)
            if (server[k] ~ /nginx/) {
                if (r[k] > best_rate[answer[k]]) best_rate[answer[k]] = r[k]
                if (!(answer[k] in best_cost) || c[k] < best_cost[answer[k]]) best_cost[answer[k]] = c[k]
            }
        }
        for (k = 1; k <= keys; k++) {
            key = order[k]
            printf "| %s | %s | %d [%d-%d] | %.2f | %.2f | %.1f | %.2f | %.2f | %d |\n", answer[k], server[k], r[k], low[k], high[k],
                column(p50, key), column(p99, key), c[k], r[k] / best_rate[answer[k]], best_cost[answer[k]] / c[k], failed[key]
        }
    }' "$work/results"
echo
echo "after the load: $(resident "$server_pid")"
