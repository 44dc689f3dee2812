"""A real SMTP server on the loopback, that can be stopped, started and told to refuse."""

import socket
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller


class Peer:
    """What the other side received, parsed as a mail reader would (`mails`) or not (`raw`).

    `refusing` maps an address to the answer it gets, such as "550 no such box".
    """

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
        return [message_from_bytes(raw, policy=policy.default) for raw in self.raw]

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
def smtp_peer(settings):
    """The platform's mail leaves for this server; `run_tasks()` of django_ox.testing sends it."""
    peer = Peer(port=free_port())
    options = {"host": "127.0.0.1", "port": peer.port, "timeout": 5}
    settings.MAILERS = {
        "default": {"BACKEND": "passeurs.notifications.mailers.OutboxMailer"},
        "wire": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options},
    }
    peer.start()
    yield peer
    peer.stop()
