"""Section 8.5 and the first comment: asking for access, giving it, and getting it."""

import html
import re
import sqlite3
from urllib.parse import parse_qs, quote, urlsplit

from client import BOAT, OTHER, USERS, WORLD, Case, Client, plain

LOGIN = "/oauth/login"


class Login(Case):
    def asked(self, application=BOAT, callback=None):
        answer = Client(application=application).get("/oauth/request_token", callback=callback)
        self.assertEqual(answer.status, 200, answer.text)
        return {name: values[0] for name, values in parse_qs(answer.text, strict_parsing=True).items()}

    def query(self, asked, **changed):
        parameters = {
            "oauth_token": asked["oauth_token"],
            "oauth_consumer_key": BOAT["key"],
            "application_name": BOAT["name"],
        }
        return {name: value for name, value in {**parameters, **changed}.items() if value is not None}

    def approve(self, asked, user="emil", **changed):
        fields = {"login": user, "password": WORLD["password"]}
        return plain("POST", "table", LOGIN, self.query(asked, **{**fields, **changed}))

    def exchange(self, asked, **other):
        client = Client(token=asked["oauth_token"], secret=asked["oauth_token_secret"])
        return client.get("/oauth/access_token", **other)

    def test_the_whole_way_with_a_code(self):
        asked = self.asked(callback="oob")
        for name in ("oauth_token", "oauth_token_secret", "application_name", "login_url"):
            self.assertTrue(asked[name], name)
        self.assertEqual(asked["application_name"], "Paper Boat Browser")
        self.assertTrue(asked["login_url"].endswith(f"{LOGIN}?oauth_token={asked['oauth_token']}"))
        page = plain("GET", "table", LOGIN, self.query(asked))
        self.assertEqual(page.status, 200)
        for field in ('name="login"', 'name="password"'):
            self.assertIn(field, page.text)
        self.assertNotIn("unsafe", page.headers["Content-Security-Policy"])
        approved = self.approve(asked)
        self.assertIn("successfully", approved.text)
        self.assertNotIn("failed", approved.text)
        code = re.search('class="code">([^<]+)<', approved.text).group(1)
        given = parse_qs(self.exchange(asked, verifier=code).text)
        self.assertEqual(given["user_id"], [USERS["emil"]["id"]])
        emil = Client(token=given["oauth_token"][0], secret=given["oauth_token_secret"][0])
        self.assertEqual(emil.get("/users/current").status, 200)

    def test_the_way_back_keeps_the_query_of_the_application(self):
        asked = self.asked(callback="http://boat.test/done?x=1")
        answer = self.approve(asked)
        self.assertEqual(answer.status, 303)
        query = parse_qs(urlsplit(answer.headers["Location"]).query)
        self.assertEqual((query["x"], query["oauth_token"]), (["1"], [asked["oauth_token"]]))
        self.assertEqual(self.exchange(asked, verifier=query["oauth_verifier"][0]).status, 200)
        # An application of version 1.0 names it here, and gets no verifier.
        asked = self.asked()
        answer = self.approve(asked, oauth_callback="boat://done")
        self.assertEqual(answer.headers["Location"], f"boat://done?oauth_token={asked['oauth_token']}")
        self.assertEqual(self.exchange(asked).status, 200)
        asked = self.asked()
        answer = self.approve(asked, oauth_callback="javascript:alert(1)")
        self.assertEqual((answer.status, answer.headers.get("Location")), (200, None))

    def test_json_is_one_flat_object(self):
        answer = Client().get("/oauth/request_token", {"output": "json", "v": "2.0"})
        self.assertEqual(answer.json["application_name"], "Paper Boat Browser")

    def test_a_program_signs_in_without_a_page(self):
        asked = self.asked()
        query = self.query(asked, name="emil", password=WORLD["password"], accept_tos="true")
        answer = plain("POST", "table", LOGIN, {**query, "output": "pox", "oauth_callback": ""})
        self.told(answer, 200, None, "Application successfully authorized")
        self.assertEqual(self.exchange(asked).status, 200)

    def people(self, asked, status, message, **changed):
        """A page for people, an envelope for programs."""
        page = self.approve(asked, **changed)
        self.assertEqual(page.status, status)
        self.assertIn(message, html.unescape(page.text))
        self.assertIn("failed", page.text)
        for output in ("pox", "json"):
            self.told(self.approve(asked, output=output, **changed), status, None, message)

    def test_r24_authorization_fails(self):
        asked = self.asked()
        self.people(asked, 401, "Authorization failed", password="wrong")
        self.people(asked, 401, "Authorization failed", login="nobody")
        self.refused_plainly(401, "Expired or bad request token", lambda output: self.exchange(asked))
        page = self.approve(asked, action="refuse", login=None, password=None)
        self.assertEqual(page.status, 401)
        self.assertIn("failed", page.text)
        self.assertEqual(self.approve(asked).text, "Expired or bad request token")

    def test_r25_the_terms_must_be_accepted(self):
        database = sqlite3.connect(WORLD["database"])
        with database:
            forget = "update subscriber set terms_accepted_at = null where account_id = ?"
            database.execute(forget, [USERS["emil"]["account"]])
        database.close()
        asked = self.asked()
        self.people(asked, 401, "User must accept terms of use.")
        self.people(asked, 401, "User must accept terms of use.", accept_tos="no")
        self.assertIn("successfully", self.approve(asked, accept_tos="true").text)
        self.assertIn("successfully", self.approve(self.asked()).text)

    def test_r26_a_request_token_is_bad(self):
        message = "Expired or bad request token"
        unknown = {**self.asked(), "oauth_token": "nosuch"}
        self.refused_plainly(401, message, lambda output: plain("GET", "table", LOGIN, self.query(unknown, **output)))
        self.refused_plainly(401, message, lambda output: self.exchange(unknown))
        early = self.asked()
        self.refused_plainly(401, message, lambda output: self.exchange(early))
        used = self.asked()
        self.approve(used)
        self.assertEqual(self.exchange(used).status, 200)
        self.refused_plainly(401, message, lambda output: self.exchange(used))
        old = self.asked()
        database = sqlite3.connect(WORLD["database"])
        with database:
            expire = "update queue_request_token set expires_at = 1 where token = ?"
            database.execute(expire, [old["oauth_token"]])
        database.close()
        self.refused_plainly(401, message, lambda output: plain("GET", "table", LOGIN, self.query(old)))
        self.refused_plainly(401, message, lambda output: self.exchange(old))

    def test_r27_the_consumer_key_is_missing(self):
        message = "Missing Required Consumer Key"
        asked = self.asked()
        for path in ("/oauth/request_token", "/oauth/access_token", "/oauth/clock/time", LOGIN):
            query = {"oauth_token": asked["oauth_token"], "application_name": BOAT["name"]}
            self.refused_plainly(401, message, lambda output: plain("GET", "table", path, {**query, **output}))
        answer = plain("GET", "table", "/catalog/titles/autocomplete", {"term": "paper"})
        self.told(answer, 401, None, message)
        answer = plain("GET", "table", "/catalog/titles/autocomplete", {"term": "paper", "oauth_consumer_key": "x"})
        self.told(answer, 401, None, "Invalid Consumer Key")
        answer = plain(
            "GET", "table", "/catalog/titles/autocomplete", {"term": "pap", "oauth_consumer_key": BOAT["key"]}
        )
        self.assertEqual(answer.xml.find("autocomplete_item/title").get("short"), "Paper Lighthouse")

    def test_r28_the_application_has_no_name(self):
        self.people(self.asked(), 401, "Application name undefined", application_name=None)

    def test_r29_the_token_or_its_verifier_is_not_there(self):
        message = "Unable to find or verify access token credentials"
        self.refused_plainly(401, message, lambda output: Client().get("/oauth/access_token", output))
        asked = self.asked(callback="oob")
        self.approve(asked)
        self.refused_plainly(401, message, lambda output: self.exchange(asked, verifier="wrong"))
        self.refused_plainly(401, message, lambda output: self.exchange(asked))

    def test_r30_the_application_has_another_name(self):
        asked = self.asked()
        for name in (quote(BOAT["name"]), "Other"):
            self.people(asked, 401, "Application name mismatch", application_name=name)
        answer = Client().get("/oauth/request_token", {"application_name": quote(BOAT["name"])})
        self.assertEqual((answer.status, answer.text), (401, "Application name mismatch"))

    def test_r31_the_key_is_another_applications(self):
        message = "Consumer key mismatch"
        asked = self.asked(OTHER)
        self.refused_plainly(401, message, lambda output: self.exchange(asked))
        self.refused_plainly(401, message, lambda output: plain("GET", "table", LOGIN, self.query(asked)))

    def test_c1_other_methods_are_refused_and_the_request_of_the_comment_is_not(self):
        for method in ("DELETE", "PUT"):
            answer = plain(method, "table", LOGIN)
            self.told(answer, 405, None, "Method not allowed")
            self.assertEqual(answer.headers["Allow"], "GET, POST")
        answer = Client(user="emil").delete("/catalog/titles")
        self.told(answer, 405, None, "Method not allowed")
        # The callback came with a query of its own that was not encoded, and everything was signed.
        asked = self.asked()
        signed = Client(token=asked["oauth_token"], secret=asked["oauth_token_secret"])
        query = self.query(asked, oauth_callback="http://boat.test/done?step=2", request_token_secret="x")
        for name in ("oauth_token", "oauth_consumer_key"):
            query.pop(name)
        page = signed.get(LOGIN, {**query, "user": "emil"}, placement="all in the query")
        self.assertEqual(page.status, 200, page.text)
