"""Opening a dossier: its rows, its number, and the refusal when the call is not open."""

from datetime import timedelta

import pytest
from django.urls import reverse

from passeurs.core.refusals import Refused
from passeurs.dossiers.actions.filing import submit_dossier
from passeurs.dossiers.actions.start import start_dossier
from passeurs.dossiers.enums import SectionCode
from passeurs.dossiers.models import Dossier
from passeurs.journal.models import Entry
from tests.factories import calls, organisations
from tests.factories import dossiers as factory
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db


def start(edition, at, *, kind="cultural", **options):
    by = person()
    structure = organisations.structure(representative=by, actor_kind=kind)
    return start_dossier(edition, structure, by=by, at=at, **options)


def test_a_dossier_opens_with_its_sections_at_version_zero(edition, at):
    made = start(edition, at, title="Lumières")
    assert set(made.sections.values_list("code", "version")) == {
        (code, 0) for code in SectionCode.values
    }
    assert (made.project.title, made.state, made.created_at) == ("Lumières", "draft", at)


def test_opening_is_journaled_for_its_coordination(edition, at):
    made = start(edition, at)
    entry = Entry.objects.get(verb="dossier.start")
    assert (entry.actor, entry.at, entry.scope) == (made.created_by, at, "la-trame")


def test_the_structure_becomes_known_to_the_coordination(edition, at):
    made = start(edition, at)
    assert edition.coordination in made.structure.coordinations.all()


def test_a_structure_that_accompanies_the_public_is_taken_at_its_word(edition, at):
    assert start(edition, at, kind="audience").holder_functions == ["audience"]
    assert start(edition, at, kind="cultural").holder_functions is None


def test_numbers_follow_one_another_in_each_edition(edition, at):
    other = calls.edition("deux-seances-1")
    assert start(edition, at).reference == "OCCITANIE-EN-COURS-0001"
    assert start(edition, at).reference == "OCCITANIE-EN-COURS-0002"
    assert factory.dossier(other).reference == "DEUX-SEANCES-1-0001"


def test_a_long_named_edition_gives_each_dossier_its_own_number(edition, at):
    edition.slug = "bourgogne-franche-comte-et-les-iles-lointaines-2027"
    edition.save()
    references = {start(edition, at).reference for _ in range(3)}
    assert len(references) == 3
    assert max(references).endswith("2027-0003")


def test_the_receipt_of_a_long_named_edition_carries_its_whole_number(edition, at):
    edition.slug = f"edition-{'x' * 70}"
    edition.save()
    made = factory.complete_dossier(edition)
    receipt = submit_dossier(made, by=made.holder, at=at).receipt_number
    assert receipt == f"{edition.slug.upper()}-0001-R1"


@pytest.mark.parametrize("when", ["before", "after"])
def test_outside_its_dates_a_call_opens_no_dossier(edition, when):
    at = {
        "before": edition.opens_at - timedelta(seconds=1),
        "after": edition.filing_before_at + timedelta(seconds=1),
    }[when]
    with pytest.raises(Refused) as refusal:
        start(edition, at)
    assert "n’est pas ouvert" in refusal.value.reasons[0]
    assert not Dossier.objects.exists()


def test_the_first_and_the_last_second_are_open(edition):
    start(edition, edition.opens_at)
    start(edition, edition.filing_before_at + timedelta(microseconds=999_999))
    assert Dossier.objects.count() == 2


def test_the_screen_opens_a_dossier_for_a_structure_one_writes_for(client, edition):
    by, reader = person(), person()
    structure = organisations.structure(representative=by, reader=reader)
    url = reverse("dossiers:start", args=[edition.slug])
    data = {"structure": structure.pk, "title": "Lumières"}
    client.force_login(reader)
    assert client.post(url, data).status_code == 422
    assert not Dossier.objects.exists()
    client.force_login(by)
    assert client.get(url).status_code == 200
    answer = client.post(url, data)
    made = Dossier.objects.get()
    assert answer["Location"] == reverse("dossiers:structure", args=[made.pk])
    edition.filing_before_at -= timedelta(days=400)
    edition.save()
    assert "n’est pas ouvert" in client.post(url, data).text
    assert Dossier.objects.count() == 1
