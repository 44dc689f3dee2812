"""The record of contacts at the desk: chasing, following, answering, inviting, taking it away."""

import csv
import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.utils import timezone

from passeurs.contacts.models import Contact
from passeurs.desk.queries.contacts import conditions, counts_by_view, dossier_of, structures_found
from passeurs.desk.queries.today import tasks_of
from passeurs.dossiers.models import Dossier, Origin, StartInvitation
from passeurs.notifications.models import OutboxMessage
from passeurs.organisations.models import Structure
from tests.factories import calls, organisations
from tests.factories import contacts as make
from tests.factories import dossiers as factory

pytestmark = pytest.mark.django_db
LIST = "/bureau/contacts/"


@pytest.fixture(autouse=True)
def _fresh_counts():
    cache.clear()


@pytest.fixture
def thread(edition, agent):
    return make.contact(edition, at=timezone.now())


def url(thread, name=""):
    return f"{LIST}{thread.pk}/{name}"


def today():
    return timezone.localdate().isoformat()


def noted(**changes):
    facts = {"on": today(), "channel": "video", "person_name": "Nadia", "message": "On avance"}
    return facts | {"key": str(uuid4())} | changes


# --------------------------------------------------------------------------------------- chasing


def test_the_lists_to_chase_are_counted_and_shown(client, edition, agent):
    day = timezone.localdate()
    for rank, days in enumerate((-2, 0, 3)):
        make.contact(
            edition,
            rank=rank,
            structure_name=f"À relancer {days}",
            state="answered",
            next_step_on=day + timedelta(days=days),
        )
    counts = counts_by_view(agent, at=timezone.now())
    assert [counts[name] for name in ("retard", "aujourdhui", "semaine")] == [1, 1, 1]
    page = client.get(f"{LIST}?vue=retard").text
    assert "À relancer -2" in page
    assert "À relancer 3" not in page


def test_who_is_interested_and_has_begun_nothing_is_listed_while_the_closing_is_near(
    edition, agent
):
    at = edition.filing_before_at - timedelta(days=5)
    structure = organisations.structure(known_to=[edition.coordination])
    begun = make.contact(edition, structure=structure)
    led = make.contact(edition, rank=1)
    idle = make.contact(edition, rank=2)
    make.contact(edition, rank=3, state="closed")
    made = factory.dossier(edition, structure=structure)
    Origin.objects.create(contact=led, dossier=made)
    found = Contact.objects.filter(conditions(at=at)["sans-dossier"])
    assert list(found) == [idle]
    early = at - timedelta(days=60)
    assert not Contact.objects.filter(conditions(at=early)["sans-dossier"]).exists()
    assert (dossier_of(begun), dossier_of(led), dossier_of(idle)) == (made, made, None)


def test_what_is_due_is_said_on_the_page_of_the_day(edition, agent):
    for rank in range(7):
        make.contact(
            edition, rank=rank, state="answered", next_step="rappeler",
            next_step_on=timezone.localdate(),
        )  # fmt: skip
    task = {one.code: one for one in tasks_of(agent, at=timezone.now())}["next_steps"]
    assert (task.count, len(task.rows)) == (7, 5)
    assert task.rows[0].facts.startswith("rappeler, pour le ")


def test_the_list_is_sorted_as_asked_and_an_unknown_wish_is_ignored(client, edition, agent):
    make.contact(edition, structure_name="Zinc", rank=1)
    make.contact(edition, structure_name="Atelier")
    page = client.get(f"{LIST}?tri=structure").text
    assert page.index("Atelier") < page.index("Zinc")
    for wrong in ("?tri=hasard", "?vue=ailleurs", "?canal=pigeon", "?page=999", "?q=\x00"):
        assert client.get(f"{LIST}{wrong}").status_code == 200


def test_a_page_holds_fifty(client, edition, agent):
    for rank in range(51):
        make.contact(edition, rank=rank)
    assert client.get(LIST).text.count('class="row-link"') == 50


