"""The scanner's words, said by the real one and by those who are not."""

import time

import pytest

from passeurs.documents import clamav
from passeurs.documents.clamav import ScannerAwayError, is_there, scan
from tests.peers.clamav import EICAR, NAME, hostile
from tests.peers.smtp import free_port


def test_a_sound_file_has_nothing_found(clamd):
    assert scan([b"bonjour", b"", b"x" * 200_000], clamd) == ""


def test_the_antivirus_test_is_found_even_cut_between_pieces(clamd):
    assert scan([EICAR], clamd).startswith(NAME)
    assert scan([EICAR[:20], EICAR[20:]], clamd).startswith(NAME)


def test_a_film_goes_through_by_pieces(clamd):
    assert scan((b"\0" * 1_000_000 for _ in range(120)), clamd) == ""


def test_a_scanner_that_answers_is_there(clamd):
    assert is_there(clamd)
    assert not is_there(f"{clamd}.nobody")


def test_no_scanner_at_all_is_told():
    with pytest.raises(ScannerAwayError):
        scan([b"x"], ("127.0.0.1", free_port()))


def silent(line, ended):
    ended.wait(5)


def cut(line, ended):
    line.shutdown(2)


def garbage(line, ended):
    line.sendall(b"HTTP/1.1 200 OK\r\n\r\n\0")


def too_big(line, ended):
    line.sendall(b"INSTREAM size limit exceeded. ERROR\0")


def endless(line, ended):
    try:
        while not ended.is_set():
            line.sendall(b"x" * 4096)
    except OSError:
        pass


def slow(line, ended):
    try:
        while not ended.wait(0.02):
            line.sendall(b"s")
    except OSError:
        pass


@pytest.mark.parametrize("answer", [silent, cut, garbage, too_big, endless, slow])
def test_whoever_is_no_scanner_clears_nothing(answer, monkeypatch):
    monkeypatch.setattr(clamav, "WHOLE_SECONDS", 0.4)
    with hostile(answer) as address, pytest.raises(ScannerAwayError):
        scan([EICAR], address)


def test_one_that_never_reads_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(clamav, "WHOLE_SECONDS", 0.4)
    with hostile(silent, reads=False) as address, pytest.raises(ScannerAwayError):
        clamav._talk(address, b"zINSTREAM\0", clamav._framed([b"x" * 50_000_000]), seconds=0.4)


def test_one_that_answers_before_the_end_is_heard(monkeypatch):
    def early(line, ended):
        line.sendall(b"stream: Worm FOUND\0")

    with hostile(early) as address:
        assert scan([b"x" * 100] * 3, address) == "Worm"


def test_the_word_of_the_house_is_given_in_time():
    assert clamav._left(time.monotonic() + 5) > 0
    with pytest.raises(TimeoutError):
        clamav._left(time.monotonic() - 1)
