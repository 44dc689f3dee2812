"""ClamAV's own daemon, on a socket of ours, with one signature: that of EICAR's test file.

The hostile ones (`silent`, `cut`, `garbage`, `endless`) are a few lines of socket.
"""

import getpass
import socket
import threading
from contextlib import contextmanager

import pytest

from passeurs.documents import clamav
from scripts.machine import clamd as clamd_program
from tests.peers.daemons import missing, running, until

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
NAME = "Eicar-Test-Signature"


@pytest.fixture(scope="session")
def clamd(tmp_path_factory):
    """Where it listens, as `settings.CLAMAV` holds it."""
    program = clamd_program()
    if program is None:
        missing("CLAMD IS MISSING: the antivirus was not tried (make setup)")
    folder = tmp_path_factory.mktemp("clamd")
    (folder / "db").mkdir()
    (folder / "db" / "eicar.ndb").write_text(f"{NAME}:0:*:{EICAR.hex()}\n")
    place = folder / "socket"
    lines = {
        "DatabaseDirectory": folder / "db",
        "LocalSocket": place,
        "TemporaryDirectory": folder,
        "User": getpass.getuser(),
        "Foreground": "yes",
        "StreamMaxLength": "250M",
        "MaxFileSize": "250M",
        "MaxScanSize": "400M",
        "MaxThreads": 2,
    }
    settings = folder / "clamd.conf"
    settings.write_text("".join(f"{name} {value}\n" for name, value in lines.items()))
    with running([program, "-c", settings], folder) as process:
        until(lambda: clamav.is_there(str(place)), process)
        yield str(place)


@pytest.fixture
def scanner(clamd, settings):
    """The platform scans with it; `scanner.stop()` and `scanner.start()` close and open the road."""

    class Road:
        def stop(self):
            settings.CLAMAV = f"{clamd}.nobody"

        def start(self):
            settings.CLAMAV = clamd

    road = Road()
    road.start()
    return road


@contextmanager
def hostile(answer, *, reads=True):
    """A peer that is no scanner: `answer(line)` does what it wants of each connection."""
    server = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def serve():
        while not ended.is_set():
            try:
                line, _ = server.accept()
            except OSError:
                return
            with line:
                line.settimeout(5)
                if reads:
                    line.recv(65536)
                answer(line, ended)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield server.getsockname()
    finally:
        ended.set()
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join(5)
