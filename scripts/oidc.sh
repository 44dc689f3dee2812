#!/usr/bin/env bash
# The identity provider that the tests of ProConnect talk to, in var/oidc; needs Node 18 and npm.
set -uo pipefail
cd "$(dirname "$0")/.."

source=tests/peers/oidc_provider
stamp() { sha256sum "$source/package-lock.json" | cut -d' ' -f1; node --version; }
missing() {
  echo "Il manque pour les tests : $1." >&2
  [ "${CI:-}" = true ] && exit 1
  exit 0
}

.venv/bin/python scripts/machine.py node >/dev/null || missing "Node 18 ou plus récent, et npm"
[ "$(cat var/oidc/.stamp 2>/dev/null)" = "$(stamp)" ] && exit 0
mkdir -p var/oidc
echo "Installation du fournisseur d’identité de test…"
cp "$source/package.json" "$source/package-lock.json" "$source/.npmrc" var/oidc/
if (cd var/oidc && npm ci --silent --ignore-scripts >npm.log 2>&1); then
  stamp > var/oidc/.stamp
  exit 0
fi
tail -n 5 var/oidc/npm.log >&2
missing "oidc-provider (npm ci n’a pas abouti)"
