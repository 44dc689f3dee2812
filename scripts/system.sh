#!/usr/bin/env bash
# What the tests ask of the system: a Chromium, a PostgreSQL, an antivirus, LibreOffice's tables, and what addok needs (peers.sh). Installed where apt-get is allowed.
set -uo pipefail
cd "$(dirname "$0")/.."

missing=()
.venv/bin/python scripts/machine.py chromium >/dev/null || missing+=(chromium)
.venv/bin/python scripts/machine.py postgresql >/dev/null || missing+=(postgresql)
.venv/bin/python scripts/machine.py redis >/dev/null || missing+=(redis-server)
.venv/bin/python scripts/machine.py clamd >/dev/null || missing+=(clamav-daemon)
.venv/bin/python scripts/machine.py libreoffice >/dev/null || missing+=(libreoffice-calc-nogui)
.venv/bin/python scripts/machine.py node >/dev/null || missing+=(nodejs npm)
[ -x .venv/peers/bin/addok ] || command -v g++ >/dev/null || missing+=(g++)
[ ${#missing[@]} -eq 0 ] && exit 0

apt=()
if command -v apt-get >/dev/null; then
  if [ "$(id -u)" -eq 0 ]; then apt=(apt-get)
  elif sudo -n true 2>/dev/null; then apt=(sudo -n apt-get)
  fi
fi
if [ ${#apt[@]} -gt 0 ]; then
  echo "Installation de : ${missing[*]}…"
  export DEBIAN_FRONTEND=noninteractive
  install() { "${apt[@]}" install -y -qq --no-install-recommends "${missing[@]}" >var/system.log 2>&1; }
  mkdir -p var
  install || { "${apt[@]}" update -qq >>var/system.log 2>&1; install; } && exit 0
  tail -n 5 var/system.log >&2
fi
echo "Il manque pour les tests : ${missing[*]} (à installer avec les paquets de votre système)." >&2
[ "${CI:-}" = true ] && exit 1
exit 0
