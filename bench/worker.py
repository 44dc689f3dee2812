"""Measure one page in this process; `python -m bench.worker PAGE` prints one JSON line.

`python -m bench.worker --list` prints the names of the pages.

CPU is that of the process, the median of many requests through the real WSGI handler; queries and
rows are those of one request, once warm.
"""

import io
import json
import statistics
import sys
import time
from urllib.parse import urlencode

import django
from django.core.handlers.wsgi import WSGIHandler

WARM_UP = 5
REQUESTS = 40
TOKEN = "0123456789abcdef0123456789ABCDEF"


def environ(page, cookie: str) -> dict:
    body = urlencode(page.data(), doseq=True).encode() if page.method == "POST" else b""
    if body:
        body += f"&csrfmiddlewaretoken={TOKEN}".encode()
    path, _, query = page.path().partition("?")
    return {
        "REQUEST_METHOD": page.method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "wsgi.errors": sys.stderr,
        "wsgi.version": (1, 0),
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_COOKIE": f"csrftoken={TOKEN}; {cookie}",
        "body": body,
        **{f"HTTP_{name.upper().replace('-', '_')}": text for name, text in page.headers.items()},
    }


def ask(handler, scene: dict) -> tuple[str, bytes]:
    """Send one request and return its status and body."""
    status = []
    request = scene | {"wsgi.input": io.BytesIO(scene["body"])}
    response = handler(request, lambda line, _headers, _exc=None: status.append(line))
    body = b"".join(response)
    response.close()
    return status[0], body


def cpu_ms(handler, scene_of) -> float:
    """Return the median CPU of a request, in milliseconds; each request is built apart."""
    for _ in range(WARM_UP):
        ask(handler, scene_of())
    spent = []
    for _ in range(REQUESTS):
        scene = scene_of()
        started = time.process_time()
        ask(handler, scene)
        spent.append((time.process_time() - started) * 1000)
    return statistics.median(spent)


def session_of(user) -> str:
    from django.conf import settings
    from django.test import Client
    from django.utils import timezone

    if user is None:
        return ""
    from passeurs.core import proofs
    from passeurs.identities.queries import must_be_strong

    client, now = Client(), timezone.now()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    if must_be_strong(user, at=now):  # as after the second factor
        session = client.session
        proofs.strengthen(session, at=now)
        session.save()
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


def measure(page) -> dict:
    from django.test import override_settings

    from bench.bare import handler as bare_handler
    from bench.counting import counted
    from bench.weight import weigh

    handler, cookie = WSGIHandler(), session_of(page.user())
    ms = cpu_ms(handler, lambda: environ(page, cookie))
    scene = environ(page, cookie)
    with counted() as count:
        status, body = ask(handler, scene)
    weight = weigh(body)
    yardstick = bare_handler(body)
    with override_settings(ROOT_URLCONF="bench.bare"):
        bare_scene = scene | {"PATH_INFO": "/", "REQUEST_METHOD": "GET", "body": b""}
        bare = cpu_ms(yardstick, lambda: bare_scene)
    return {
        "page": page.name,
        "status": status,
        "cpu_ms": round(ms, 2),
        "queries": count.queries,
        "rows": count.rows,
        "bytes": len(body),
        "compressed": weight.page,
        "first_visit": weight.first,
        "requests": weight.requests,
        "ratio": round(ms / bare, 1),
        "most_ms": page.most_ms,
        "most_queries": page.most_queries,
    }


def main() -> None:
    django.setup()
    from bench.pages import PAGES

    if sys.argv[1] == "--list":
        print(*(page.name for page in PAGES), sep="\n")
        return
    (page,) = [page for page in PAGES if page.name == sys.argv[1]]
    print(json.dumps(measure(page), ensure_ascii=False))


if __name__ == "__main__":
    main()
