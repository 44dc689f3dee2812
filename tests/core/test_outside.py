import logging
import socket
import threading

import pytest
from django.core.cache import cache

from passeurs.core import outside
from passeurs.core.outside import Service, get_json
from tests.peers.http import cut, drip, held, redirect


@pytest.fixture(autouse=True)
def fresh():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def over():
    """Set at the end, so that no held answer outlives its test."""
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def service(http_peer):
    return Service("peer", f"{http_peer.url}/search/")


def test_an_answer_is_read_and_kept(http_peer, service):
    http_peer.answers = lambda path, query: {"asked": query["q"]}
    assert get_json(service, q="8 rue de l’Égalité") == {"asked": "8 rue de l’Égalité"}
    assert get_json(service, q="8 rue de l’Égalité") == {"asked": "8 rue de l’Égalité"}
    assert http_peer.asked == [("/search/", {"q": "8 rue de l’Égalité"})]


def test_an_address_may_already_hold_a_question(http_peer):
    get_json(Service("peer", f"{http_peer.url}/?key=1"), q="a")
    assert http_peer.asked == [("/", {"key": "1", "q": "a"})]


def test_a_service_without_address_is_switched_off():
    assert get_json(Service("nobody", ""), q="a") is None


@pytest.mark.parametrize(
    "answer",
    [
        500,
        404,
        204,
        b"<html>not JSON</html>",
        b'{"cut": ',
        b"\xff\xfe\x00garbage",
        b"[" * 200_000,
        b'"' + b"x" * (outside.MOST_BYTES + 1) + b'"',
        redirect("http://127.0.0.1:1/elsewhere"),
        cut(b'{"results": [', announced=5_000),
    ],
    ids=["500", "404", "empty", "html", "half", "garbage", "deep", "huge", "redirect", "cut"],
)
def test_whatever_goes_wrong_the_answer_is_none(http_peer, service, answer):
    http_peer.answers = lambda path, query: answer
    assert get_json(service, q="a") is None
    assert len(http_peer.asked) == 1


def test_a_service_that_nobody_serves_is_none():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert get_json(Service("nobody", f"http://127.0.0.1:{port}/"), q="a") is None


def test_a_name_that_does_not_exist_is_none():
    assert get_json(Service("nobody", "http://no-such-host.invalid/"), q="a") is None


def test_a_slow_service_is_not_waited_for(http_peer, service, over, monkeypatch):
    monkeypatch.setattr(outside, "WHOLE_S", 0.2)
    http_peer.answers = lambda path, query: held(over)
    assert get_json(service, q="a") is None


def test_a_service_that_reads_for_too_long_is_left(http_peer, service, over, monkeypatch):
    monkeypatch.setattr(outside, "READ_S", 0.1)
    http_peer.answers = lambda path, query: held(over)
    assert get_json(service, q="a") is None


def test_an_answer_that_drips_is_left_too(http_peer, service, over, monkeypatch):
    monkeypatch.setattr(outside, "WHOLE_S", 0.3)
    http_peer.answers = lambda path, query: drip(b'{"a": 1}' * 100, over)
    with pytest.raises(outside.Unreachable, match="too slow"):
        outside._fetch(service.address)
    assert get_json(service, q="a") is None


def test_after_three_failures_nobody_asks_for_a_minute(http_peer, service):
    http_peer.answers = lambda path, query: 500
    for number in range(5):
        assert get_json(service, q=str(number)) is None
    assert len(http_peer.asked) == 3
    assert service.is_quiet
    cache.delete(f"outside:{service.name}:quiet")
    http_peer.answers = lambda path, query: [1]
    assert get_json(service, q="again") == [1]
    assert not service.is_quiet


def test_a_success_forgets_the_failures(http_peer, service):
    for status in (500, 500, 200, 500, 500):
        http_peer.answers = lambda path, query, status=status: status if status != 200 else [1]
        get_json(service, q=str(len(http_peer.asked)))
    assert not service.is_quiet


def test_while_it_is_quiet_what_was_kept_still_answers(http_peer, service):
    http_peer.answers = lambda path, query: ["kept"]
    get_json(service, q="a")
    cache.set(f"outside:{service.name}:quiet", True, 60)
    assert get_json(service, q="a") == ["kept"]


def test_the_logs_say_who_failed_and_nothing_of_what_was_asked(http_peer, service, caplog):
    http_peer.answers = lambda path, query: 500
    with caplog.at_level(logging.DEBUG, logger="passeurs"):
        get_json(service, q="12 rue des Secrets")
    assert "peer" in caplog.text
    assert "Secrets" not in caplog.text
    assert "rue" not in caplog.text
