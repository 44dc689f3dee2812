"""A real Chromium, closed to the rest of the world, and an accessibility judge.

`open_page(path)` opens a page of the live server in a context of its own, at 1 280 px and in the
light unless told; at the end of the test, an error of the console, a script's exception or a
request to anyone else fails it.
"""

import os
import time
from dataclasses import dataclass, field
from threading import Lock
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.core.signals import request_finished, request_started
from django.test import Client
from playwright.sync_api import expect, sync_playwright

from scripts.machine import chromium

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
WIDTHS = {360: 740, 768: 1024, 1280: 900, 1440: 900}  # px: width to height
PATIENCE = 20_000  # ms before a missing element is a failure, on a busy machine too
expect.set_options(timeout=PATIENCE)
AXE_OPTIONS = {"resultTypes": ["violations"]}


@pytest.fixture(scope="session")
def chromium_path():
    path = chromium()
    if path is None and os.environ.get("CI") == "true":
        pytest.fail("Chromium is missing, and CI does not skip")
    if path is None:
        pytest.skip("CHROMIUM IS MISSING: no browser test was run (make setup)")
    return path


@pytest.fixture(scope="session")
def playwright_driver():
    # Playwright keeps a loop running in this thread, in which Django refuses to query.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as driver:
        yield driver
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def browser(playwright_driver, chromium_path):
    """One Chromium per process, with a profile folder of its own."""
    engine = playwright_driver.chromium.launch(executable_path=chromium_path, args=ARGUMENTS)
    yield engine
    engine.close()


@dataclass
class Watch:
    """What a page did that it must not do."""

    host: str
    faults: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def on(self, context):
        context.on("console", self._console)
        context.on("weberror", lambda error: self.faults.append(f"exception: {error.error}"))
        context.on("request", self._request)

    def _console(self, message):
        if message.type == "error":
            self.faults.append(f"console: {message.text}")

    def _request(self, request):
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https"} and parts.netloc != self.host:
            self.faults.append(f"third party: {request.url}")

    def unexpected(self):
        return [f for f in self.faults if not any(word in f for word in self.expected)]


class Traffic:
    """The requests being answered: the tables are emptied once there are none.

    A page that closes may leave a last save or a beacon on its way; it would hold the tables.
    """

    QUIET = 0.05  # s without a request before the server counts as at rest

    def __init__(self):
        self.running, self.last, self.turn = 0, 0.0, Lock()

    def __enter__(self):
        request_started.connect(self._began)
        request_finished.connect(self._ended)
        return self

    def __exit__(self, *_):
        request_started.disconnect(self._began)
        request_finished.disconnect(self._ended)

    def _began(self, **_):
        self._count(1)

    def _ended(self, **_):
        self._count(-1)

    def _count(self, step):
        with self.turn:  # each request is answered by a thread of its own
            self.running += step
            self.last = time.monotonic()

    def wait_for_rest(self):
        self.last = time.monotonic()
        deadline = self.last + PATIENCE / 1000
        while self.running > 0 or time.monotonic() - self.last < self.QUIET:
            assert time.monotonic() < deadline, "a request of the page never ended"
            time.sleep(self.QUIET / 5)


@pytest.fixture
def open_page(browser, live_server, transactional_db):
    """Open a path and return Playwright's page.

    `user` enters as that person; `width`, `scheme` ("dark"), `javascript`, `offline` set the scene;
    `expect=["404"]` lists words of console errors that the test provokes. `open_page.watch` holds
    the faults seen. `path=None` opens no page yet.
    """
    watch = Watch(host=urlsplit(live_server.url).netloc)
    contexts = []

    def open_(path="/", *, user=None, width=1280, scheme="light", javascript=True, expect=()):
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": WIDTHS.get(width, 900)},
            color_scheme=scheme,
            java_script_enabled=javascript,
            locale="fr-FR",
            timezone_id="Europe/Paris",
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        watch.expected.extend(expect)
        watch.on(context)
        if user is not None:
            context.add_cookies([session_cookie(user, live_server.url)])
        page = context.new_page()
        if path is not None:
            page.goto(path)
        return page

    open_.watch = watch
    with Traffic() as traffic:
        yield open_
        for context in contexts:
            context.close()
        traffic.wait_for_rest()
    faults = watch.unexpected()
    assert not faults, faults


def session_cookie(user, url):
    """Return the cookie of a session opened for `user`, as Playwright wants it."""
    client = Client()
    client.force_login(user, backend=django_settings.AUTHENTICATION_BACKENDS[0])
    name = django_settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url, "httpOnly": True}


@pytest.fixture(scope="session")
def axe():
    """`axe(page)` fails with a readable report when the page breaks a rule of accessibility."""
    judge = Axe()

    def assess(page, context=None):
        results = judge.run(page, context=context, options=AXE_OPTIONS)
        assert results.violations_count == 0, f"{page.url}\n{report(results.response)}"

    return assess


def report(response):
    """One paragraph a violation: rule, gravity, help, then each node and why."""
    lines = []
    for fault in response["violations"]:
        lines.append(f"[{fault['impact']}] {fault['id']}: {fault['help']}")
        for node in fault["nodes"]:
            lines.append(f"    {node['target']}  {node['html'][:160]}")
            lines.append(f"      {node['failureSummary']}")
    return "\n".join(lines)
