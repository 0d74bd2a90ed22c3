"""Asks a server for many sizes of pictures that nobody asked for yet, from many clients at once, and measures meanwhile how long
answers of the API take.

    kinora demo --data FRESH_FOLDER
    python3 crates/kinora-bench/variants.py 127.0.0.1:8750 demo

Prints what became of the pictures, and the latency of the API before and meanwhile in milliseconds.
"""

import http.client
import json
import queue
import sys
import threading
import time

CLIENTS = 64
VARIANTS = 500


def get(connection, path):
    """The status and body of an answer."""
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer.status, answer.read()


def pictures(host, key):
    """The paths of the posters of the movies that are there."""
    connection, paths = http.client.HTTPConnection(host), []
    for page in range(1, 8):
        _, body = get(connection, f"/3/discover/movie?api_key={key}&page={page}")
        for movie in json.loads(body)["results"]:
            paths += [path for path in (movie["poster_path"], movie["backdrop_path"]) if path]
    return paths


def latencies(host, key, is_over):
    """How long details take, one after the other, until it is over."""
    connection, times = http.client.HTTPConnection(host), []
    _, body = get(connection, f"/3/discover/movie?api_key={key}")
    ids = [movie["id"] for movie in json.loads(body)["results"]]
    while not is_over(len(times)):
        start = time.perf_counter()
        # A parameter without a meaning, so that nothing kept is answered.
        path = f"/3/movie/{ids[len(times) % len(ids)]}?api_key={key}&append_to_response=credits&n={len(times)}"
        status, _ = get(connection, path)
        assert status == 200, status
        times.append((time.perf_counter() - start) * 1e3)
        time.sleep(0.002)
    return sorted(times)


def main():
    host, key = sys.argv[1:]
    asked = queue.Queue()
    paths = pictures(host, key)
    for number in range(VARIANTS):
        width = 301 + 7 * (number // len(paths))
        asked.put(f"/t/p/w{width}{paths[number % len(paths)]}")
    statuses, lock = {}, threading.Lock()

    def client():
        connection = http.client.HTTPConnection(host)
        while True:
            try:
                path = asked.get_nowait()
            except queue.Empty:
                return
            status, _ = get(connection, path)
            with lock:
                statuses[status] = statuses.get(status, 0) + 1

    before = latencies(host, key, lambda count: count >= 500)
    clients = [threading.Thread(target=client) for _ in range(CLIENTS)]
    start = time.perf_counter()
    for one in clients:
        one.start()
    meanwhile = latencies(host, key, lambda _: not any(one.is_alive() for one in clients))
    print(f"{VARIANTS} pictures in {time.perf_counter() - start:.1f} s: {statuses}")
    for name, times in [("before", before), ("meanwhile", meanwhile)]:
        shares = [f"p{share} {times[min(len(times) - 1, len(times) * share // 100)]:.1f}" for share in (50, 95, 99)]
        print(f"{name:9} {len(times)} answers, {', '.join(shares)}, longest {times[-1]:.1f} ms")


main()
