"""The screens of the committee: who enters, what is typed wrong, how many questions are asked."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from passeurs.committee.models import Seat, Sitting
from tests.committee.conftest import admissible
from tests.factories import calls, organisations

pytestmark = pytest.mark.django_db
GOOD = {
    "name": "Comité de sélection",
    "on": "14/12/2026",
    "starts": "14 h 30",
    "ends": "17:00",
    "place": "Salle Méliès",
    "video_link": "",
    "quorum": "3",
    "marks_shown": "alone",
    "discuss_from": "5",
}


def url(name, *args):
    return reverse(f"committee:{name}", args=args)


def doors_of(sitting, *, seat=1, passage=1):
    """Every address of one sitting that the coordination alone opens."""
    pk = sitting.pk
    return [
        ("get", url("manage", pk)),
        ("get", url("change", pk)),
        ("get", url("passages", pk)),
        ("post", url("invite", pk)),
        ("post", url("seat", pk)),
        ("post", url("seat_act", pk, seat, "inviter")),
        ("post", url("seat_act", pk, seat, "retirer")),
        ("post", url("passage", pk, passage, "monter")),
        ("post", url("passage", pk, passage, "retirer")),
        ("post", url("step", pk, "deliberation")),
    ]


def test_who_sits_reads_and_keeps_nothing(client, seated, drac, expert, observer):
    ids = {"seat": seated.seats.first().pk, "passage": seated.passages.first().pk}
    for user in (drac, expert, observer):
        client.force_login(user)
        assert client.get(url("sitting", seated.pk)).status_code == 200
        assert client.get(url("calendar", seated.pk)).status_code == 200
        for method, address in doors_of(seated, **ids):
            assert getattr(client, method)(address).status_code == 403, address
    assert seated.seats.count() == 3
    assert seated.passages.count() == 2


def test_a_stranger_finds_no_sitting(client, seated, region, first):
    other = calls.edition("deux-seances-1").coordination
    strangers = [
        organisations.team_member("coordination", other),
        organisations.team_member("committee", other),
        organisations.team_member("committee", region),
        organisations.team_member("national"),
        first.created_by,
    ]
    for user in strangers:
        client.force_login(user)
        for method, address in [
            ("get", url("sitting", seated.pk)),
            ("get", url("calendar", seated.pk)),
            ("post", url("answer", seated.pk, "je-viens")),
            *doors_of(seated),
        ]:
            assert getattr(client, method)(address).status_code == 404, address


def test_the_order_is_read_once_the_reading_is_open(client, seated, expert, first):
    client.force_login(expert)
    title = first.project.title
    assert title in client.get(url("sitting", seated.pk)).content.decode()
    Sitting.objects.update(state="preparing")
    assert title not in client.get(url("sitting", seated.pk)).content.decode()


def test_one_says_whether_one_comes_and_changes_ones_mind(client, seated, expert):
    client.force_login(expert)
    for word, answer in (("je-viens", "accepted"), ("je-ne-viens-pas", "declined")):
        assert client.post(url("answer", seated.pk, word)).status_code == 302
        assert Seat.objects.get(user=expert).answer == answer
    assert client.post(url("answer", seated.pk, "peut-etre")).status_code == 404
    Sitting.objects.update(state="ended")
    assert client.post(url("answer", seated.pk, "je-viens")).status_code == 403


def test_my_sittings_say_what_i_answered(client, seated, expert):
    client.force_login(expert)
    assert "Votre réponse est attendue" in client.get(url("mine")).content.decode()


def test_a_sitting_is_prepared_by_screen(client, agent, edition):
    client.force_login(agent)
    response = client.post(url("new"), {**GOOD, "edition": edition.pk})
    made = Sitting.objects.get()
    assert response["Location"] == url("manage", made.pk)
    assert made.starts_at.isoformat() == "2026-12-14T13:30:00+00:00"
    client.post(url("change", made.pk), {**GOOD, "ends": "18h"})
    assert Sitting.objects.get().ends_at.isoformat() == "2026-12-14T17:00:00+00:00"
    assert "18:00" in client.get(url("change", made.pk)).content.decode()


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "", "Nommez la séance"),
        ("on", "demain", "pas lisible"),
        ("starts", "25:00", "Écrivez l’heure ainsi"),
        ("starts", "\x30\u0661", "Écrivez l’heure ainsi"),
        ("ends", "", "Dites jusqu’à quelle heure"),
        ("ends", "14:30", "finit après avoir commencé"),
        ("place", "", "Dites où le comité se réunit"),
        ("video_link", "http://visio.example/a", "pas sûr"),
        ("video_link", "javascript:alert(1)", "pas lisible"),
        ("read_by", "2099-01-01", "se lisent avant la séance"),
        ("discuss_from", "21", "vont jusqu’à 20"),
        ("discuss_from", "", "à partir de quel écart"),
        ("discuss_from", "beaucoup", "un nombre de 0 à 20"),
        ("quorum", "0", "Une voix au moins"),
        ("quorum", "61", "60 voix au plus"),
        ("quorum", "-3", "voix"),
        ("edition", "999999", "error"),
    ],
)
def test_what_is_typed_wrong_is_said_and_kept(client, agent, edition, field, typed, said):
    client.force_login(agent)
    sent = {**GOOD, "edition": edition.pk, field: typed}
    response = client.post(url("new"), sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert said in page
    assert field == "name" or 'value="Comité de sélection"' in page
    assert not Sitting.objects.exists()


def test_the_edition_of_another_region_is_refused(client, agent, edition):
    client.force_login(agent)
    other = calls.edition("deux-seances-1")
    assert client.post(url("new"), {**GOOD, "edition": other.pk}).status_code == 422


def test_seats_and_dossiers_are_given_by_screen(client, agent, sitting, expert, first):
    client.force_login(agent)
    told = {"user": expert.pk, "body": "Ciné-club", "role": "member", "stands_in_for": ""}
    assert client.post(url("seat", sitting.pk), told).status_code == 302
    again = client.post(url("seat", sitting.pk), told)
    assert again.status_code == 422
    assert "a déjà un siège" in again.content.decode()
    seat = Seat.objects.get()
    assert client.post(url("seat_act", sitting.pk, seat.pk, "inviter")).status_code == 302
    assert client.post(url("seat_act", sitting.pk, seat.pk, "rien")).status_code == 404
    chosen = {"dossiers": [str(first.pk)]}
    assert client.post(url("passages", sitting.pk), chosen).status_code == 302
    for wrong in (chosen, {"dossiers": ["rien"]}, {"dossiers": [str(uuid4())]}, {}):
        assert client.post(url("passages", sitting.pk), wrong).status_code == 422
    passage = sitting.passages.get()
    for verb in ("monter", "descendre", "retirer"):
        assert client.post(url("passage", sitting.pk, passage.pk, verb)).status_code == 302
    assert client.post(url("passage", sitting.pk, passage.pk, "monter")).status_code == 404
    assert not sitting.passages.exists()


def test_an_observer_cannot_be_a_suppleant_by_screen(client, seated, agent):
    client.force_login(agent)
    head = seated.seats.get(role="president")
    told = {"user": agent.pk, "body": "X", "role": "observer", "stands_in_for": head.pk}
    response = client.post(url("seat", seated.pk), told)
    assert response.status_code == 422
    assert "ne peut pas observer" in response.content.decode()


def test_the_steps_are_taken_by_screen(client, seated, agent):
    client.force_login(agent)
    for name in ("deliberation", "revenir", "deliberation", "terminer"):
        assert client.post(url("step", seated.pk, name)).status_code == 302
    assert Sitting.objects.get().state == "ended"
    late = client.post(url("step", seated.pk, "lecture"), follow=True)
    assert "a changé d’étape" in late.content.decode()
    assert client.post(url("step", seated.pk, "rien")).status_code == 404
    changed = client.post(url("change", seated.pk), {**GOOD, "quorum": "9"})
    assert changed.status_code == 422
    assert client.get(url("manage", seated.pk)).status_code == 200


def queries(client, address):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


COUNTS = pytest.mark.parametrize("count", [0, 3, 30])


@COUNTS
def test_a_sitting_asks_as_much_for_thirty_dossiers(client, seated, agent, expert, count):
    for rank in range(count):
        put = admissible(seated.edition, f"Projet {rank}")
        seated.passages.create(dossier=put, rank=rank + 3)
        user = organisations.team_member("committee", seated.edition.coordination)
        seated.seats.create(user=user, body=f"Salle {rank}", invited_at=seated.created_at)
    for user, screen, asked in ((expert, "sitting", 8), (agent, "manage", 10)):
        client.force_login(user)
        assert queries(client, url(screen, seated.pk)) == asked


@COUNTS
def test_a_list_of_sittings_asks_as_much_for_thirty(client, seated, agent, expert, count):
    names = ("edition", "starts_at", "ends_at", "created_by", "created_at")
    values = {name: getattr(seated, name) for name in names}
    for rank in range(count):
        made = Sitting.objects.create(name=f"Séance {rank}", quorum=1, **values)
        made.seats.create(user=expert, body="Expert", invited_at=seated.created_at)
    for user, screen in ((expert, "mine"), (agent, "desk")):
        client.force_login(user)
        assert queries(client, url(screen)) == 3
