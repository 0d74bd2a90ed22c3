"""Runs the test suite that tmdbsimple is published with against a server, as an account of its operator would.

The suite is taken as it is. Beside it goes what it asks its user for: a package `tests` with a key, a session and a login.
"""

import json
import os
import sys
import tarfile
import tempfile
import unittest
import urllib.request
from pathlib import Path

ADDRESS = os.environ["KINORA_TEST_ADDRESS"]
KEY = os.environ["KINORA_TEST_KEY"]
# The suite expects one of its lists to be this one's.
NAME = "regina.phalange"
PASSWORD = os.environ["KINORA_TEST_PASSWORD"]


def call(method, path, body=None, **query):
    """One request to the server, with the key."""
    query = "&".join(f"{name}={value}" for name, value in {"api_key": KEY, **query}.items())
    request = urllib.request.Request(
        f"{ADDRESS}/3/{path}?{query}",
        method=method,
        data=json.dumps(body).encode() if body is not None else None,
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def signed_in():
    """A session of the account."""
    token = call("GET", "authentication/token/new")["request_token"]
    login = {"request_token": token, "username": NAME, "password": PASSWORD}
    call("POST", "authentication/token/validate_with_login", login)
    return call("POST", "authentication/session/new", {"request_token": token})["session_id"]


def furnish(session):
    """What the suite expects its user's account to hold."""
    account = call("GET", "account", session_id=session)["id"]
    kept = [
        ("favorite", "movie", 26039),
        ("favorite", "movie", 62211),
        ("favorite", "tv", 1396),
        ("watchlist", "movie", 26039),
        ("watchlist", "movie", 11),
        ("watchlist", "tv", 1396),
    ]
    for mark, kind, title in kept:
        body = {"media_type": kind, "media_id": title, mark: True}
        call("POST", f"account/{account}/{mark}", body, session_id=session)
    body = {"name": "A list of the suite", "description": "", "language": "en"}
    made = call("POST", "list", body, session_id=session)
    assert made["list_id"] == 509, made


def main():
    session = signed_in()
    furnish(session)
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(sys.argv[1]) as archive:
            archive.extractall(folder, filter="data")
        suite = next(Path(folder).iterdir())
        (suite / "tests" / "__init__.py").write_text(
            "import tmdbsimple.base\n"
            "made = tmdbsimple.base.TMDB.__init__\n"
            "def elsewhere(self, *arguments, **named):\n"
            "    made(self, *arguments, **named)\n"
            f"    self.base_uri = {ADDRESS + '/3'!r}\n"
            "tmdbsimple.base.TMDB.__init__ = elsewhere\n"
            f"API_KEY, SESSION_ID = {KEY!r}, {session!r}\n"
            f"USERNAME, PASSWORD = {NAME!r}, {PASSWORD!r}\n"
        )
        sys.path.insert(0, str(suite))
        # Some of its tests load the library anew.
        os.environ["TMDB_API_KEY"] = KEY
        tests = unittest.defaultTestLoader.discover(str(suite / "tests"), top_level_dir=str(suite))
        result = unittest.TextTestRunner(stream=sys.stdout).run(tests)
    sys.exit(0 if result.wasSuccessful() and result.testsRun > 150 else 1)


main()
