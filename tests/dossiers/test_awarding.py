"""Decisions told: whole or not at all, never edited, given up with a reason."""

from datetime import timedelta
from decimal import Decimal
from hashlib import sha256

import pytest

from passeurs.core.refusals import Refused
from passeurs.dossiers.actions.awarding import Line, correct_award, renounce_award, tell_award
from passeurs.dossiers.models import Award, Dossier
from passeurs.dossiers.queries.awards import award_of, awards_of
from passeurs.journal.models import Entry
from tests.factories import awards, organisations
from tests.factories import dossiers as factory

pytestmark = pytest.mark.django_db

BOTH = (Line("DRAC Occitanie", "drac", Decimal(3000)), Line("Région", "region", Decimal("500.50")))


@pytest.fixture
def admissible(ready, at):
    Dossier.objects.filter(pk=ready.pk).update(state="admissible", submitted_at=at)
    ready.state = "admissible"
    return ready


@pytest.fixture
def agent(edition):
    return organisations.team_member("coordination", edition.coordination)


def anew(dossier):
    return Dossier.objects.select_related("edition__coordination").get(pk=dossier.pk)


def test_a_grant_is_kept_by_funder_with_its_letter_as_it_left(admissible, agent, at):
    tell_award(admissible, awards.told("granted", lines=BOTH, letter=b"PDF"), by=agent, at=at)
    found = award_of(admissible)
    assert (anew(admissible).state, found.version, found.total) == (
        "granted",
        1,
        Decimal("3500.50"),
    )
    assert [(one.funder, one.source, one.amount) for one in found.lines.all()] == [
        ("DRAC Occitanie", "drac", Decimal(3000)),
        ("Région", "region", Decimal("500.50")),
    ]
    assert (bytes(found.letter), found.sha256) == (b"PDF", sha256(b"PDF").hexdigest())
    assert (found.published_by, found.published_at) == (agent, at)


@pytest.mark.parametrize(
    ("outcome", "lacking", "word"),
    [
        ("granted", {"lines": ()}, "montant"),
        ("declined", {"reason": " "}, "motif"),
        ("declined", {"remedies": ""}, "contester"),
        ("waiting", {"rank": None}, "rang"),
    ],
)
def test_a_decision_that_is_not_whole_is_not_told(admissible, agent, at, outcome, lacking, word):
    with pytest.raises(Refused) as refusal:
        tell_award(admissible, awards.told(outcome, **lacking), by=agent, at=at)
    assert word in refusal.value.reasons[0]
    assert (anew(admissible).state, Award.objects.count()) == ("admissible", 0)


def test_a_correction_is_a_new_version_and_the_first_stays_as_it_was(admissible, agent, at):
    first = tell_award(admissible, awards.told("granted"), by=agent, at=at)
    later = at + timedelta(days=1)
    told = awards.told("granted", lines=BOTH)
    correct_award(admissible, told, correction="La part de la Région.", by=agent, at=later)
    found = award_of(admissible)
    assert (found.version, found.correction) == (2, "La part de la Région.")
    first.refresh_from_db()
    assert (first.version, first.total, first.published_at) == (1, Decimal(4000), at)
    assert Entry.objects.about(admissible).latest("id").verb == "dossier.award_corrected"


@pytest.mark.parametrize(
    ("outcome", "correction"), [("granted", " "), ("declined", "Le motif."), ("waiting", "Rang.")]
)
def test_a_correction_says_what_it_corrects_and_changes_no_outcome(
    admissible, agent, at, outcome, correction
):
    tell_award(admissible, awards.told("granted"), by=agent, at=at)
    with pytest.raises(Refused):
        correct_award(admissible, awards.told(outcome), correction=correction, by=agent, at=at)
    assert Award.objects.count() == 1


def test_who_gives_up_says_why_and_the_decision_stays(admissible, agent, at):
    tell_award(admissible, awards.told("granted"), by=agent, at=at)
    with pytest.raises(Refused):
        renounce_award(anew(admissible), reason="  ", by=admissible.holder, at=at)
    reason = "La salle ferme pour travaux."
    renounce_award(anew(admissible), reason=reason, by=admissible.holder, at=at)
    assert anew(admissible).state == "renounced"
    assert Entry.objects.about(admissible).latest("id").reason == reason
    assert award_of(admissible).is_granted


def test_before_a_publication_there_is_no_award(admissible):
    assert award_of(admissible) is None


@pytest.mark.parametrize("many", [1, 3])
def test_the_awards_of_many_take_two_questions(edition, agent, at, many, django_assert_num_queries):
    made = [factory.dossier(edition) for _ in range(many)]
    for one in made:
        awards.awarded(one, "granted", by=agent, at=at)
    told = awards.told("granted", lines=BOTH)
    correct_award(anew(made[0]), told, correction="Un montant.", by=agent, at=at)
    with django_assert_num_queries(2):
        found = awards_of([one.pk for one in made])
        totals = {key: sum(line.amount for line in one.lines.all()) for key, one in found.items()}
    assert totals.pop(made[0].pk) == Decimal("3500.50")
    assert list(totals.values()) == [Decimal(4000)] * (many - 1)
