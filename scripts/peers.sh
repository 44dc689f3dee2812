#!/usr/bin/env bash
# The programs of the State that the tests talk to, in an environment of their own: .venv/peers.
# They are compiled, so that where it cannot be done the platform itself still installs.
set -uo pipefail
cd "$(dirname "$0")/.."

stamp() { sha256sum requirements/peers.txt | cut -d' ' -f1; .venv/bin/python -V; }
[ "$(cat .venv/peers/.stamp 2>/dev/null)" = "$(stamp)" ] && exit 0

mkdir -p var
echo "Installation des services de test…"
if .venv/bin/python -m venv --clear --without-pip .venv/peers >var/peers.log 2>&1 &&
  .venv/bin/uv pip sync --quiet --require-hashes --python .venv/peers/bin/python requirements/peers.txt >>var/peers.log 2>&1
then
  stamp > .venv/peers/.stamp
  exit 0
fi
tail -n 5 var/peers.log >&2
echo "Il manque pour les tests : addok (un compilateur C++ et les en-têtes de Python le permettent)." >&2
[ "${CI:-}" = true ] && exit 1
exit 0
