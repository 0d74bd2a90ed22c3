"""A client of the original service: it signs with requests-oauthlib, in each of the five ways that clients had."""

import json
import os
import time
import unittest
import xml.etree.ElementTree as ElementTree

import requests
from requests_oauthlib import OAuth1

with open(os.environ["KINORA_TEST_WORLD"]) as told:
    WORLD = json.load(told)

BOAT, OTHER = WORLD["applications"]
USERS = {user["name"]: user for user in WORLD["users"]}
DECLARATION = b'<?xml version="1.0" standalone="yes"?>'
FORM = {"Content-Type": "application/x-www-form-urlencoded"}

# Where the parameters of OAuth are, and where the others are.
PLACEMENTS = {
    "all in the query": ("query", "query"),
    "header and query": ("auth_header", "query"),
    "header and form": ("auth_header", "form"),
    "all in the form": ("body", "form"),
    "query and form": ("query", "form"),
}


def film(number):
    return (7_090_000 + number) * 10 + 1


def episode(number):
    return (7_093_000 + number) * 10 + 4


SERIES = 7_091_000 * 10 + 2
A, B, C, D = (film(number) for number in range(4))


def season(number):
    return (7_092_000 + number) * 10 + 3


def movie_path(number):
    return f"/catalog/titles/movies/{number}"


SEASON_PATH = f"/catalog/titles/series/{SERIES}/seasons/{season(1)}"


def filler(number):
    return film(100 + number)


class Answer:
    """What came back: the document as JSON or XML, whichever it is."""

    def __init__(self, response):
        self.status = response.status_code
        self.headers = response.headers
        self.body = response.content
        self.text = response.text
        kind = response.headers.get("Content-Type", "")
        self.json = response.json() if kind.startswith("application/json") else None
        is_xml = self.body.startswith(DECLARATION)
        self.xml = ElementTree.fromstring(self.body) if is_xml else None

    @property
    def etag(self):
        return self.headers.get("ETag", "").strip('"')

    def field(self, name):
        """A field of the envelope; None where there is none."""
        if self.json is not None:
            value = self.json["status"].get(name)
            return None if value is None else str(value)
        assert self.xml is not None and self.xml.tag == "status", self.text
        return self.xml.findtext(name)


class Client:
    def __init__(self, server="table", user=None, application=BOAT, token=None, secret=None):
        self.base = WORLD[server]
        self.application = application
        self.user = USERS.get(user)
        self.token = token or (self.user or {}).get("token")
        self.secret = secret or (self.user or {}).get("secret")

    def mine(self, path=""):
        return f"/users/{self.user['id']}{path}"

    def call(self, method, path, parameters=None, placement="header and query", headers=None, **other):
        oauth, rest = PLACEMENTS[placement]
        auth = OAuth1(
            self.application["key"],
            client_secret=other.pop("consumer_secret", self.application["secret"]),
            resource_owner_key=self.token,
            resource_owner_secret=self.secret,
            signature_type=oauth,
            callback_uri=other.pop("callback", None),
            verifier=other.pop("verifier", None),
            timestamp=other.pop("timestamp", None),
            nonce=other.pop("nonce", None),
        )
        parameters = dict(parameters or {})
        headers = dict(headers or {})
        body = other.pop("body", None)
        if rest == "form":
            headers |= FORM
        sent = requests.Request(
            method,
            self.base + path,
            params=parameters if rest == "query" else None,
            data=body if body is not None else (parameters if rest == "form" else None),
            headers=headers,
            auth=auth,
        ).prepare()
        change = other.pop("change", None)
        if change:
            change(sent)
        assert not other, other
        return Answer(requests.Session().send(sent, allow_redirects=False))

    def get(self, path, parameters=None, **other):
        return self.call("GET", path, parameters, **other)

    def post(self, path, parameters=None, **other):
        return self.call("POST", path, parameters, **other)

    def put(self, path, parameters=None, **other):
        return self.call("PUT", path, parameters, **other)

    def delete(self, path, parameters=None, **other):
        return self.call("DELETE", path, parameters, **other)


def plain(method, server, path, parameters=None, **other):
    """A request without a signature."""
    other.setdefault("allow_redirects", False)
    place = "data" if method == "POST" else "params"
    return Answer(requests.request(method, WORLD[server] + path, **{place: parameters}, **other))


class Case(unittest.TestCase):
    maxDiff = None

    def empty(self, client, kind="instant"):
        body = '<queue></queue>'
        headers = {"Content-Type": "text/xml"}
        client.put(client.mine(f"/queues/{kind}"), body=body, headers=headers)
        self.assertEqual(self.queue(client, kind), [])

    def add(self, client, number, kind="instant", **parameters):
        parameters["title_ref"] = movie_path(number)
        answer = client.post(client.mine(f"/queues/{kind}"), parameters)
        self.assertEqual(answer.status, 201, answer.text)
        return answer

    def queue(self, client, kind="instant", list=None):
        """The numbers of the titles in a queue, in order; positions have to be dense and no title may be there twice."""
        path = f"/queues/{kind}/{list}" if list else f"/queues/{kind}"
        answer = client.get(client.mine(path), {"max_results": 500})
        self.assertEqual(answer.status, 200, answer.text)
        ids = [item.text for item in answer.xml.findall("queue_item/id")]
        positions = [int(item.text) for item in answer.xml.findall("queue_item/position")]
        self.assertEqual(positions, [*range(1, len(positions) + 1)])
        numbers = [int(id.rsplit("/", 1)[1]) for id in ids]
        self.assertEqual(len(numbers), len({*numbers}))
        return numbers

    def etag(self, client, kind="instant"):
        answer = client.get(client.mine(f"/queues/{kind}"), {"max_results": 1})
        self.assertEqual(answer.etag, answer.xml.findtext("etag"))
        return answer.etag

    def told(self, answer, status, sub_code, message):
        """The envelope says this."""
        self.assertEqual(answer.status, status, answer.text)
        self.assertEqual(answer.field("status_code"), str(status))
        self.assertEqual(answer.field("sub_code"), None if sub_code is None else str(sub_code))
        self.assertEqual(answer.field("message"), message)

    def refused(self, client, row, method, path, parameters=None, **other):
        """A request is refused like this, in XML and in JSON."""
        for output in ({}, {"output": "json"}):
            answer = client.call(method, path, {**(parameters or {}), **output}, **other)
            self.told(answer, *row)
            self.assertEqual(answer.json is not None, bool(output), answer.text)

    def refused_plainly(self, status, message, ask):
        """A request is refused in plain text, whatever form is asked for."""
        for output in ({}, {"output": "json"}):
            answer = ask(output)
            self.assertEqual((answer.status, answer.text), (status, message))

    def eventually(self, ask, is_wanted):
        """Asks until the answer is wanted, for ten seconds at most."""
        end = time.monotonic() + 10
        while time.monotonic() < end:
            answer = ask()
            if is_wanted(answer):
                return answer
        self.fail(f"the last answer was {answer.status} {answer.text}")
