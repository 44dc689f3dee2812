#!/usr/bin/env bash
# Compile requirements/*.in into hashed *.txt, without the address of any index. UPGRADE=1 takes newer releases.
set -euo pipefail
cd "$(dirname "$0")/.."
options=(--universal --python-version 3.12 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --quiet)
[ "${UPGRADE:-}" = 1 ] && options+=(--upgrade)
for name in uv base dev peers; do
  .venv/bin/uv pip compile "${options[@]}" "requirements/$name.in" -o "requirements/$name.txt"
done
