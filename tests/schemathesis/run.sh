#!/usr/bin/env bash
# Schemathesis against a running server, by hand:
#
#     bash tests/schemathesis/run.sh [ADDRESS [KEY [FOLDER]]]
#
# It makes requests of the OpenAPI document, good and bad ones, and holds the answers against it, with all of its checks. What
# the document cannot say is in schemathesis.toml; the ids there are those of `kinora demo`, whose address and key are the
# defaults. Schemathesis is installed in FOLDER, else in a temporary one. EXAMPLES is how many requests are made up for an
# operation; with the 50 that it is by default, a run takes two minutes.
#
# After a change of requirements.txt, write the lock with
# `pip-compile --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --strip-extras requirements.txt \
#     -o requirements.lock`.
set -euo pipefail
sources="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
address="${1:-http://127.0.0.1:8750}"
export KINORA_TEST_KEY="${2:-demo}"

if [ $# -ge 3 ]; then
    mkdir -p "$3"
    folder="$(cd "$3" && pwd)"
else
    folder="$(mktemp -d)"
    trap 'rm -rf "$folder"' EXIT
fi
# What it keeps for itself goes where it runs.
cd "$folder"

if ! cmp -s "$sources/requirements.lock" installed; then
    python3 -m venv --clear venv
    venv/bin/python -m pip install --quiet --require-hashes --only-binary :all: -r "$sources/requirements.lock"
    cp "$sources/requirements.lock" installed
fi
venv/bin/schemathesis --config-file "$sources/schemathesis.toml" run "${address%/}/openapi.json" \
    --checks all --max-examples "${EXAMPLES:-50}" --workers auto --continue-on-failure
