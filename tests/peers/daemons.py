"""Programs of others, kept on the loopback for as long as the tests run and no longer."""

import ctypes
import os
import signal
import subprocess
import time
from contextlib import contextmanager

import pytest

PATIENCE_S = 30
PR_SET_PDEATHSIG = 1


def missing(told):
    """An error in CI, a loud skip elsewhere."""
    (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(told)


@contextmanager
def running(command, folder):
    """Start a program, end it by its number; it also ends with a test process that is killed."""
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=folder,
            stdout=log,
            stderr=log,
            env=os.environ | {"HOME": str(folder)},
            preexec_fn=_leash,  # noqa: PLW1509 - one call to the system, no lock
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


def _leash():
    """Linux: end with the parent, however it ends; SeaweedFS does not always heed SIGTERM."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def until(answers, process):
    """Wait until `answers()` is true; a program that stopped is not waited for."""
    end = time.monotonic() + PATIENCE_S
    while not answers():
        assert process.poll() is None, "the program stopped at once: see its log"
        assert time.monotonic() < end, "the program does not answer"
        time.sleep(0.05)
