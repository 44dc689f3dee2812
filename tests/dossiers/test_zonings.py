"""After a new vintage: which places changed class, told once to those whom it concerns."""

from datetime import timedelta

import pytest

from passeurs.dossiers.actions.places import refresh_findings
from passeurs.dossiers.actions.zonings import compare_new_vintages
from passeurs.dossiers.models import Action
from passeurs.dossiers.tasks import compare_places
from passeurs.notifications.models import OutboxMessage
from passeurs.territories.models import RuralClass, Vintage
from tests.factories import calls, territories
from tests.factories import dossiers as factory

pytestmark = pytest.mark.django_db


@pytest.fixture
def rural(edition):
    """Cahors, classed by the edition's own rural vintage."""
    kind = edition.document()["territory"]["rural"]["kind"]
    vintage = edition.document()["territory"]["rural"]["vintage"]
    territories.VintageFactory(kind=kind, vintage=vintage, scope="france")
    territories.CommuneFactory(insee="46042", name="Cahors")
    territories.RuralClassFactory(insee="46042", kind=kind, vintage=vintage)
    return kind, vintage


@pytest.fixture
def action(draft, rural, at):
    made = draft.actions.create(position=1, place_label="Salle des fêtes", commune_id="46042")
    refresh_findings(made)
    compare_new_vintages(at=at)
    return made


def new_vintage(rural, *, later=1, state="none", label="Non classée", at):
    kind, vintage = rural
    loaded = territories.VintageFactory(
        kind=kind, vintage=vintage + later, scope="france", loaded_at=at
    )
    territories.RuralClassFactory(
        insee="46042", kind=kind, vintage=vintage + later, state=state, label=label
    )
    return loaded


def letters():
    return OutboxMessage.objects.filter(key__startswith="dossier.zonings:")


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_a_place_that_a_new_vintage_classes_otherwise_is_told_once(action, rural, at):
    new_vintage(rural, at=at)
    before = Action.objects.get(pk=action.pk).findings
    assert compare_new_vintages(at=at + timedelta(hours=1)) == 1
    told = letters()
    dossier = action.dossier
    assert {letter.to for letter in told} == {
        dossier.created_by.email,
        dossier.edition.coordination.email,
    }
    text = plain(told[0].text)
    kind, vintage = rural
    assert f"Salle des fêtes : classement rural ({kind} {vintage} : oui" in text
    assert f"{kind} {vintage + 1} : non, Non classée)" in text
    assert "l’avis de votre dossier ne change pas" in text
    assert Action.objects.get(pk=action.pk).findings == before
    assert compare_new_vintages(at=at + timedelta(hours=2)) == 0
    assert letters().count() == 2


def test_a_place_that_stays_classed_is_not_spoken_of(action, rural, at):
    new_vintage(rural, state="full", label="FRR socle", at=at)
    assert compare_new_vintages(at=at + timedelta(hours=1)) == 0
    assert not letters().exists()


def test_the_vintage_of_the_call_corrected_reads_a_draft_again(action, rural, at):
    kind, vintage = rural
    RuralClass.objects.filter(insee="46042").update(state="none", label="Non classée")
    Vintage.objects.filter(kind=kind, vintage=vintage).update(loaded_at=at + timedelta(hours=1))
    assert compare_new_vintages(at=at + timedelta(hours=2)) == 1
    assert Action.objects.get(pk=action.pk).findings["rural"]["answer"] == "no"
    assert "corrigés par l’État" in plain(letters()[0].text)


def test_a_filed_dossier_keeps_what_it_said(action, rural, at):
    kind, vintage = rural
    type(action.dossier).objects.filter(pk=action.dossier_id).update(state="submitted")
    RuralClass.objects.filter(insee="46042").update(state="none", label="Non classée")
    Vintage.objects.filter(kind=kind, vintage=vintage).update(loaded_at=at + timedelta(hours=1))
    assert compare_new_vintages(at=at + timedelta(hours=2)) == 1
    assert Action.objects.get(pk=action.pk).findings["rural"]["answer"] == "yes"


def test_an_older_vintage_loaded_for_the_record_says_nothing(action, rural, at):
    new_vintage(rural, later=-1, at=at)
    assert compare_new_vintages(at=at + timedelta(hours=1)) == 0


def test_a_quarter_that_appears_is_told_by_its_name(action, edition, at):
    Action.objects.filter(pk=action.pk).update(lat=44.45, lon=1.44)
    own = edition.document()["territory"]["qpv_vintage"]
    territories.VintageFactory(vintage=own, scope="france", loaded_at=at)
    refresh_findings(Action.objects.get(pk=action.pk))
    compare_new_vintages(at=at)
    territories.VintageFactory(vintage=own + 6, scope="france", loaded_at=at)
    territories.ZoneFactory(
        vintage=own + 6, name="Terre Rouge", communes=["46042"],
        geometry=territories.square(1.43, 44.44, 1.45, 44.46),
    )  # fmt: skip
    assert compare_new_vintages(at=at + timedelta(hours=1)) == 1
    told = plain(letters()[0].text)
    assert f"quartier prioritaire (QPV {own} : non → QPV {own + 6} : oui, Terre Rouge)" in told


def test_a_closed_call_an_abandoned_dossier_and_an_unplaced_action_are_left(action, rural, at):
    dossier = action.dossier
    type(dossier).objects.filter(pk=dossier.pk).update(state="abandoned")
    dossier.actions.create(position=2)
    closed = factory.dossier(calls.edition("occitanie-2024"))
    closed.actions.create(position=1, commune_id="46042", findings=action.findings)
    new_vintage(rural, at=at)
    assert compare_new_vintages(at=at + timedelta(hours=1)) == 0


def test_a_vintage_loaded_while_comparing_is_compared_the_next_night(action, rural, at):
    loaded = new_vintage(rural, at=at)
    stale = Vintage.objects.get(pk=loaded.pk)
    Vintage.objects.filter(pk=loaded.pk).update(loaded_at=at + timedelta(hours=3))
    from passeurs.territories.actions import mark_compared

    mark_compared([stale], at=at + timedelta(hours=1))
    assert Vintage.objects.get(pk=loaded.pk).compared_at is None


def test_the_night_task_compares(action, rural, at, monkeypatch):
    seen = []
    monkeypatch.setattr(
        "passeurs.dossiers.tasks.compare_new_vintages", lambda *, at: seen.append(at)
    )
    compare_places.call()
    assert len(seen) == 1
