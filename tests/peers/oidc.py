"""A real identity provider (`oidc-provider` of npm) in ProConnect’s place, on the loopback."""

import json
from pathlib import Path

import pytest
import urllib3

from scripts.machine import node, oidc_modules
from tests.peers.daemons import missing, running, until
from tests.peers.smtp import free_port

SERVER = Path(__file__).parent / "oidc_provider" / "server.mjs"
REDIRECT = "http://testserver/compte/connexion/proconnect/retour/"
SECRET = "a-secret-of-the-tests-and-of-nothing-else"


class Provider:
    """The provider’s address; `stage` says who is there, and what goes wrong."""

    def __init__(self, issuer):
        self.issuer = issuer
        self.http = urllib3.PoolManager(retries=False)

    def stage(self, **facts):
        self.http.request("POST", f"{self.issuer}/control", body=json.dumps(facts))

    def answers(self):
        try:
            return self.http.request("GET", f"{self.issuer}/jwks", timeout=1).status == 200
        except urllib3.exceptions.HTTPError:
            return False

    def visit(self, url):
        """Go where a browser is sent, cookies kept, up to the address that comes back to us."""
        cookies = {}
        while url.startswith(self.issuer):
            sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
            answer = self.http.request("GET", url, headers=sent, redirect=False)
            for line in answer.headers.getlist("Set-Cookie"):
                name, _, value = line.split(";")[0].partition("=")
                cookies[name] = value
            where = answer.headers.get("Location")
            assert where, f"{answer.status} {url}: {answer.data[:400]!r}"
            url = f"{self.issuer}{where}" if where.startswith("/") else where
        return url


@pytest.fixture(scope="session")
def oidc_server(tmp_path_factory):
    """One provider for the tests of a process."""
    program, modules = node(), oidc_modules()
    if not (program and modules):
        missing("NODE OR oidc-provider IS MISSING: ProConnect was not tried (make setup)")
    port, folder = free_port(), tmp_path_factory.mktemp("oidc")
    provider = Provider(f"http://127.0.0.1:{port}")
    with running([program, SERVER, port, modules, REDIRECT], folder) as process:
        until(provider.answers, process)
        yield provider


@pytest.fixture
def oidc(oidc_server, settings):
    """ProConnect is switched on, and everything goes well until told."""
    settings.PROCONNECT = {
        "issuer": oidc_server.issuer,
        "client_id": "passeurs",
        "secret": SECRET,
        "acr_values": "eidas1",
    }
    oidc_server.stage()
    return oidc_server
