#!/usr/bin/env bash
# Install, prepare and serve. Every step says nothing when there is nothing to do.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh
.venv/bin/python manage.py prepare
exec .venv/bin/python scripts/serve.py
