import pytest

from passeurs.demonstration.films import load_films
from passeurs.films.models import Film, ListedFilm
from tests.factories import contacts as make

pytestmark = pytest.mark.django_db


def edition_with(*codes):
    edition = make.edition()
    edition.document_cache["film_lists"] = [{"code": code} for code in codes]
    edition.save()
    return edition


def test_an_edition_has_the_lists_that_it_declares():
    edition = edition_with("open_air")
    load_films([edition], at=make.AT)
    assert set(edition.listed_films.values_list("list", flat=True)) == {"open_air"}


def test_loading_twice_changes_nothing():
    edition = edition_with("open_air", "accompanied")
    load_films([edition], at=make.AT)
    before = (Film.objects.count(), ListedFilm.objects.count())
    load_films([edition], at=make.AT)
    assert (Film.objects.count(), ListedFilm.objects.count()) == before
    assert not ListedFilm.objects.exclude(withdrawn_at=None).exists()
