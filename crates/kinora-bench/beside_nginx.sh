# What scripts share that load a server and, beside it, an nginx that sends the same bytes from files. Read by load.sh and
# kept_pictures.sh, which start the server and fill $work/www.
#
# Both run on one core, wrk on another, over loopback. Rounds of the servers take turns, so that a busy neighbour slows all of
# them; what is printed is the median of the rounds. nginx answers on two ports, once with sendfile and once without: which one
# is quicker depends on the size.

targets=${CARGO_TARGET_DIR:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)/target}
SERVER=${SERVER:-$targets/release/kinora}
BENCH=${BENCH:-$targets/release/kinora-bench}
ROUNDS=${ROUNDS:-4}              # beside one to warm up
SECONDS_EACH=${SECONDS_EACH:-2}
CONNECTIONS=${CONNECTIONS:-64}
SERVER_CORE=${SERVER_CORE:-0}
LOAD_CORE=${LOAD_CORE:-1}
PORT=${PORT:-18750}              # and the two after it

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

# Waits until the server whose process is $server_pid is ready.
await_server() {
    until curl -sf --max-time 1 "http://127.0.0.1:$PORT/readyz" >/dev/null; do
        kill -0 "$server_pid" 2>/dev/null || { echo "the server ended" >&2; exit 1; }
        sleep 0.2
    done
}
resident() {
    awk '/^VmRSS/ { all = $2 } /^RssFile/ { files = $2 }
         END { printf "%d MiB resident, of which %d MiB are mapped files", all / 1024, files / 1024 }' "/proc/$1/status"
}

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

# Starts nginx over $work/www; what it sends has the media type of the argument.
start_nginx() {
    mkdir "$work/temp"
    cat >"$work/nginx.conf" <<EOF
worker_processes 1;
daemon off;
pid $work/nginx.pid;
error_log $work/nginx.log warn;
$([ "$(id -u)" != 0 ] || echo "user root;")
events { worker_connections 1024; }
http {
    access_log off;
    default_type $1;
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
}

# Requests are made before the clock starts. Arguments: a file of targets, what comes before and after the last part of them (the id), gzip or plain,
# how many movies there are (0: those of the file), a seed.
cat >"$work/requests.lua" <<'EOF'
local requests, place = {}, 0

function init(args)
    local file, before, after, encoding, movies, seed = unpack(args)
    math.randomseed(tonumber(seed))
    if encoding == "gzip" then wrk.headers["Accept-Encoding"] = "gzip" end
    local ids = {}
    for line in io.lines(file) do ids[#ids + 1] = line:match("([^/]+)$") end
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

# Loads kinora and both of nginx in turns: a name, what comes before and after the id at kinora and at nginx, how many movies to draw from.
in_turns() {
    local seed
    for seed in $(seq 0 "$ROUNDS"); do
        round "$1" kinora "$PORT" "$server_pid" "$2" "$3" "$5" "$seed"
        round "$1" "nginx, sendfile" $((PORT + 1)) "$nginx_worker" "$4" "" 0 "$seed"
        round "$1" "nginx, no sendfile" $((PORT + 2)) "$nginx_worker" "$4" "" 0 "$seed"
    done
}

# Prints a table of what came of it.
report() {
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
}
