"""What this machine offers the tests: a browser, a database server.

`python scripts/machine.py chromium|postgresql` prints what was found and exits 1 where nothing was.
"""

import os
import shutil
import sys
from pathlib import Path

import psycopg

SERVER = "postgresql://postgres@127.0.0.1:5432/postgres"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str | None:
    """Return the path of a Chromium: PASSEURS_CHROMIUM, else the first found on PATH."""
    named = os.environ.get("PASSEURS_CHROMIUM")
    return named or next(filter(None, map(shutil.which, BROWSERS)), None)


def answering_server() -> str | None:
    """Return the address of a PostgreSQL that answers and lets one create databases."""
    address = os.environ.get("PASSEURS_TEST_DATABASE", SERVER)
    try:
        with psycopg.connect(address, connect_timeout=3) as connection:
            row = connection.execute(
                "SELECT rolcreatedb FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.Error:
        return None
    return address if row and row[0] else None


def server_programs() -> Path | None:
    """Return the folder of pg_ctl and initdb, newest version first."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name), reverse=True
    )
    on_path = shutil.which("pg_ctl")
    if on_path:
        found.append(Path(on_path).resolve().parent)
    return next((folder for folder in found if (folder / "initdb").exists()), None)


def main() -> None:
    what = {"chromium": chromium, "postgresql": lambda: answering_server() or server_programs()}
    found = what[sys.argv[1]]()
    if not found:
        sys.exit(1)
    print(found)


if __name__ == "__main__":
    main()
