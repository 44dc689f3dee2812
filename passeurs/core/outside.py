"""Asking a service outside the platform, which may be slow, wrong or away.

A page never waits long for it and never falls with it: `get_json` answers None, and the page says
what to do without. Nothing of what was asked is written to the logs.
"""

import hashlib
import json
import logging
import threading
import time
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from urllib.parse import urlencode

import urllib3
from django.core.cache import cache

CONNECT_S, READ_S, WHOLE_S = 1.0, 2.0, 3.0
MOST_BYTES = 1024 * 1024
KEPT_S = 24 * 3600
FAILURES, QUIET_S = 3, 60
"""After so many failures in a row, nobody asks for a minute."""

CHUNK = 64 * 1024
AGENT = "Passeurs (plateforme du dispositif Passeurs d'images)"
OK = 200

logger = logging.getLogger(__name__)
_pool = urllib3.PoolManager(num_pools=4, maxsize=4, retries=False)


class Unreachable(Exception):  # noqa: N818 - named after what is told
    """The service did not give a usable answer; the message is for the logs, not for people."""


@dataclass(frozen=True)
class Service:
    """A service by the word the logs give it, and its address; without one it is switched off."""

    name: str
    address: str

    @property
    def is_quiet(self):
        """Whether it failed so much that it is left alone for now."""
        return bool(cache.get(f"outside:{self.name}:quiet"))


def get_json(service, **query):
    """The JSON that the service answers, or None whatever goes wrong; answers are kept a day.

    The whole takes three seconds at most, name resolution included.
    """
    if not service.address:
        return None
    url = f"{service.address}{'&' if '?' in service.address else '?'}{urlencode(query)}"
    key = f"outside:{service.name}:{hashlib.sha256(url.encode()).hexdigest()}"
    if (kept := cache.get(key)) is not None:
        return kept
    if service.is_quiet:
        return None
    try:
        found = _within(WHOLE_S, _fetch, url)
    except Unreachable as problem:
        _note_failure(service, problem)
        return None
    cache.delete(f"outside:{service.name}:failures")
    cache.set(key, found, KEPT_S)
    return found


def _note_failure(service, problem):
    logger.warning("%s does not answer: %s", service.name, problem)
    key = f"outside:{service.name}:failures"
    failures = cache.get(key, 0) + 1
    cache.set(key, failures, QUIET_S)
    if failures >= FAILURES:
        cache.set(f"outside:{service.name}:quiet", True, QUIET_S)


def _within(seconds, act, *arguments):
    """Run `act` in a thread of its own, left behind when it takes longer: a name server that does
    not answer has no time-out of ours.
    """
    answers = SimpleQueue()

    def run():
        try:
            answers.put((act(*arguments), None))
        except Unreachable as problem:
            answers.put((None, problem))

    threading.Thread(target=run, daemon=True).start()
    try:
        found, problem = answers.get(timeout=seconds)
    except Empty:
        raise Unreachable("too slow") from None
    if problem:
        raise problem
    return found


def _fetch(url):
    """The JSON at this address; raises Unreachable. A redirection is not an answer."""
    try:
        response = _pool.request(
            "GET",
            url,
            headers={"Accept": "application/json", "User-Agent": AGENT},
            timeout=urllib3.Timeout(connect=CONNECT_S, read=READ_S),
            redirect=False,
            preload_content=False,
        )
        try:
            return json.loads(_body(response))
        finally:
            response.close()
    except (urllib3.exceptions.HTTPError, OSError, ValueError, RecursionError) as problem:
        raise Unreachable(type(problem).__name__) from problem


def _body(response):
    if response.status != OK:
        raise Unreachable(f"status {response.status}")
    end, body = time.monotonic() + WHOLE_S, bytearray()
    while chunk := response.read1(CHUNK):
        body += chunk
        if len(body) > MOST_BYTES:
            raise Unreachable("too large")
        if time.monotonic() > end:
            raise Unreachable("too slow")
    return bytes(body)
