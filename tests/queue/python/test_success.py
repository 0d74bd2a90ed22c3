"""Section 8.1: what succeeds, in part or in vain."""

import unittest
from email.utils import formatdate

from client import A, B, C, SEASON_PATH, USERS, Case, Client, episode, filler, movie_path, plain


class Success(Case):
    def test_r01_a_valid_get_is_answered_with_the_representation(self):
        answer = Client().get("/catalog/titles", {"term": "lighthouse"})

        self.assertEqual(answer.status, 200, answer.text)
        self.assertEqual(answer.xml.tag, "catalog_titles")
        self.assertEqual(answer.xml.find("status"), None)
        self.assertEqual(answer.xml.findtext("number_of_results"), "1")
        title = answer.xml.find("catalog_title/title")
        self.assertEqual(title.get("short"), "Paper Lighthouse")
        json = Client().get("/catalog/titles", {"term": "lighthouse", "output": "json"}).json
        self.assertEqual(json["catalog_titles"]["number_of_results"], "1")
        self.assertEqual(json["catalog_titles"]["catalog_title"]["release_year"], "1998")
        json = Client().get("/catalog/titles", {"term": "lighthouse", "output": "json", "v": "1.5"}).json
        self.assertEqual(json["catalog_titles"]["number_of_results"], 1)

    def test_r02_what_is_created_is_told(self):
        for output in ({}, {"output": "json"}):
            emil = Client(user="emil")
            self.empty(emil)
            self.assertEqual(self.etag(emil), "0")
            answer = emil.post(emil.mine("/queues/instant"), {"title_ref": movie_path(A), **output})

            self.told(answer, 201, None, "Resource created")
            self.assertNotEqual(answer.field("etag"), "0")
            self.assertEqual(answer.field("etag"), self.etag(emil))
            self.assertTrue(answer.headers["Location"].endswith(f"/queues/instant/available/1/{A}"))
            if answer.xml is not None:
                self.assertEqual(len(answer.xml.findall("resources_created/queue_item")), 1)
            else:
                created = answer.json["status"]["resources_created"]["queue_item"]
                self.assertEqual(created["position"], "1")
            self.add(emil, filler(1))
            moved = emil.post(
                emil.mine("/queues/instant"), {"title_ref": movie_path(A), "position": 2, **output}
            )
            self.told(moved, 201, None, "Resource created")
            self.assertEqual(self.queue(emil), [filler(1), A])
        rated = emil.post(emil.mine("/ratings/title/actual"), {"title_ref": movie_path(A), "rating": 4})
        self.told(rated, 201, None, "Resource created")
        path = emil.mine(f"/ratings/title/actual/{A}")
        self.assertEqual(emil.get(path).xml.findtext("user_rating"), "4")
        self.assertEqual(emil.put(path, {"rating": "no_opinion"}).status, 200)

    def test_r02_the_wire_says_success_and_move_successful(self):
        emil = Client("wire", "emil")
        calm = Client(user="emil")
        self.empty(calm, "disc")
        path = emil.mine("/queues/disc")
        ask = lambda **more: self.eventually(
            lambda: emil.post(path, {"title_ref": movie_path(A), **more}), lambda answer: answer.status != 403
        )
        self.told(ask(), 201, None, "success")
        self.told(ask(position=1), 201, None, "Move successful")

    def test_r03_a_set_may_be_added_in_part(self):
        for kind in ("instant", "disc"):
            for output in ({}, {"output": "json"}):
                emil = Client(user="emil")
                self.empty(emil, kind)
                part = f"/catalog/titles/programs/{episode(1)}"
                path = emil.mine(f"/queues/{kind}")
                self.assertEqual(emil.post(path, {"title_ref": part}).status, 201)
                answer = emil.post(path, {"title_ref": SEASON_PATH, **output})

                self.told(answer, 201, 640, "Only some titles in the set were added.")
                self.assertEqual(self.queue(emil, kind), [episode(1), episode(0)])
                if answer.xml is not None:
                    self.assertEqual(len(answer.xml.findall("resources_created/queue_item")), 1)
                    present = answer.xml.find("already_in_queue/link").get("href")
                    failed = answer.xml.find("failed_title_refs/link").get("href")
                else:
                    present = answer.json["status"]["already_in_queue"]["link"]["href"]
                    failed = answer.json["status"]["failed_title_refs"]["link"]["href"]
                self.assertTrue(present.endswith(str(episode(1))), present)
                self.assertTrue(failed.endswith(str(episode(2))), failed)
                self.assertEqual(Client().get(failed.removeprefix(emil.base)).status, 200)

    def test_r04_what_is_known_is_not_sent_again(self):
        emil = Client(user="emil")
        self.empty(emil)
        self.add(emil, A)
        feeds = emil.get(emil.mine("/feeds"))
        feed = feeds.xml.find("link[@title='Titles in instant queue']").get("href")
        ask_feed = lambda headers={}: plain("GET", "table", feed.removeprefix(emil.base), headers=headers)
        paths = [emil.mine("/queues/instant"), movie_path(A), "/catalog/people/500", emil.mine("/feeds")]
        asks = [lambda headers={}, path=path: emil.get(path, headers=headers) for path in paths]
        for ask in [*asks, ask_feed]:
            first = ask()
            self.assertEqual(first.status, 200, first.text)
            for name in ("If-None-Match", "etag"):
                again = ask({name: first.headers["ETag"]})
                self.assertEqual((again.status, again.body), (304, b""))
            self.assertEqual(ask({"If-None-Match": '"other"'}).status, 200)
        before = asks[0]()
        since = {"If-Modified-Since": before.headers["Last-Modified"]}
        self.assertEqual(asks[0](since).status, 304)
        self.assertEqual(asks[0]({"If-Modified-Since": formatdate(0, usegmt=True)}).status, 200)
        self.add(emil, filler(1))
        after = asks[0]({"If-None-Match": before.headers["ETag"]})
        self.assertEqual(after.status, 200)
        self.assertNotEqual(after.etag, before.etag)


if __name__ == "__main__":
    unittest.main()
