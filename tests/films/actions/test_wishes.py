"""A wish is kept once, answered once, and the holder told."""

from datetime import timedelta

import pytest

from passeurs.core.refusals import Refused
from passeurs.films.actions.wishes import MOST_WAITING, answer_wishes, wish_for_film
from passeurs.films.models import FilmWish
from passeurs.notifications.models import OutboxMessage
from tests.factories import calls, films, organisations
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db
AT = calls.NOW


@pytest.fixture
def edition():
    return calls.edition("occitanie-2024")


@pytest.fixture
def holder():
    found = person()
    found.structure = organisations.structure(representative=found)
    return found


def wish(edition, holder, *, at=AT, **facts):
    given = {"title": "Élan", "year": 2024, "list": "open_air", "reason": "Pour rire."} | facts
    return wish_for_film(edition, holder.structure, given, by=holder, at=at)


def test_the_same_wish_again_is_one_wish_with_its_newest_words(edition, holder):
    wish(edition, holder)
    again = wish(edition, holder, title="ELAN", reason="Pour rire ensemble.")
    assert FilmWish.objects.get() == again
    assert (again.reason, str(again)) == ("Pour rire ensemble.", "Élan (2024)")


def test_a_film_already_on_the_list_is_not_wished_for(edition, holder):
    films.listed(edition, "Élan", year=2024)
    with pytest.raises(Refused, match="déjà sur cette liste"):
        wish(edition, holder, title="elan")
    with pytest.raises(Refused, match="déjà sur cette liste"):
        wish(edition, holder, year=None)
    assert str(wish(edition, holder, year=1999)) == "Élan (1999)"
    assert str(wish(edition, holder, list="accompanied", year=None)) == "Élan"


def test_a_structure_waits_for_answers_past_twenty_wishes(edition, holder):
    for rank in range(MOST_WAITING):
        wish(edition, holder, title=f"Film {rank}")
    with pytest.raises(Refused, match="20 souhaits"):
        wish(edition, holder, title="Un de plus")


def test_every_holder_is_told_once_of_the_answer(edition, holder):
    other = person()
    other.structure = organisations.structure(representative=other)
    wishes = [wish(edition, holder), wish(edition, other)]
    told = answer_wishes(wishes, "added", answer="Bonne idée !", by=person(), at=AT)
    assert len(told) == 2
    mails = OutboxMessage.objects.order_by("pk")
    assert {mail.to for mail in mails} == {holder.email, other.email}
    assert "Bonne idée !" in mails[0].text
    assert "vous pouvez le choisir" in mails[0].text


def test_of_two_answers_the_first_stands(edition, holder):
    made = wish(edition, holder)
    answer_wishes([made], "declined", answer="", by=person(), at=AT)
    with pytest.raises(Refused, match="déjà leur réponse"):
        answer_wishes([made], "added", answer="", by=person(), at=AT + timedelta(minutes=1))
    made.refresh_from_db()
    assert made.get_state_display() == "Pas cette année"
    assert "ne l’ajoute pas cette année" in OutboxMessage.objects.get().text


def test_somebody_who_left_is_not_written_to(edition, holder):
    made = wish(edition, holder)
    holder.is_active = False
    holder.save()
    answer_wishes([made], "declined", answer="", by=person(), at=AT)
    assert not OutboxMessage.objects.exists()
