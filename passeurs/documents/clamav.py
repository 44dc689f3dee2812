"""Showing bytes to clamd, by its INSTREAM command (clamd(8)), within bounds of time."""

import socket
import struct
import time
from collections.abc import Iterable

Address = str | tuple[str, int]
"""A Unix socket's path, or a host and its port: what `PASSEURS_CLAMAV` reads as."""

CONNECT_SECONDS = 5
WHOLE_SECONDS = 120
PING_SECONDS = 2
CHUNK = 64 * 1024
LONGEST_ANSWER = 4096
CLEAN, FOUND = "OK", " FOUND"


class ScannerAwayError(Exception):
    """The scanner did not answer, or not as a scanner does: the file is to be shown again."""


def scan(content: Iterable[bytes], address: Address) -> str:
    """The name of what was found, empty for a sound file. Raises ScannerAwayError."""
    heard = _talk(address, b"zINSTREAM\0", _framed(content), seconds=WHOLE_SECONDS)
    answer = heard.removeprefix("stream: ")
    if answer == CLEAN:
        return ""
    if answer.endswith(FOUND):
        return answer.removesuffix(FOUND)
    raise ScannerAwayError(f"answered {answer[:80]!r}")


def is_there(address: Address) -> bool:
    """Whether a scanner answers."""
    try:
        return _talk(address, b"zPING\0", (), seconds=PING_SECONDS) == "PONG"
    except ScannerAwayError:
        return False


def _framed(content: Iterable[bytes]) -> Iterable[bytes]:
    for piece in content:
        for start in range(0, len(piece), CHUNK):
            part = piece[start : start + CHUNK]
            yield struct.pack(">I", len(part)) + part
    yield struct.pack(">I", 0)


def _talk(address: Address, command: bytes, parts: Iterable[bytes], *, seconds: float) -> str:
    ends_at = time.monotonic() + seconds
    try:
        with _connect(address) as line:
            try:
                line.sendall(command)
                for part in parts:
                    line.settimeout(_left(ends_at))
                    line.sendall(part)
            except (BrokenPipeError, ConnectionResetError):
                pass  # clamd hangs up on what it refuses, once it has said why
            return _answer(line, ends_at)
    except OSError as error:
        raise ScannerAwayError(type(error).__name__) from error


def _connect(address: Address) -> socket.socket:
    if not isinstance(address, str):
        return socket.create_connection(address, timeout=CONNECT_SECONDS)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(CONNECT_SECONDS)
    try:
        line.connect(address)
    except OSError:
        line.close()
        raise
    return line


def _answer(line: socket.socket, ends_at: float) -> str:
    """One sentence ended by a null sign; a slow or endless one is no answer."""
    heard = b""
    while b"\0" not in heard:
        if len(heard) > LONGEST_ANSWER:
            raise ScannerAwayError("answered without end")
        line.settimeout(_left(ends_at))
        part = line.recv(LONGEST_ANSWER)
        if not part:
            raise ScannerAwayError("hung up")
        heard += part
    return heard.partition(b"\0")[0].decode("ascii", "replace").strip()


def _left(ends_at: float) -> float:
    left = ends_at - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
