"""The national address service itself, on the loopback: addok, its Redis, and a few addresses."""

import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request

import pytest

from scripts.machine import addok as addok_program
from scripts.machine import redis as redis_program
from tests.peers.smtp import free_port

PATIENCE_S = 20
LOT = {"postcode": "46000", "city": "Cahors", "context": "46, Lot, Occitanie"}
ROWS = (
    {
        "id": "46042", "type": "municipality", "name": "Cahors", "citycode": "46042",
        "lat": 44.45, "lon": 1.44, "importance": 0.6, **LOT,
    },
    {
        "id": "46042_0001", "type": "street", "name": "Rue des Tilleuls", "citycode": "46042",
        "lat": 44.4475, "lon": 1.4409, "importance": 0.4, **LOT,
        "housenumbers": {"12": {"lat": 44.4476, "lon": 1.4411}},
    },
    {
        "id": "46042_0002", "type": "street", "name": "Place de l’Égalité", "citycode": "46042",
        "lat": 44.4501, "lon": 1.4377, "importance": 0.3, **LOT,
    },
)  # fmt: skip


@pytest.fixture(scope="session")
def addok(tmp_path_factory):
    """The address of the search, answering from ROWS; stopped at the end with its Redis."""
    program, redis = addok_program(), redis_program()
    if not (program and redis):
        told = "ADDOK OR REDIS IS MISSING: the address service was not tried (make setup)"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(told)
    folder = tmp_path_factory.mktemp("addok")
    ports = {"redis": free_port(), "addok": free_port()}
    started = [_redis(redis, ports["redis"], folder)]
    try:
        scene = os.environ | {"REDIS_PORT": str(ports["redis"]), "ADDOK_LOG_DIR": str(folder)}
        _load(program, folder, scene)
        serve = [program, "serve", "--host", "127.0.0.1", "--port", str(ports["addok"])]
        started.append(_start(serve, folder, env=scene))
        yield _answering(f"http://127.0.0.1:{ports['addok']}/search/")
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait(10)


def _start(command, folder, **options):
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, **options)


def _redis(program, port, folder):
    kept = ["--save", "", "--appendonly", "no", "--dir", str(folder)]
    process = _start([program, "--port", str(port), "--bind", "127.0.0.1", *kept], folder)
    _until(lambda: socket.create_connection(("127.0.0.1", port), 1).close())
    return process


def _load(program, folder, scene):
    rows = folder / "rows.json"
    rows.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    for arguments in (["batch", rows], ["ngrams"]):
        subprocess.run(
            [program, *arguments], cwd=folder, env=scene, check=True, capture_output=True
        )


def _answering(url):
    _until(lambda: urllib.request.urlopen(f"{url}?q=cahors", timeout=1).close())
    return url


def _until(attempt):
    """Try again until nothing is raised."""
    end = time.monotonic() + PATIENCE_S
    while True:
        try:
            return attempt()
        except (OSError, urllib.error.URLError):
            if time.monotonic() > end:
                raise
            time.sleep(0.05)