# ------------------------------------------------------------------------------------- the thread


def test_an_exchange_is_noted_in_its_thread_once(client, thread):
    facts = noted(next_step="Rappeler", next_step_on=today())
    for _ in range(2):
        answer = client.post(url(thread, "suite/"), facts)
    written = thread.following.get()
    assert answer["Location"] == f"{url(thread)}#echange-{written.pk}"
    page = client.get(url(thread)).text
    assert "Visioconférence" in page
    assert "Rappeler" in page
    assert client.get(url(written))["Location"] == url(thread)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("on", "demain"),
        ("on", "2999-01-01"),
        ("channel", "form"),
        ("message", ""),
        ("message", "x" * 100_000),
        ("person_name", "nul\x00"),
        ("next_step_on", "31/02/2026"),
        ("key", "x"),
    ],
)
def test_a_bad_exchange_keeps_what_was_typed(client, thread, field, value):
    answer = client.post(url(thread, "suite/"), noted(**{"message": "🎬 gardé", field: value}))
    assert answer.status_code == 422
    assert field == "message" or "🎬 gardé" in answer.text
    assert not thread.following.exists()


def test_an_answer_leaves_by_mail_and_is_read_in_the_thread(client, thread):
    data = {"subject": "Votre\nprojet", "message": "Bonjour Nadia", "key": str(uuid4())}
    for _ in range(2):
        assert client.post(url(thread, "repondre/"), data).status_code == 302
    assert OutboxMessage.objects.get().subject == "Votre projet"
    assert "Bonjour Nadia" in client.get(url(thread)).text


def test_an_answer_without_words_or_without_an_address_is_told(client, edition, thread):
    bare = make.contact(edition, email="", rank=1)
    data = {"subject": "Votre projet", "message": "Bonjour", "key": str(uuid4())}
    assert client.post(url(thread, "repondre/"), data | {"message": ""}).status_code == 422
    assert client.post(url(bare, "repondre/"), data).status_code == 422
    assert not OutboxMessage.objects.exists()


def test_nobody_sends_without_end(client, thread, monkeypatch):
    monkeypatch.setattr("passeurs.organisations.throttle.is_over", lambda _: True)
    data = {"subject": "Votre projet", "message": "Bonjour", "key": str(uuid4())}
    assert client.post(url(thread, "repondre/"), data).status_code == 422
    assert client.post(url(thread, "inviter/"), {"email": "a@exemple.fr"}).status_code == 422
    assert not OutboxMessage.objects.exists()


# --------------------------------------------------------------------------------- its structure


def test_a_structure_is_found_by_words_without_accents_or_by_its_siret(edition, agent):
    here = organisations.structure(name="École du Regard", known_to=[edition.coordination])
    far = organisations.structure(name="École lointaine")
    assert structures_found(agent, "ecole regard") == [here]
    assert structures_found(agent, f"{far.siret[:3]} {far.siret[3:]}") == [far]
    assert structures_found(agent, " ") == []


def test_a_structure_is_tied_from_the_search(client, edition, thread):
    here = organisations.structure(name="MJC du Pont-Vieux", known_to=[edition.coordination])
    assert "MJC du Pont-Vieux" in client.get(url(thread, "structure/")).text
    client.post(url(thread, "rattacher/"), {"structure": here.pk})
    thread.refresh_from_db()
    assert thread.structure == here


CARD = {"name": "MJC", "siret": "", "legal_status": "association", "actor_kind": "audience"}


def test_a_light_card_is_opened_and_tied(client, thread):
    assert client.post(url(thread, "structure/"), CARD | {"city_text": "Cahors"}).status_code == 302
    thread.refresh_from_db()
    assert (thread.structure.city, thread.structure.memberships.count()) == ("Cahors", 0)
    assert thread.coordination in thread.structure.coordinations.all()


