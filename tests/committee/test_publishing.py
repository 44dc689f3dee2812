"""Letters prepared, read over, published together; what stands in the way, and what is stale."""

from datetime import timedelta
from decimal import Decimal

import pytest

from passeurs.calls.models import Wording
from passeurs.committee.actions.amending import amend
from passeurs.committee.actions.deciding import Choice
from passeurs.committee.actions.letters import ask_letters, mark_read
from passeurs.committee.actions.publishing import publish
from passeurs.committee.models import Letter
from passeurs.committee.queries.obstacles import HIDDEN, obstacles_for, obstacles_to
from passeurs.committee.queries.publications import Board
from passeurs.core.refusals import Refused
from passeurs.core.typography import nbsp
from passeurs.dossiers.models import Award, Dossier
from passeurs.dossiers.queries.awards import award_of
from passeurs.journal.models import Entry
from passeurs.notifications.models import OutboxMessage
from tests.factories import organisations, sittings

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(edition):
    titles = ("Le phare", "Écrans du fleuve", "La nuit américaine")
    return [sittings.complete(edition, title) for title in titles]


@pytest.fixture
def decided(sitting, three, agent, at):
    """A grant, a refusal, a place on the waiting list; the sitting has ended."""
    by = {"by": agent, "at": at}
    sittings.put(sitting, three, **by)
    for one, verdict in zip(three, ("granted", "declined", "waiting"), strict=True):
        sittings.decide(sitting, one, verdict, **by)
    return sittings.end(sitting)


@pytest.fixture
def ready(decided, agent, at):
    """Its three letters prepared."""
    sittings.prepared(ask_letters(decided, by=agent, at=at))
    return decided


def states(dossiers):
    return [Dossier.objects.get(pk=one.pk).state for one in dossiers]


def sentences(sitting):
    return [one.told for one in obstacles_to(sitting)]


def mails():
    return OutboxMessage.objects.filter(key__startswith="award:")


def passage(sitting, dossier):
    return sitting.passages.select_related("sitting", "dossier").get(dossier=dossier)


def test_everything_is_told_at_once_and_each_holder_has_one_letter(ready, three, agent, at):
    assert states(three) == ["admissible"] * 3
    assert not mails().exists()
    publish(ready, by=agent, at=at)
    assert states(three) == ["granted", "declined", "waiting"]
    told = [award_of(one) for one in three]
    assert [one.total for one in told] == [Decimal(4000), 0, 0]
    assert all(bytes(one.letter).startswith(b"%PDF") for one in Award.objects.all())
    assert [one.letter_number for one in told] == [f"{one.reference}-D1" for one in three]
    assert sorted(mails().values_list("to", flat=True)) == sorted(one.holder.email for one in three)
    assert Entry.objects.get(verb="sitting.published").data == {"letters": 3}


def test_published_twice_is_a_sentence_and_nothing_leaves_again(ready, three, agent, at):
    publish(ready, by=agent, at=at)
    with pytest.raises(Refused, match="déjà publiées"):
        publish(ready, by=agent, at=at + timedelta(minutes=1))
    assert (mails().count(), Award.objects.count()) == (3, 3)


def test_nothing_is_published_before_the_letters_are_prepared(decided, three, agent, at):
    with pytest.raises(Refused, match="préparez"):
        publish(decided, by=agent, at=at)
    assert states(three) == ["admissible"] * 3


def test_nothing_is_prepared_before_the_end(sitting, agent, at):
    with pytest.raises(Refused, match="pas terminée"):
        ask_letters(sitting, by=agent, at=at)


def test_a_dossier_without_a_decision_holds_everything_back(sitting, three, agent, at):
    by = {"by": agent, "at": at}
    sittings.put(sitting, three, **by)
    sittings.decide(sitting, three[0], "declined", **by)
    sittings.decide(sitting, three[1], "granted", amount=0, **by)
    sittings.end(sitting)
    told = sentences(sitting)
    assert any("Écrans du fleuve" in one and "sans montant" in one for one in told)
    assert any("La nuit américaine" in one and "aucune décision" in one for one in told)
    with pytest.raises(Refused):
        ask_letters(sitting, **by)
    assert not Letter.objects.exists()


def test_a_field_that_nobody_knows_is_said_with_where_to_mend_it(decided, edition):
    words = {"kind": "granted", "subject": "Oui", "body": "Bonjour {prénom}", "position": 0}
    Wording.objects.create(edition=edition, **words)
    type(edition).objects.filter(pk=edition.pk).update(
        document_cache=edition.document()
        | {"wordings": [{"kind": "granted", "subject": "Oui", "body": "Bonjour {prénom}"}]}
    )
    decided.refresh_from_db()
    (found,) = obstacles_to(type(decided).objects.get(pk=decided.pk))
    assert "{prénom}" in found.told
    assert found.url.endswith("/listes/modeles/granted/")


def test_a_field_that_a_dossier_leaves_empty_is_said_by_its_name(decided, edition, three):
    body = "À {commune}, pour {montant accordé}."
    cache = edition.document() | {"wordings": [{"kind": "granted", "subject": "Oui", "body": body}]}
    type(edition).objects.filter(pk=edition.pk).update(document_cache=cache)
    structure = three[0].structure
    type(structure).objects.filter(pk=structure.pk).update(commune=None, city_text="")
    (found,) = obstacles_to(type(decided).objects.get(pk=decided.pk))
    assert "{commune}" in found.told
    assert str(three[0].pk) in found.url


