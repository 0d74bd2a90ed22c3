"""Sections 8.6, 8.7 and 8.8: what is missing, what has changed meanwhile, and too many calls."""

import sqlite3
from contextlib import contextmanager

from client import A, B, C, D, BOAT, OTHER, SEASON_PATH, SERIES, USERS, WORLD, Case, Client, episode, filler, film, movie_path


@contextmanager
def broken(*statements):
    """The database lacks something that it needs, or does not take what it gets."""
    database = sqlite3.connect(WORLD["database"], isolation_level=None)
    for breaks, _ in statements:
        database.execute(breaks)
    try:
        yield
    finally:
        for _, mends in statements:
            database.execute(mends)
        database.close()


def away(table):
    return f"alter table {table} rename to {table}_away", f"alter table {table}_away rename to {table}"


class State(Case):
    def test_r32_what_is_not_there_is_not_found(self):
        emil = Client(user="emil")
        row = (404, None, "Resource not found")
        paths = ["/catalog/titles/movies/NOT.A.NUMBER", "/catalog/zzz", movie_path(99999999), movie_path(99999991)]
        paths += ["/catalog/people/99999", f"/catalog/titles/series/{A}", "/catalog/titles/movies/-1"]
        paths += [emil.mine("/zzz"), emil.mine(f"/ratings/title/actual/{filler(9)}"), emil.mine("/at_home/1")]
        paths += ["/categories/zzz", emil.mine("/queues/instant/available/x"), emil.mine("/queues/tape")]
        for path in paths:
            with self.subTest(path=path):
                self.refused(emil, row, "GET", path)
        parameters = {"title_ref": movie_path(99999991), "rating": 4}
        self.refused(emil, row, "POST", emil.mine("/ratings/title/actual"), parameters)
        self.refused(emil, row, "PUT", emil.mine(f"/ratings/title/actual/{filler(9)}"), {"rating": 4})

    def test_610_a_title_is_not_in_the_queue(self):
        emil = Client(user="emil")
        self.empty(emil)
        self.add(emil, A)
        row = (404, 610, "Title is not in Queue")
        for path in (f"available/{B}", f"available/1/{B}", f"saved/{A}"):
            for method in ("GET", "DELETE"):
                self.refused(emil, row, method, emil.mine(f"/queues/instant/{path}"))
        self.assertEqual(self.queue(emil), [A])

    def test_r33_what_has_changed_meanwhile_is_left_alone(self):
        message = "Precondition failed. Resource has been modified."
        for kind in ("instant", "disc"):
            emil, second = Client(user="emil"), Client(user="emil")
            self.empty(emil, kind)
            self.add(emil, filler(1), kind)
            stale = self.etag(emil, kind)
            self.add(second, filler(2), kind)
            before = self.queue(emil, kind), self.etag(emil, kind)
            path = emil.mine(f"/queues/{kind}")
            parameters = {"title_ref": movie_path(A), "etag": stale}

            self.refused(emil, (412, None, message), "POST", path, parameters)
            entry = f"{path}/available/{filler(1)}"
            self.refused(emil, (412, None, message), "DELETE", entry, {"etag": stale})
            headers = {"If-Match": f'"{stale}"'}
            parameters.pop("etag")
            self.refused(emil, (412, None, message), "POST", path, parameters, headers=headers)
            self.refused(emil, (412, None, message), "DELETE", entry, headers=headers)
            self.assertEqual((self.queue(emil, kind), self.etag(emil, kind)), before)
            retried = emil.post(path, {**parameters, "etag": before[1]})
            self.assertEqual(retried.status, 201, retried.text)
            self.assertEqual(self.queue(emil, kind), [filler(1), filler(2), A])
        wire = Client("wire", "emil")
        answer = self.eventually(
            lambda: wire.post(path, {**parameters, "etag": stale}), lambda answer: answer.status != 403
        )
        self.told(answer, 412, None, "queue out of Date ETag mismatch")

    def test_r33_the_same_holds_for_ratings(self):
        emil = Client(user="emil")
        rated = emil.post(emil.mine("/ratings/title/actual"), {"title_ref": movie_path(filler(3)), "rating": 2})
        path = emil.mine(f"/ratings/title/actual/{filler(3)}")
        self.assertEqual(emil.get(path).etag, rated.field("etag"))
        self.assertEqual(emil.put(path, {"rating": 3}).status, 200)
        message = "Precondition failed. Resource has been modified."
        stale = {"rating": 5, "etag": rated.field("etag")}
        self.refused(emil, (412, None, message), "PUT", path, stale)
        fresh = emil.get(path)
        self.assertEqual(fresh.xml.findtext("user_rating"), "3")
        self.assertEqual(emil.put(path, {"rating": 5}, headers={"If-Match": f'"{fresh.etag}"'}).status, 200)

    def again(self, kind):
        emil = Client(user="emil")
        self.empty(emil, kind)
        self.add(emil, A, kind)
        etag = self.etag(emil, kind)
        parameters = {"title_ref": movie_path(A), "etag": etag}
        row = (412, 710, "Title already in queue")
        self.refused(emil, row, "POST", emil.mine(f"/queues/{kind}"), parameters)
        self.assertEqual((self.queue(emil, kind), self.etag(emil, kind)), ([A], etag))
        # So is a set of which everything is there.
        season_two = f"/catalog/titles/series/{SERIES}/seasons/{(7_092_000 + 2) * 10 + 3}"
        self.assertEqual(emil.post(emil.mine(f"/queues/{kind}"), {"title_ref": season_two}).status, 201)
        self.refused(emil, row, "POST", emil.mine(f"/queues/{kind}"), {"title_ref": season_two})

    def test_r34_a_title_is_in_the_queue_once(self):
        self.again("instant")
        wire = Client("wire", "emil")
        answer = self.eventually(
            lambda: wire.post(wire.mine("/queues/instant"), {"title_ref": movie_path(A)}),
            lambda answer: answer.status != 403,
        )
        self.told(answer, 412, 710, "Title is already in queue")

    def test_c2_so_it_is_in_the_disc_queue(self):
        self.again("disc")

    def test_r35_a_title_is_rated_once(self):
        emil = Client(user="emil")
        actual, title = emil.mine("/ratings/title/actual"), movie_path(filler(4))
        path = f"{actual}/{filler(4)}"
        self.assertEqual(emil.post(actual, {"title_ref": title, "rating": 4}).status, 201)
        row = (422, None, "Title has already been rated")
        self.refused(emil, row, "POST", actual, {"title_ref": title, "rating": 2})
        self.assertEqual(emil.get(path).xml.findtext("user_rating"), "4")
        self.assertEqual(emil.get(path, {"method": "PUT", "rating": 2}).status, 200)
        self.assertEqual(emil.get(path).xml.findtext("user_rating"), "2")
        self.assertEqual(emil.put(path, {"rating": "not_interested"}).status, 200)
        self.assertEqual(emil.get(path).xml.find("user_rating").get("value"), "not_interested")
        self.refused(emil, row, "POST", actual, {"title_ref": title, "rating": 2})
        self.assertEqual(emil.put(path, {"rating": "no_opinion"}).status, 200)
        self.assertEqual(emil.post(actual, {"title_refs": title, "rating": 3}).status, 201)

    def test_r36_a_failure_tells_nothing_and_leaves_nothing(self):
        emil = Client(user="emil")
        self.empty(emil)
        self.add(emil, filler(5))
        before = self.queue(emil), self.etag(emil)
        row = (500, None, "Internal error")
        with broken(away("queue_entry")):
            self.refused(emil, row, "GET", emil.mine("/queues/instant"))
        with broken(away("title_offer")):
            self.refused(emil, row, "GET", f"{movie_path(A)}/format_availability")
        fails = (
            "create trigger fails before insert on queue_entry begin select raise(abort, 'a secret of the tests'); end",
            "drop trigger fails",
        )
        with broken(fails):
            parameters = {"title_ref": movie_path(A)}
            self.refused(emil, row, "POST", emil.mine("/queues/instant"), parameters)
            answer = emil.post(emil.mine("/queues/instant"), parameters)
            self.assertNotIn("secret", answer.text)
        with broken(away("queue_request_token")):
            self.refused_plainly(500, "Internal error", lambda output: Client().get("/oauth/request_token", output))
        self.assertEqual((self.queue(emil), self.etag(emil)), before)

    def test_c3_four_calls_a_second_are_answered(self):
        limited = Client("limited")
        self.eventually(lambda: limited.get(movie_path(A)), lambda answer: answer.status == 200)
        answers = [limited.get(movie_path(A)) for _ in range(6)]
        refused = [answer for answer in answers if answer.status == 403]
        self.assertGreaterEqual(len(answers) - len(refused), 3)
        self.assertGreaterEqual(len(refused), 1)
        for answer in refused:
            self.assertEqual(answer.text, "<h1>403 Developer Over Qps</h1>")
            self.assertEqual(answer.headers["X-Mashery-Error-Code"], "ERR_403_DEVELOPER_OVER_QPS")
            self.assertEqual(answer.headers["X-Error-Detail-Header"], "Account Over Queries Per Second Limit")
            self.assertEqual(answer.headers["Retry-After"], "1")
        answer = self.eventually(lambda: limited.get(movie_path(A)), lambda answer: answer.status != 403)
        self.assertEqual(answer.status, 200)

    def test_c3_so_many_calls_a_day_are_answered(self):
        limited = Client("limited", application=OTHER)
        over = "ERR_403_DEVELOPER_OVER_RATE"
        ask = lambda: limited.get(movie_path(A))
        answer = self.eventually(ask, lambda answer: answer.headers.get("X-Mashery-Error-Code") == over)
        self.assertEqual((answer.status, answer.text), (403, "<h1>403 Developer Over Rate</h1>"))
        self.assertGreater(int(answer.headers["Retry-After"]), 0)

    def test_c3_the_wire_says_it_in_an_envelope(self):
        wire = Client("wire", "emil")
        is_over = lambda answer: answer.status == 403
        answer = self.eventually(lambda: wire.get(wire.mine()), is_over)
        self.told(answer, 403, None, "Over queries per second limit")

    def test_c4_the_limit_is_in_the_table(self):
        import pathlib

        document = pathlib.Path(__file__).resolve().parents[3] / "docs" / "queue.md"
        rows = [line for line in document.read_text().splitlines() if line.startswith("| 403")]
        self.assertTrue(any("403 Developer Over Qps" in row for row in rows))
