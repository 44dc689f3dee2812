#!/usr/bin/env bash
# Make .venv and install the hashed requirements into it; does nothing when they are there already.
set -euo pipefail
cd "$(dirname "$0")/.."

answers() { "$1" -c 'import sys, venv, ensurepip, ssl, sqlite3; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; }

# A shim may exist and not answer: each candidate is tried, newest first.
find_python() {
  local minor candidate
  for minor in 19 18 17 16 15 14 13 12; do
    for candidate in "python3.$minor" "$HOME"/.pyenv/versions/3."$minor".*/bin/python; do
      if answers "$candidate"; then command -v "$candidate"; return; fi
    done
  done
  if answers python3; then command -v python3; return; fi
  return 1
}

stamp() { cat requirements/uv.txt requirements/dev.txt | sha256sum | cut -d' ' -f1; .venv/bin/python -V; }

if [ -x .venv/bin/python ] && ! .venv/bin/python -c 'pass' 2>/dev/null; then
  echo "L’environnement .venv ne répond plus : il est refait."
  rm -rf .venv
fi
if [ ! -x .venv/bin/python ]; then
  if ! python=$(find_python); then
    cat >&2 <<'EOM'
Il manque Python 3.12 ou plus récent, avec ses modules venv et sqlite3.
  Debian, Ubuntu : apt-get install python3 python3-venv (vérifier que « python3 -V » dit au moins 3.12)
  ailleurs : installer Python depuis son site, ou par pyenv, puis relancer la commande.
EOM
    exit 1
  fi
  echo "Environnement .venv avec $python…"
  "$python" -m venv .venv
fi
if [ "$(cat .venv/.stamp 2>/dev/null)" != "$(stamp)" ]; then
  echo "Installation des paquets…"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
  .venv/bin/uv pip sync --quiet --require-hashes --python .venv/bin/python requirements/uv.txt requirements/dev.txt ||
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
  stamp > .venv/.stamp
fi
