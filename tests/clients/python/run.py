"""Lets Python libraries read everything that the demo catalogue has.

The server is at KINORA_TEST_ADDRESS, such as http://127.0.0.1:8750, and takes the key KINORA_TEST_KEY. Prints a line for
each case that fails; the exit status tells whether any did.
"""

import os
import sys

import with_themoviedb
import with_tmdbsimple
import with_tmdbv3api

address, key = os.environ["KINORA_TEST_ADDRESS"].rstrip("/"), os.environ["KINORA_TEST_KEY"]
libraries = [
    with_tmdbsimple.library(address, key),
    with_themoviedb.library(address, key),
    with_themoviedb.asynchronous_library(address, key),
    with_tmdbv3api.library(address, key),
]
total, failures = 0, []
for library in libraries:
    passed, lines = library.examine()
    print(f"{library.name}: {passed} passed, {len(lines)} failed")
    total, failures = total + passed, failures + lines
print(*failures, f"{total} passed, {len(failures)} failed", sep="\n")
sys.exit(bool(failures))
