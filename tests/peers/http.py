"""A small HTTP server on the loopback that answers what the test says, well or badly."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest


class HttpPeer:
    """`answers` is called with (path, query) and returns what to send.

    A dict or a list is sent as JSON, bytes as they are; an int is a bare status; a callable gets
    the handler and writes to the wire itself. `asked` keeps the requests.
    """

    def __init__(self):
        self.asked = []
        self.answers = lambda path, query: {}
        peer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                parts = urlsplit(self.path)
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                peer.asked.append((parts.path, query))
                peer.send(self, peer.answers(parts.path, query))

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_port}"

    def send(self, handler, answer):
        if callable(answer):
            answer(handler)
            return
        status = answer if isinstance(answer, int) else 200
        body = b"" if isinstance(answer, int) else answer
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(5)


@pytest.fixture
def http_peer():
    peer = HttpPeer()
    yield peer
    peer.stop()


def redirect(target):
    """An answer that sends elsewhere."""

    def answer(handler):
        handler.send_response(302)
        handler.send_header("Location", target)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


def cut(body, *, announced):
    """An answer that stops before the length it announced."""

    def answer(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", str(announced))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def held(event):
    """An answer that never comes, until the event is set."""
    return lambda handler: event.wait(20)


def drip(body, event, *, pause=0.05):
    """An answer that comes byte by byte."""

    def answer(handler):
        handler.send_response(200)
        handler.end_headers()
        try:
            for byte in body:
                handler.wfile.write(bytes([byte]))
                handler.wfile.flush()
                if event.wait(pause):
                    return
        except OSError:
            return

    return answer
