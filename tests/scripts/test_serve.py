"""The platform starts with one command, and nothing of it stays once it is asked to stop."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psutil
import pytest

from tests.peers.smtp import free_port

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds, on a machine busy with the rest of the suite


@pytest.fixture
def scene(tmp_path):
    port = str(free_port())
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PASSEURS_D")}
    scene = kept | {"PORT": port, "PASSEURS_DATA": str(tmp_path)}
    scene["DJANGO_SETTINGS_MODULE"] = "config.settings.dev"
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(migrate, cwd=ROOT, env=scene, check=True)
    return scene


def serve(scene):
    return subprocess.Popen(
        [sys.executable, "scripts/serve.py"], cwd=ROOT, env=scene,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def wait_until_healthy(port):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            with urlopen(f"http://127.0.0.1:{port}/sante/", timeout=5) as answer:
                return answer.status
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    return None


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_nothing_is_left_once_asked_to_stop(scene, asked):
    platform = serve(scene)
    try:
        assert wait_until_healthy(scene["PORT"]) == 200
        family = psutil.Process(platform.pid).children(recursive=True)
        commands = " ".join(" ".join(process.cmdline()) for process in family)
        assert "granian" in commands
        assert "ox_worker" in commands
        platform.send_signal(asked)
        said, _nothing = platform.communicate(timeout=PATIENCE)
    finally:
        platform.kill()
        platform.wait()
    assert platform.returncode == 0
    assert f"http://127.0.0.1:{scene['PORT']}" in said
    assert [process for process in family if process.is_running()] == []


def test_a_port_already_taken_is_said(scene, tmp_path):
    import socket

    with socket.socket() as holder:
        holder.bind(("127.0.0.1", int(scene["PORT"])))
        holder.listen()
        refused = serve(scene)
        said, _nothing = refused.communicate(timeout=PATIENCE)
    assert refused.returncode == 1
    assert "est déjà pris" in said