def test_an_envelope_reduced_below_what_is_granted_holds_everything_back(decided):
    decided.envelopes.update(total=Decimal(3000))
    (told,) = sentences(decided)
    assert "DRAC Occitanie" in told
    assert "3\u202f000" in told


def test_a_dossier_that_nobody_represents_any_more_is_said(decided, three):
    three[0].structure.memberships.all().delete()
    (told,) = sentences(decided)
    assert "personne n’y représente" in told


def test_a_decision_changed_after_makes_its_letter_stale_and_is_not_published(
    ready, three, agent, at
):
    mark_read(Letter.objects.first(), digest=Letter.objects.first().digest, by=agent, at=at)
    money = ready.envelopes.get()
    choice = Choice("granted", amounts={money.pk: Decimal(3000)})
    amend(passage(ready, three[0]), choice, version=1, by=agent, at=at)
    board = Board(ready, agent)
    assert [one.is_ready for one in board.preparing] == [False, True, True]
    assert "changé" in board.preparing[0].mark[1]
    with pytest.raises(Refused, match="ne disent plus"):
        publish(ready, by=agent, at=at)
    sittings.prepared(ask_letters(ready, by=agent, at=at))
    first = Letter.objects.first()
    assert (first.read_at, first.facts["lines"][0][2]) == (None, "3000.00")
    publish(ready, by=agent, at=at)
    assert award_of(three[0]).total == Decimal(3000)


def test_a_wording_changed_after_makes_the_letters_it_serves_stale(ready, edition, agent):
    cache = edition.document() | {
        "wordings": [{"kind": "declined", "subject": "Non", "body": "Non. {motifs}"}]
    }
    type(edition).objects.filter(pk=edition.pk).update(document_cache=cache)
    board = Board(type(ready).objects.select_related("edition").get(pk=ready.pk), agent)
    assert [one.is_ready for one in board.preparing] == [True, False, True]


def test_a_letter_is_read_over_as_it_was_shown_or_not_at_all(ready, agent, at):
    letter = Letter.objects.first()
    with pytest.raises(Refused):
        mark_read(letter, digest="autre", by=agent, at=at)
    mark_read(letter, digest=letter.digest, by=agent, at=at)
    assert Letter.objects.get(pk=letter.pk).read_by == agent


def test_a_decision_of_two_agents_at_once_one_wins_and_the_other_reads_why(
    decided, three, agent, at
):
    money = decided.envelopes.get()
    choice = Choice("granted", amounts={money.pk: Decimal(3000)})
    amend(passage(decided, three[0]), choice, version=1, by=agent, at=at)
    with pytest.raises(Refused, match="Quelqu’un d’autre"):
        amend(passage(decided, three[0]), choice, version=1, by=agent, at=at)


def test_what_is_published_is_not_amended(ready, three, agent, at):
    publish(ready, by=agent, at=at)
    with pytest.raises(Refused, match="déjà publiée"):
        amend(passage(ready, three[0]), Choice("declined", reason="x"), version=1, by=agent, at=at)


def test_whoever_is_kept_away_sees_no_letter_and_their_publication_covers_it(
    decided, three, region, agent, at
):
    away = organisations.team_member("coordination", region)
    three[0].recusals.create(user=away, tie="declared", at=at)
    sittings.prepared(ask_letters(decided, by=away, at=at))
    board = Board(decided, away)
    assert [one.title for one in board.preparing] == ["Écrans du fleuve", "La nuit américaine"]
    assert board.is_ready_to_publish
    publish(decided, by=away, at=at)
    assert states(three) == ["granted", "declined", "waiting"]
    assert len(Board(decided, away).sent) == 2
    assert len(Board(decided, agent).sent) == 3


def test_what_stands_in_the_way_of_a_hidden_dossier_is_not_told(decided, three, region, at):
    away = organisations.team_member("coordination", region)
    three[0].recusals.create(user=away, tie="declared", at=at)
    decided.envelopes.update(ceiling=Decimal(1000))
    told = [one.told for one in obstacles_for(decided, away)]
    assert told == [nbsp(HIDDEN)]


@pytest.mark.parametrize("many", [1, 3])
def test_the_questions_do_not_depend_on_how_many_dossiers_there_are(
    edition, sitting, agent, at, many, django_assert_num_queries
):
    by = {"by": agent, "at": at}
    held = [sittings.complete(edition, f"Projet {n}") for n in range(many)]
    sittings.put(sitting, held, **by)
    for one in held:
        sittings.decide(sitting, one, "granted", **by)
    sittings.end(sitting)
    sittings.prepared(ask_letters(sitting, **by))
    with django_assert_num_queries(18):
        board = Board(sitting, agent)
        assert board.obstacles == []
        assert board.ready == many
    publish(sitting, **by)
    with django_assert_num_queries(5):
        board = Board(sitting, agent)
        assert [one.mark for one in board.sent] == [("wait", "En cours d’envoi")] * many
        assert board.preparing == []
