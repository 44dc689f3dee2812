"""A film that leaves its list stays in the dossiers that chose it, which are told."""

import pytest

from passeurs.dossiers.actions.films import import_list, withdraw_film
from passeurs.dossiers.models import ActionFilm
from passeurs.dossiers.queries.verdicts import verdicts_of
from passeurs.films.matching import Matcher
from passeurs.films.models import ListedFilm
from passeurs.films.reading import FilmLine
from passeurs.notifications.models import OutboxMessage
from passeurs.spreadsheets.actions import keep_pending
from passeurs.spreadsheets.models import PendingFile
from tests.factories import films
from tests.factories.accounts import person
from tests.factories.spreadsheets import upload

pytestmark = pytest.mark.django_db


def choose(dossier, title="Élan"):
    """The dossier's first action shows that film outdoors."""
    film = films.listed(dossier.edition, title)
    listed = ListedFilm.objects.get(film=film)
    action = dossier.actions.first()
    action.kind, action.nature = "open_air", "voir"
    action.save()
    ActionFilm.objects.create(action=action, listed_film=listed)
    return listed


def mails():
    return list(OutboxMessage.objects.filter(key__startswith="film.withdrawn"))


def verdict(dossier, at):
    found = {verdict.rule: verdict for verdict in verdicts_of(dossier, at=at)}
    return found["films.from_lists"]


def test_the_choice_stays_and_becomes_to_be_confirmed(ready, at):
    listed = choose(ready)
    assert verdict(ready, at).state == "met"
    withdraw_film(listed, reason="Droits échus", by=person(), at=at)
    assert ActionFilm.objects.get().listed_film == listed
    after = verdict(ready, at)
    assert after.state == "to_confirm"
    assert "Élan" in after.reason


def test_the_writers_are_told_once_with_the_reason(ready, at):
    listed = choose(ready)
    withdraw_film(listed, reason="Droits échus", by=person(), at=at)
    (mail,) = mails()
    assert mail.to == ready.holder.email
    assert "– Élan" in mail.text
    assert "Droits échus" in mail.text


def test_a_film_nobody_chose_leaves_in_silence(ready, at):
    films.listed(ready.edition, "Seul")
    withdraw_film(ListedFilm.objects.get(), reason="Droits échus", by=person(), at=at)
    assert mails() == []


def test_an_abandoned_dossier_is_left_in_peace(ready, at):
    listed = choose(ready)
    type(ready).objects.update(state="abandoned")
    withdraw_film(listed, reason="Droits échus", by=person(), at=at)
    assert mails() == []


def test_an_imported_list_tells_one_message_a_dossier(ready, at):
    choose(ready)
    choose(ready, "Cerf")
    by = person()
    pending = keep_pending(upload("a;b\n"), purpose="films", subject=1, by=by, at=at)
    judged = list(Matcher(ready.edition).judge([FilmLine(2, {"title": "Neuf", "year": 2020})]))
    found = import_list(
        ready.edition,
        "open_air",
        judged,
        pending=pending,
        replaces=True,
        reason="Nouvelle liste",
        by=by,
        at=at,
    )
    assert len(found.withdrawn) == 2
    (mail,) = mails()
    assert "– Cerf" in mail.text
    assert "– Élan" in mail.text
    assert not PendingFile.objects.exists()


def test_an_import_that_withdraws_nothing_tells_nobody(ready, at):
    by = person()
    pending = keep_pending(upload("a;b\n"), purpose="films", subject=1, by=by, at=at)
    options = {"replaces": False, "reason": "", "by": by, "at": at}
    import_list(ready.edition, "open_air", [], pending=pending, **options)
    with pytest.raises(PendingFile.DoesNotExist):
        import_list(ready.edition, "open_air", [], pending=pending, **options)