@pytest.mark.parametrize("wrong", [{"name": ""}, {"siret": "12"}, {"legal_status": "x"}], ids=str)
def test_a_bad_card_opens_nothing(client, thread, wrong):
    assert client.post(url(thread, "structure/"), CARD | wrong).status_code == 422
    assert not Structure.objects.exists()


def test_a_siret_taken_meanwhile_is_told(client, thread, monkeypatch):
    taken = organisations.structure()
    monkeypatch.setattr("passeurs.desk.forms.contacts.CardForm.validate_unique", lambda _: None)
    answer = client.post(url(thread, "structure/"), CARD | {"siret": taken.siret})
    assert answer.status_code == 422


# -------------------------------------------------------------------------------- to the dossier


def test_the_person_is_invited_again_then_no_more(client, thread):
    assert client.post(url(thread, "inviter/"), {"email": "a@exemple.fr"}).status_code == 302
    invitation = StartInvitation.objects.get()
    assert "Invitation partie" in client.get(url(thread)).text
    again = url(thread, f"invitations/{invitation.pk}/renvoi/")
    assert "attendez dix minutes" in client.post(again, follow=True).text
    StartInvitation.objects.update(sent_at=timezone.now() - timedelta(hours=1))
    assert "est repartie" in client.post(again, follow=True).text
    client.post(url(thread, f"invitations/{invitation.pk}/annulation/"))
    invitation.refresh_from_db()
    assert invitation.answer == "cancelled"


@pytest.mark.parametrize("email", ["", "nadia@", "x" * 300])
def test_an_invitation_without_an_address_is_told(client, thread, email):
    assert client.post(url(thread, "inviter/"), {"email": email}).status_code == 422


def test_one_does_not_invite_oneself(client, thread, agent):
    assert client.post(url(thread, "inviter/"), {"email": agent.email}).status_code == 422


def test_a_dossier_is_begun_for_the_structure_and_the_thread_shows_it(client, edition, thread):
    refused = client.post(url(thread, "dossier/"), follow=True)
    assert "Rattachez d’abord" in refused.text
    thread.structure = organisations.structure(known_to=[edition.coordination])
    thread.save()
    answer = client.post(url(thread, "dossier/"))
    dossier = Dossier.objects.get()
    assert answer["Location"] == f"/dossiers/{dossier.pk}/saisir-pour/"
    assert dossier.reference in client.get(url(thread)).text
    assert "Personne ne peut encore ouvrir ce dossier" in client.get(answer["Location"]).text


# ------------------------------------------------------------------------------------ taking away


def test_the_register_is_taken_away_and_a_text_is_never_a_formula(client, edition, thread):
    client.post(url(thread, "suite/"), noted(message="=1+1"))
    content = b"".join(client.get(f"{LIST}registre.csv").streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content), delimiter=";"))
    words = rows[0].index("Ce qui s’est dit")
    assert [row[words] for row in rows[1:]] == ["Bonjour", "'=1+1"]


@pytest.mark.parametrize("kind", ["csv", "ods", "xlsx"])
def test_the_register_follows_the_filters(client, edition, agent, kind):
    make.contact(edition, structure_name="Énergie douce")
    make.contact(edition, structure_name="Une autre", rank=1)
    answer = client.get(f"{LIST}registre.{kind}?q=energie")
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content)
    assert kind != "csv" or ("Énergie douce".encode() in content and b"Une autre" not in content)


def test_nothing_of_another_region_is_reached(client, agent):
    other = make.contact(calls.edition("deux-seances-1"), structure_name="CANARI")
    for name in ("", "structure/"):
        assert client.get(url(other, name)).status_code == 404
    for name in ("suite/", "repondre/", "inviter/", "dossier/", "structure/"):
        assert client.post(url(other, name), noted()).status_code == 404
    content = b"".join(client.get(f"{LIST}registre.csv").streaming_content)
    assert b"CANARI" not in content


def test_the_drac_does_not_read_the_register(client, edition):
    client.force_login(organisations.team_member("drac", edition.coordination))
    assert client.get(f"{LIST}registre.csv").status_code == 403
