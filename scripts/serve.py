"""Start the web server and the job worker; end both, and all they started, when asked to stop.

PORT= chooses the port and HOST= the address listened on (127.0.0.1 unless told).
"""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PATIENCE = 10  # seconds left to finish what is under way
STARTUP = 30  # seconds within which the server must answer
THREADS = "4"  # a process; as many as a pool of PostgreSQL connections holds
LOOK = 0.2  # seconds between two looks at the children


class Asked(Exception):  # noqa: N818 - a wish, not an error
    """Somebody asked the platform to stop."""


def on_signal(_number, _frame):
    raise Asked


def commands(host: str, port: str) -> list[list[str]]:
    web = [BIN / "granian", "--interface", "wsgi", "--host", host, "--port", port, "--workers", "2"]
    web += ["--blocking-threads", THREADS, "--backpressure", "64", "--no-ws"]
    web += ["--log-level", "warning", "config.wsgi:application"]
    worker = [sys.executable, "manage.py", "ox_worker"]
    return [list(map(str, web)), worker]


def start(command: list[str], environment: dict[str, str]) -> subprocess.Popen:
    """Start a child in a process group of its own, so that Ctrl-C reaches it through us only."""
    return subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)


def signal_group(child: subprocess.Popen, number: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(child.pid, number)


def stop(children: list[subprocess.Popen]) -> None:
    """Ask each child to finish, then end whatever is left of its group."""
    for child in children:
        signal_group(child, signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.wait(timeout=max(0.1, deadline - time.monotonic()))
        signal_group(child, signal.SIGKILL)
        child.wait()


def is_taken(host: str, port: str) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, int(port))) == 0


def wait_for_answer(host: str, port: str, children: list[subprocess.Popen]) -> None:
    deadline = time.monotonic() + STARTUP
    while time.monotonic() < deadline and not any(c.poll() is not None for c in children):
        if is_taken(host, port):
            return
        time.sleep(LOOK)
    sys.exit("Le serveur n’a pas démarré : voir les lignes ci-dessus.")


WELCOME = """
  Passeurs d’images : {url}
  Entrer comme porteur, coordination, comité… : {url}/demonstration/
  Courriels envoyés : {url}/demonstration/courriels/
  Ctrl-C pour arrêter.
"""


def main() -> None:
    host, port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
    url = f"http://{host}:{port}"
    if is_taken(host, port):
        sys.exit(f"Le port {port} est déjà pris : choisissez-en un autre, « make run PORT=8001 ».")
    environment = {
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "PASSEURS_SITE_URL": url,
        "PASSEURS_LOG_LEVEL": "WARNING",  # the address above all; ask for INFO to see each answer
    }
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, on_signal)
    children: list[subprocess.Popen] = []
    try:
        for command in commands(host, port):
            children.append(start(command, environment | os.environ))
        wait_for_answer(host, port, children)
        print(WELCOME.format(url=url), flush=True)
        while all(child.poll() is None for child in children):
            time.sleep(LOOK)
        sys.exit("Un des processus s’est arrêté de lui-même : la plateforme s’arrête.")
    except Asked:
        print("\nArrêt…", flush=True)
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        stop(children)


if __name__ == "__main__":
    main()
