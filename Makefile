# The one list of commands; each line below is a thin call of scripts/.
.DEFAULT_GOAL := help
.PHONY: help setup run test check format lock bench demo-reset coverage

help:  ## Say what each command does
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 22

setup:  ## Install all that running and testing need (interpreter, packages, browser, PostgreSQL)
	@scripts/setup.sh && scripts/system.sh && scripts/peers.sh && scripts/oidc.sh

run:  ## Serve the platform with its demonstration (PORT=8000)
	@exec scripts/run.sh

test:  ## Run the whole suite, on SQLite then on PostgreSQL (ARGS="-k name" to choose)
	@scripts/setup.sh && scripts/system.sh && scripts/peers.sh && scripts/oidc.sh && exec .venv/bin/python scripts/suite.py $(ARGS)

check:  ## Format, lint, types, imports, templates, migrations, settings
	@scripts/setup.sh && exec .venv/bin/python scripts/check.py

format:  ## Put the code in form
	@scripts/setup.sh && .venv/bin/ruff check --fix-only --quiet . && .venv/bin/ruff format . && find passeurs -name "*.html" -exec .venv/bin/djade --target-version 6.1 {} + ; .venv/bin/python scripts/typography.py

lock:  ## Compile requirements/*.in into hashed *.txt
	@scripts/setup.sh && exec scripts/lock.sh

bench:  ## Measure pages at 300 and 3 000 dossiers (var/bench.json)
	@scripts/setup.sh && exec .venv/bin/python -m bench $(ARGS)

coverage:  ## Run the suite on SQLite and say whether it covers what it must
	@scripts/setup.sh && .venv/bin/python scripts/suite.py --coverage && exec .venv/bin/python scripts/covered.py

demo-reset:  ## Forget everything and load the demonstration anew (stop the platform first)
	@scripts/setup.sh && exec .venv/bin/python manage.py prepare --reset
