"""What waits for the coordination: every kind of thing, nobody else's, in as many questions."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from passeurs.calls.models import Edition, Milestone
from passeurs.desk.actions.dockets import assign, read_dockets
from passeurs.desk.queries import today
from passeurs.desk.queries.today import dates_ahead, tasks_of
from passeurs.dossiers.actions.filing import submit_dossier
from passeurs.dossiers.actions.requests import ask_document
from passeurs.dossiers.enums import RequestState
from passeurs.dossiers.models import DocumentRequest, Dossier, PartnerInvitation
from tests.factories import calls, contacts, organisations
from tests.factories import dossiers as factory

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return calls.edition("occitanie-en-cours", today=timezone.localdate())


@pytest.fixture
def agent(client, edition):
    user = organisations.team_member("coordination", edition.coordination)
    client.force_login(user)
    return user


def codes(user, at=None):
    return {task.code: task.count for task in tasks_of(user, at=at or timezone.now())}


def test_nothing_waits_at_first(client, agent):
    assert codes(agent) == {}
    assert "Tout est fait" in client.get("/bureau/").text


def test_a_contact_waits_until_it_is_answered(client, agent, edition):
    contacts.contact(edition, at=timezone.now(), structure_name="Foyer de Nasbinals")
    assert codes(agent)["contacts"] == 1
    assert "Foyer de Nasbinals" in client.get("/bureau/").text


def test_a_filed_dossier_waits_for_somebody_to_follow_it(client, agent, edition):
    made = factory.complete_dossier(edition, title="Lumières")
    submit_dossier(made, by=made.holder, at=timezone.now())
    read_dockets(at=timezone.now())
    assert codes(agent)["unfollowed"] == 1
    assert "Lumières" in client.get("/bureau/").text
    assign([made], agent, by=agent, at=timezone.now())
    assert "unfollowed" not in codes(agent)


def test_drafts_are_told_a_fortnight_before_their_closing(agent, edition):
    factory.dossier(edition)
    closing = edition.filing_before_at
    assert "closing" not in codes(agent, at=closing - timedelta(days=15))
    assert codes(agent, at=closing - timedelta(days=14))["closing"] == 1
    assert "closing" not in codes(agent, at=closing + timedelta(seconds=1))


def test_a_silent_partner_is_told_after_five_days(agent, edition):
    made = factory.complete_dossier(edition)
    at = timezone.now()
    PartnerInvitation.objects.create(
        partner=made.partners.first(),
        email="cine@exemple.fr",
        asked_by=made.holder,
        asked_at=at - timedelta(days=6),
        last_sent_at=at - timedelta(days=6),
    )
    assert codes(agent)["silent"] == 1


def test_where_no_list_tells_them_all_the_page_says_how_many_there_are(
    client, agent, edition, monkeypatch
):
    monkeypatch.setattr(today, "LONGER", 1)
    made, at = factory.complete_dossier(edition), timezone.now() - timedelta(days=6)
    for partner in made.partners.all():
        PartnerInvitation.objects.create(
            partner=partner, email="x@y.fr", asked_by=made.holder, asked_at=at, last_sent_at=at
        )
    count = made.partners.count()
    assert f"1 sur {count}." in client.get("/bureau/").text


def test_a_siret_waits_to_be_verified_once_there_is_a_dossier(agent, edition):
    made = factory.dossier(edition)
    made.structure.siret_state = "unverified"
    made.structure.save()
    made.structure.coordinations.add(edition.coordination)
    assert codes(agent)["unverified"] == 1


def test_documents_asked_wait_until_they_come_then_until_they_are_read(client, agent, edition):
    made = factory.dossier(edition)
    now, day = timezone.now(), timezone.localdate()
    late = ask_document(made, label="RIB", words="", due_on=day, key=uuid4(), by=agent, at=now)
    ask_document(
        made, label="Lettre", words="", due_on=day + timedelta(9), key=uuid4(), by=agent, at=now
    )
    assert codes(agent)["expected"] == 2
    assert "dont 1 en retard" in titles(agent, at=now + timedelta(days=2))
    DocumentRequest.objects.filter(pk=late.pk).update(state=RequestState.RECEIVED)
    assert (codes(agent)["expected"], codes(agent)["received"]) == (1, 1)
    page = client.get("/bureau/").text
    assert "Pièces reçues, à relire" in page
    assert f"/pieces-demandees/#demande-{late.pk}" in page


def titles(user, *, at):
    return " ".join(task.title for task in tasks_of(user, at=at))


def test_nothing_of_another_region_waits_here(agent):
    other = calls.edition("deux-seances-1")
    contacts.contact(other, at=timezone.now())
    made = factory.complete_dossier(other)
    made.structure.siret_state = "unverified"
    made.structure.save()
    read_dockets(at=timezone.now())
    assert codes(agent) == {}


def test_the_dates_of_the_next_six_weeks_are_told_in_order(agent, edition):
    at = edition.filing_before_at - timedelta(days=1)
    coming = list(dates_ahead(agent, at=at))
    assert coming == sorted(coming, key=lambda date: date.at)
    assert {date.edition for date in coming} == {edition}
    assert all(at <= date.at <= at + timedelta(days=45) for date in coming)
    assert Milestone.objects.filter(edition__in=Edition.objects.exclude(pk=edition.pk)).count() == 0


@pytest.mark.parametrize("rows", [1, 3, 12])
def test_the_page_asks_as_much_whatever_waits(client, agent, edition, rows):
    for rank in range(rows):
        contacts.contact(edition, at=timezone.now(), rank=rank)
        factory.dossier(edition)
        filed = factory.dossier(edition)
        Dossier.objects.filter(pk=filed.pk).update(state="submitted", submitted_at=timezone.now())
    read_dockets(at=timezone.now())
    assert codes(agent)["unfollowed"] == rows
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/bureau/").status_code == 200
    assert len(asked) == 23, "\n".join(one["sql"][:120] for one in asked)


@pytest.mark.parametrize("role", ["drac", "region"])
def test_those_who_only_read_are_led_to_the_dossiers(client, edition, role):
    contacts.contact(edition, at=timezone.now(), structure_name="KANARI")
    client.force_login(organisations.team_member(role, edition.coordination))
    page = client.get("/bureau/").text
    assert "Les dossiers de la région" in page
    assert "KANARI" not in page
