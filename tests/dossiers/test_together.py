"""Many dossiers read together say what each says by itself, in the same few questions."""

from datetime import timedelta

import pytest
from django.utils import timezone

from passeurs.calls.models import Edition
from passeurs.dossiers.models import Dossier, RuleRuling
from passeurs.dossiers.queries.document import dump
from passeurs.dossiers.queries.together import read_together
from passeurs.organisations.models import Structure
from tests.factories import calls, contacts
from tests.factories import dossiers as factory

pytestmark = pytest.mark.django_db
QUESTIONS = 12


@pytest.fixture
def edition():
    return calls.edition("occitanie-en-cours", today=timezone.localdate())


def together(edition):
    found = Dossier.objects.filter(edition=edition).order_by("reference")
    return {one.reference: dump(one) for one in read_together(edition, found)}


def one_by_one(edition):
    return {one.reference: dump(one) for one in Dossier.objects.filter(edition=edition)}


def kin(edition, siren, *states):
    """Dossiers of establishments of one SIREN, in these states of verification."""
    made = [
        factory.complete_dossier(edition, title=f"Projet {rank}") for rank in range(len(states))
    ]
    for rank, (one, state) in enumerate(zip(made, states, strict=True)):
        siret = f"{siren}{rank:05}"
        Structure.objects.filter(pk=one.structure_id).update(siret=siret, siret_state=state)
    return made


def test_each_says_what_it_says_by_itself(edition):
    kin(edition, "111222333", "verified", "verified", "unverified")
    kin(edition, "444555666", "unverified", "unverified")
    second = factory.complete_dossier(edition, title="Le second")
    first = Dossier.objects.exclude(pk=second.pk).first()
    Dossier.objects.filter(pk=second.pk).update(structure=first.structure)
    contact = contacts.contact(edition, at=timezone.now() - timedelta(days=1))
    type(contact).objects.filter(pk=contact.pk).update(structure=second.structure)
    at = timezone.now()
    RuleRuling.objects.create(
        dossier=second, rule="R1", state="waived", reason="Vu.", by=second.holder, at=at, digest="x"
    )
    fresh = Edition.objects.select_related("coordination").get(pk=edition.pk)
    told = together(fresh)
    assert told == one_by_one(fresh)
    assert any(one["context"]["other_requests"] for one in told.values())
    assert any(one["context"]["waivers"] for one in told.values())


@pytest.mark.parametrize("count", [1, 3, 12])
def test_it_asks_as_much_whatever_their_number(edition, count, django_assert_num_queries):
    for rank in range(count):
        factory.complete_dossier(edition, title=f"Projet {rank}")
    fresh = Edition.objects.select_related("coordination").get(pk=edition.pk)
    with django_assert_num_queries(QUESTIONS):
        assert len(together(fresh)) == count
