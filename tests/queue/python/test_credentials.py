"""Sections 8.3 and 8.4: who may ask, and for whose feeds."""

import re
import time

from client import A, BOAT, OTHER, PLACEMENTS, USERS, WORLD, Case, Client, filler, movie_path, plain


class Credentials(Case):
    def test_every_placement_of_parameters_is_taken(self):
        emil = Client(user="emil")
        for placement in PLACEMENTS:
            with self.subTest(placement=placement):
                self.empty(emil)
                if not placement.endswith("form"):
                    found = emil.get("/catalog/titles", {"term": "paper lighthouse!"}, placement=placement)
                    self.assertEqual(found.status, 200, found.text)
                parameters = {"title_ref": movie_path(A), "position": 1, "expand": "bonus materials"}
                added = emil.post(emil.mine("/queues/instant"), parameters, placement=placement)
                self.assertEqual(added.status, 201, added.text)
                path = emil.mine(f"/queues/instant/available/1/{A}")
                # A method in a parameter takes the place of the one that is sent.
                left = emil.call("POST", path, {"method": "delete"}, placement=placement)
                self.told(left, 200, None, "Title deleted from queue")

    def test_a_method_in_a_parameter_takes_the_place_of_any_other(self):
        emil = Client(user="emil")
        self.empty(emil)
        self.add(emil, A)
        path = emil.mine(f"/queues/instant/available/{A}")
        self.assertEqual(emil.get(path, {"method": "GET"}).status, 200)
        self.assertEqual(emil.get(path, {"method": "DELETE"}).status, 200)
        self.assertEqual(self.queue(emil), [])
        self.assertEqual(emil.delete(path).status, 404)

    def test_r14_an_access_token_is_invalid(self):
        row = (401, None, "Access token is invalid")
        path = f"/users/{USERS['emil']['id']}/queues/instant"
        asked = Client().post("/oauth/request_token")
        asked = dict(pair.split("=") for pair in asked.text.split("&"))
        request_token = (asked["oauth_token"], asked["oauth_token_secret"])
        for token, secret in (("T1nosuch", USERS["emil"]["secret"]), request_token, (None, None)):
            self.refused(Client(token=token, secret=secret), row, "GET", path)
        wire = Client("wire", token="T1nosuch", secret="x")
        ask = lambda client: self.eventually(lambda: client.get(path), lambda answer: answer.status != 403)
        self.told(ask(wire), 401, None, "Invalid Or Expired Token")
        self.told(ask(Client("wire")), 400, None, "Missing Required Access Token")

    def test_r16_a_user_is_invalid(self):
        emil = Client(user="emil")
        self.refused(emil, (401, None, "User ID is invalid"), "GET", "/users/T1nobody-")
        wire = Client("wire", "emil")
        answer = self.eventually(lambda: wire.get("/users/T1nobody-"), lambda answer: answer.status != 403)
        self.told(answer, 400, None, "Bad User")

    def test_r17_a_user_is_another_one(self):
        emil = Client(user="emil")
        row = (401, None, "User ID access token mismatch")
        for name in (USERS["anna"]["id"], USERS["anna"]["token"]):
            for path in ("", "/queues/instant", "/ratings/title"):
                self.refused(emil, row, "GET", f"/users/{name}{path}")
            answer = emil.get(f"/users/{name}")
            self.assertNotIn("anna", answer.text)
        # The own token is as good as the own id.
        own = emil.get(f"/users/{USERS['emil']['token']}")
        self.assertEqual(own.xml.findtext("nickname"), "emil")
        current = emil.get("/users/current")
        self.assertTrue(current.xml.find("link").get("href").endswith(USERS["emil"]["id"]))

    def test_r18_a_signature_is_invalid(self):
        emil = Client(user="emil")
        row = (401, None, "Invalid signature")

        def flipped(sent):
            header = sent.headers["Authorization"]
            header = header.decode() if isinstance(header, bytes) else header
            place = header.index('oauth_signature="') + len('oauth_signature="')
            other = "B" if header[place] == "A" else "A"
            sent.headers["Authorization"] = header[:place] + other + header[place + 1 :]

        def another_term(sent):
            sent.url = sent.url.replace("lighthouse", "moon")

        def another_form(sent):
            body = sent.body.decode() if isinstance(sent.body, bytes) else sent.body
            sent.body = re.sub("title_ref=[^&]*", "title_ref=x", body)
            sent.headers["Content-Length"] = str(len(sent.body))

        self.refused(emil, row, "GET", emil.mine(), change=flipped)
        self.refused(emil, row, "GET", emil.mine(), consumer_secret="wrong")
        self.refused(Client(), row, "GET", "/catalog/titles", {"term": "lighthouse"}, change=another_term)
        before = self.queue(emil)
        form = {"title_ref": movie_path(A)}
        path = emil.mine("/queues/instant")
        self.refused(emil, row, "POST", path, form, placement="header and form", change=another_form)

        def unsigned_form(sent):
            sent.body = "position=1"
            sent.headers["Content-Type"] = "application/x-www-form-urlencoded"
            sent.headers["Content-Length"] = str(len(sent.body))

        self.refused(emil, row, "POST", path, form, change=unsigned_form)
        self.assertEqual(self.queue(emil), before)
        ask = lambda output: Client().get("/oauth/request_token", output, consumer_secret="wrong")
        self.refused_plainly(401, "Invalid signature", ask)

    def test_a_request_has_a_time_and_a_method_of_signing(self):
        emil = Client(user="emil")
        row = (401, None, "Timestamp Is Invalid")
        for time_of_request in ("1300000000", "soon"):
            self.refused(emil, row, "GET", emil.mine(), timestamp=time_of_request)
        parameters = {"oauth_consumer_key": BOAT["key"], "oauth_signature_method": "PLAINTEXT"}
        answer = plain("GET", "table", "/catalog/titles", parameters)
        self.told(answer, 400, None, "Unsupported Signature Method")
        answer = plain("GET", "table", "/oauth/clock/time", parameters)
        self.assertLess(abs(int(answer.xml.text) - time.time()), 60)

    def test_a_nonce_is_refused_the_second_time_where_that_is_wanted(self):
        wire, now = Client("wire", "emil"), str(int(time.time()))
        ask = lambda: self.eventually(
            lambda: wire.get(wire.mine(), nonce="once", timestamp=now), lambda answer: answer.status != 403
        )
        self.assertEqual(ask().status, 200)
        self.told(ask(), 401, None, "Invalid NONCE")
        calm = Client(user="emil")
        for _ in range(2):
            self.assertEqual(calm.get(calm.mine(), nonce="once", timestamp=now).status, 200)

    def feed(self, client, title):
        feeds = client.get(client.mine("/feeds"))
        self.assertEqual(feeds.status, 200, feeds.text)
        return feeds.xml.find(f"link[@title='{title}']").get("href").removeprefix(client.base)

    def test_r19_a_feed_token_is_bad(self):
        emil = Client(user="emil")
        feed = self.feed(emil, "Titles in instant queue")
        key = f"oauth_consumer_key={BOAT['key']}"
        for query in (f"{key}&feed_token=%25%25", f"{key}&feed_token=", f"{key}&output=atom"):
            for output in ("", "&output=json"):
                if output and "output" in query:
                    continue
                answer = plain("GET", "table", f"{feed.split('?')[0]}?{query}{output}")
                self.told(answer, 401, None, "Bad feed token")

    def feed_refused(self, row, feed):
        for output in ("", "&output=json"):
            self.told(plain("GET", "table", feed.replace("&output=atom", "") + output), *row)

    def test_r20_a_feed_is_of_nobody(self):
        emil = Client(user="emil")
        feed = self.feed(emil, "Titles in instant queue").replace(USERS["emil"]["id"], "T1nobody-")
        self.feed_refused((401, None, "User not found"), feed)

    def test_r21_a_feed_token_is_of_another_user(self):
        emil = Client(user="emil")
        feed = self.feed(emil, "Titles in instant queue").replace(USERS["emil"]["id"], USERS["anna"]["id"])
        self.feed_refused((401, None, "Mismatch between user token and feed token"), feed)

    def test_r22_a_feed_token_is_of_another_feed(self):
        emil = Client(user="emil")
        feed = self.feed(emil, "Titles in disc queue").replace("/queues/disc", "/ratings/title")
        self.feed_refused((401, None, "Token resource mismatch"), feed)

    def test_r23_a_feed_token_is_not_valid_any_more(self):
        ben = Client(user="ben")
        feed = self.feed(ben, "Titles in disc queue")
        row = (403, None, "Invalid feed token")
        self.feed_refused(row, feed.replace(BOAT["key"], OTHER["key"]))
        self.feed_refused(row, re.sub("feed_token=[^&]*", "feed_token=T1nosuch", feed))
        self.assertEqual(plain("GET", "table", feed).status, 200)

    def test_r15_and_r23_what_was_taken_back_is_refused(self):
        cleo = Client(user="cleo")
        # A token of another application is no token of this one.
        stranger = Client(user="cleo", application=OTHER)
        row = (401, None, "Access token validation failed")
        self.refused(stranger, row, "GET", cleo.mine())
        dora = Client(user="dora")
        feed = self.feed(dora, "Titles in disc queue")
        self.assertEqual(plain("GET", "table", feed).status, 200)
        fields = {"login": "dora", "password": WORLD["password"], "application": BOAT["name"]}
        page = plain("POST", "table", "/oauth/applications", fields)
        self.assertEqual(page.status, 200, page.text)
        self.assertIn("has no access any more", page.text)
        self.refused(dora, row, "GET", dora.mine())
        self.feed_refused((403, None, "Invalid feed token"), feed)

    def test_feeds_are_read_without_a_signature_in_any_form(self):
        emil = Client(user="emil")
        self.empty(emil)
        self.add(emil, A)
        self.add(emil, filler(2))
        feed = self.feed(emil, "Titles recently added to instant queue")
        atom = plain("GET", "table", feed)
        self.assertTrue(atom.headers["Content-Type"].startswith("application/atom+xml"))
        name = "{http://www.w3.org/2005/Atom}"
        titles = [title.text for title in atom.xml.findall(f"{name}entry/{name}title")]
        self.assertEqual(sorted(titles), ["Filler 2", "Paper Lighthouse"])
        xml = plain("GET", "table", feed.replace("&output=atom", "") + "&max_results=1&expand=synopsis")
        self.assertEqual(xml.xml.findtext("results_per_page"), "1")
        self.assertIn("& more", xml.xml.findtext("queue_item/link/synopsis"))
        json = plain("GET", "table", feed.replace("output=atom", "output=json"))
        self.assertEqual(len(json.json["queue"]["queue_item"]), 2)
        links = emil.get(emil.mine("/feeds")).xml.findall("link")
        self.assertEqual(len(links), 12)
        for link in links:
            answer = plain("GET", "table", link.get("href").removeprefix(emil.base))
            self.assertEqual(answer.status, 200, link.get("href"))
