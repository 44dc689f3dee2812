"""A file waits, for the one who sent it, for a day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from passeurs.core.refusals import Refused
from passeurs.spreadsheets.actions import (
    book_of,
    choose,
    forget_expired,
    forget_pending,
    keep_pending,
)
from passeurs.spreadsheets.models import PendingFile
from passeurs.spreadsheets.tasks import forget
from tests.factories.accounts import person
from tests.factories.spreadsheets import upload

AT = timezone.now()
FOR = {"purpose": "films", "subject": 7}

pytestmark = pytest.mark.django_db


def kept(by=None, content="a;b\n", name="liste.csv", at=AT):
    return keep_pending(upload(content, name), **FOR, by=by or person(), at=at)


def test_a_kept_file_is_read_again_as_it_came():
    pending = kept()
    (sheet,) = book_of(pending).sheets
    assert [row.cells for row in sheet.rows()] == [("a", "b")]
    assert str(pending) == "liste.csv"
    assert pending.told == "texte, codage UTF-8, séparateur point-virgule"


def test_a_second_file_takes_the_place_of_the_first():
    somebody = person()
    kept(somebody)
    second = kept(somebody, "c;d\n")
    assert list(PendingFile.objects.all()) == [second]


def test_only_the_sender_finds_it_and_only_for_a_day():
    somebody = person()
    pending = kept(somebody)
    assert list(PendingFile.objects.waiting(somebody, **FOR, at=AT)) == [pending]
    assert not PendingFile.objects.waiting(person(), **FOR, at=AT)
    assert not PendingFile.objects.waiting(somebody, **FOR, at=AT + timedelta(days=1))


def test_a_file_that_cannot_be_read_is_not_kept():
    with pytest.raises(Refused, match="vide"):
        kept(content="")
    assert not PendingFile.objects.exists()


def test_what_the_person_says_of_it_is_kept_beside_it():
    pending = kept()
    choose(pending, {"mapping": {"title": 0}}, report={"total": 1})
    again = PendingFile.objects.get()
    assert (again.choices["mapping"], again.report["total"]) == ({"title": 0}, 1)


def test_a_name_is_shown_without_folder_or_tricks():
    assert kept(name="C:\\moi\\li\u202este\n.csv").name == "liste.csv"
    assert kept(name="\u202e").name == "fichier"


def test_what_has_served_is_forgotten():
    forget_pending(kept())
    assert not PendingFile.objects.exists()


def test_what_nobody_came_back_to_is_erased():
    kept(at=AT - timedelta(days=2))
    kept()
    assert forget_expired(at=AT) == 1
    assert forget.func() == 0
    assert PendingFile.objects.count() == 1
