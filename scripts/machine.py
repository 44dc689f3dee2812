"""What this machine offers the tests: a browser, a database server, an address service, an
antivirus, an S3 server, an office suite.

`python scripts/machine.py chromium|postgresql|redis|addok|clamd|seaweedfs|libreoffice` prints what
was found and exits 1 where nothing was.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg

SERVER = "postgresql://postgres@127.0.0.1:5432/postgres"
OLDEST_NODE = 18
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


def redis() -> str | None:
    """Return the path of redis-server, which addok keeps its index in."""
    return shutil.which("redis-server")


def addok() -> Path | None:
    """Return the program of the national address service, installed by scripts/peers.sh."""
    found = Path(__file__).resolve().parents[1] / ".venv" / "peers" / "bin" / "addok"
    return found if found.exists() else None


def clamd() -> str | None:
    """Return the path of ClamAV's daemon; Debian keeps it out of an ordinary user's PATH."""
    return shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin:/usr/local/sbin")


def seaweedfs() -> Path | None:
    """Return the S3 server that the development requirements install."""
    found = Path(sys.executable).parent / "weed"
    return found if found.exists() else None


def libreoffice() -> str | None:
    """Return the path of LibreOffice, which opens our tables as their readers do."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def node() -> str | None:
    """Return the path of a Node recent enough for the identity provider, npm being beside it."""
    found = shutil.which("node")
    if not (found and shutil.which("npm")):
        return None
    said = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout
    major = said.strip().lstrip("v").partition(".")[0]
    return found if major.isdecimal() and int(major) >= OLDEST_NODE else None


def oidc_modules() -> Path | None:
    """Return the folder where scripts/oidc.sh has installed the identity provider."""
    folder = Path(__file__).resolve().parents[1] / "var" / "oidc"
    return folder if (folder / "node_modules" / "oidc-provider").is_dir() else None


def main() -> None:
    what = {
        "chromium": chromium,
        "postgresql": lambda: answering_server() or server_programs(),
        "redis": redis,
        "addok": addok,
        "node": node,
        "clamd": clamd,
        "seaweedfs": seaweedfs,
        "libreoffice": libreoffice,
    }
    found = what[sys.argv[1]]()
    if not found:
        sys.exit(1)
    print(found)


if __name__ == "__main__":
    main()
