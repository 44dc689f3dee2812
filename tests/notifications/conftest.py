"""A real SMTP server on the loopback, that can be stopped, started and told to refuse."""

import email
import socket
from email import policy
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

TEMPLATES = Path(__file__).parent / "templates"


class Peer:
    """What the other side received, parsed as a mail reader would."""

    def __init__(self, *, port):
        self.raw = []
        self.refusing = {}
        self.controller = None
        self.port = port

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refusing:
            return self.refusing[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.raw.append(envelope.content)
        return "250 OK"

    @property
    def mails(self):
        return [email.message_from_bytes(raw, policy=policy.default) for raw in self.raw]

    def start(self):
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def stop(self):
        if self.controller:
            self.controller.stop()
            self.controller = None


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def peer(settings):
    peer = Peer(port=free_port())
    peer.start()
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    options = {"host": "127.0.0.1", "port": peer.port, "timeout": 5}
    settings.MAILERS = {
        "default": {"BACKEND": "passeurs.notifications.mailers.OutboxMailer"},
        "wire": {"BACKEND": smtp, "OPTIONS": options},
    }
    settings.DEFAULT_FROM_EMAIL = "Passeurs d’images <bonjour@passeurs.example>"
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [TEMPLATES]}]
    yield peer
    peer.stop()
