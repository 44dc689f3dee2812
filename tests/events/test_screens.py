"""The screens of the events: who enters, what is typed wrong, how many questions are asked."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from passeurs.dossiers.actions.recusals import declare_recusal
from passeurs.dossiers.models import Dossier
from passeurs.events.actions.attendance import issue_certificates, mark
from passeurs.events.actions.events import move_event
from passeurs.events.models import Event, Registration
from passeurs.organisations.models import TeamMember
from tests.factories import calls, organisations
from tests.factories import dossiers as dossier_factory
from tests.factories import events as factory
from tests.factories.accounts import person
from tests.factories.territories import CommuneFactory

pytestmark = pytest.mark.django_db
GOOD = {
    "kind": "training",
    "title": "Monter un atelier",
    "description": "Une journée.",
    "on": "10/03/2027",
    "starts": "9 h 30",
    "ends": "17:00",
    "place": "Cinéma Le Quercy",
    "capacity": "20",
    "opens_on": "01/01/2027",
    "closes_on": "10/03/2027",
    "welcomes_youth": "on",
    "counts_for": "training",
}


def url(name, *args):
    return reverse(f"events:{name}", args=args)


def queries(client, address):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.fixture
def holder():
    return person("Nadia", "Sarrazin")


@pytest.fixture
def structure(holder):
    return organisations.structure(representative=holder, name="MJC des Tilleuls")


def sent(structure, **changed):
    return {"behalf": f"s:{structure.pk}", "adults": "1", "youths": "0", "meals": "0"} | changed


def doors_of(event, line):
    """Every address of one event that the coordination alone opens."""
    pk = event.pk
    return [
        ("get", url("manage", pk)),
        ("get", url("change", pk)),
        ("get", url("day", pk)),
        ("get", url("sheet", pk)),
        ("get", url("export", pk, "csv")),
        ("post", url("step", pk, "clore")),
        ("post", url("remove", pk, line.pk)),
        ("post", url("mark", pk, line.pk, "present")),
    ]


def test_anybody_reads_what_is_published_and_nothing_of_who_comes(
    client, event, come, region, agent, at
):
    line = come()
    draft = factory.event(region, agent, at=at, state="draft", title="Encore un secret")
    index = client.get(url("index")).content.decode()
    page = client.get(url("event", event.pk)).content.decode()
    for said in (index, page):
        assert event.title in said
        assert line.user.last_name not in said
        assert line.structure.name not in said
    assert "Encore un secret" not in index
    for name in ("event", "calendar"):
        assert client.get(url(name, draft.pk)).status_code == 404
        assert client.get(url(name, uuid4())).status_code == 404


def test_the_public_calendar_file_keeps_the_video_link_to_itself(client, event, come):
    Event.objects.update(video_link="https://visio.example/secret")
    body = client.get(url("calendar", event.pk)).content
    assert b"secret" not in body
    assert Calendar.from_ical(body).walk("VEVENT")[0]["summary"] == event.title
    line, waiting = come(adults=10), come()
    assert "visio.example" not in client.get(url("event", event.pk)).content.decode()
    for user, sees in ((line.user, True), (waiting.user, False)):
        client.force_login(user)
        page = client.get(url("event", event.pk)).content.decode()
        assert ("visio.example/secret" in page) is sees


def test_strangers_find_no_desk_and_neighbours_may_not_enter(client, event, come, region):
    line = come()
    other = organisations.coordination()
    for user, status in (
        (organisations.team_member("coordination", other), 404),
        (organisations.team_member("national"), 404),
        (line.user, 404),
        (organisations.team_member("drac", region), 403),
        (organisations.team_member("committee", region), 403),
    ):
        client.force_login(user)
        for method, address in doors_of(event, line):
            assert getattr(client, method)(address).status_code == status, address
    assert Registration.objects.get().state == "registered"


def test_the_line_of_another_event_is_not_reached_through_ones_own(client, event, come, agent, at):
    other = factory.event(organisations.coordination(), agent, at=at)
    line = come(event=other)
    client.force_login(agent)
    for name, more in (("remove", ()), ("mark", ("present",))):
        assert client.post(url(name, event.pk, line.pk, *more)).status_code == 404


def test_one_registers_changes_and_gives_up_by_screen(client, event, holder, structure):
    client.force_login(holder)
    form = url("registration", event.pk)
    told = sent(structure, youths="3", meals="2", diets=["vegan"], travel="help")
    answer = client.post(form, told, follow=True).content.decode()
    assert "Vous êtes inscrit." in answer
    line = Registration.objects.get()
    assert (line.youths, line.meals, line.diets, line.travel) == (3, 2, ["vegan"], "help")
    assert 'value="3"' in client.get(form).content.decode()
    client.post(form, sent(structure, youths="1"))
    line.refresh_from_db()
    assert (line.youths, line.diets) == (1, [])
    page = client.post(url("give_up", event.pk), follow=True).content.decode()
    assert "Merci d’avoir prévenu" in page
    assert "pas inscrit" in client.post(url("give_up", event.pk), follow=True).content.decode()


def test_who_waits_reads_the_rank(client, event, come):
    come(adults=10)
    come()
    second = come()
    client.force_login(second.user)
    page = client.get(url("event", event.pk)).content.decode()
    assert "<strong>2</strong> de la liste d’attente" in page


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"behalf": ""}, "pour quelle structure"),
        ({"behalf": f"s:{uuid4()}"}, "n’êtes plus de cette structure"),
        ({"adults": "0"}, "Un adulte au moins"),
        ({"adults": "61"}, "60 adultes au plus"),
        ({"adults": "deux"}, "Écrivez un nombre"),
        ({"adults": ""}, "Dites combien d’adultes"),
        ({"youths": "-1"}, "Pas moins de zéro"),
        ({"youths": "61"}, "60 jeunes au plus"),
        ({"meals": "2"}, "plus de repas que de personnes"),
        ({"diets": ["meat"]}, "Choisissez dans la liste"),
        ({"travel": "plane"}, "Choisissez dans la liste"),
        ({"adults": "11"}, "plus de places que la rencontre"),
    ],
)
def test_what_is_typed_wrong_is_said(client, event, holder, structure, changed, said):
    client.force_login(holder)
    response = client.post(url("registration", event.pk), sent(structure, **changed))
    assert response.status_code == 422
    page = response.content.decode().replace("\u00a0", " ")
    assert said in page
    assert not Registration.objects.exists()


def test_one_does_not_come_for_a_structure_of_somebody_else(client, event, holder, structure):
    client.force_login(holder)
    theirs = organisations.structure(representative=person())
    assert client.post(url("registration", event.pk), sent(theirs)).status_code == 422


def test_what_an_event_does_not_offer_is_not_asked_nor_kept(client, event, holder, structure):
    Event.objects.update(has_meals=False, has_travel=False, welcomes_youth=False)
    client.force_login(holder)
    client.post(
        url("registration", event.pk), sent(structure, youths="5", meals="1", travel="help")
    )
    line = Registration.objects.get()
    assert (line.youths, line.meals, line.travel) == (0, 0, "")


def test_closed_while_one_was_writing_the_sentence_is_on_the_form(client, event, holder, structure):
    client.force_login(holder)
    Event.objects.update(state="cancelled")
    response = client.post(url("registration", event.pk), sent(structure))
    assert response.status_code == 422
    assert "Cette rencontre est annulée" in response.content.decode()


def test_an_event_is_prepared_opened_and_changed_by_screen(client, region, agent):
    client.force_login(agent)
    response = client.post(url("new"), GOOD)
    made = Event.objects.get()
    assert response["Location"] == url("manage", made.pk)
    assert (made.coordination, made.state, made.counts_for) == (region, "draft", "training")
    assert made.starts_at.isoformat() == "2027-03-10T08:30:00+00:00"
    assert made.closes_at == made.starts_at
    assert client.post(url("step", made.pk, "ouvrir")).status_code == 302
    client.post(url("change", made.pk), GOOD | {"ends_on": "11/03/2027", "closes_on": "05/03/2027"})
    made.refresh_from_db()
    assert (made.state, made.ends_at.isoformat()) == ("open", "2027-03-11T16:00:00+00:00")
    assert made.closes_at.isoformat() == "2027-03-05T23:00:00+00:00"
    page = client.get(url("change", made.pk)).content.decode()
    assert 'value="2027-03-05"' in page
    assert 'value="2027-03-11"' in page
    assert client.post(url("step", made.pk, "rien")).status_code == 404


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": ""}, "Donnez-lui un titre"),
        ({"kind": ""}, "Dites ce que c’est"),
        ({"on": "demain"}, "pas lisible"),
        ({"starts": "25:00"}, "Écrivez l’heure ainsi"),
        ({"ends": "9:00"}, "La fin vient après le début"),
        ({"ends_on": "09/03/2027"}, "La fin vient après le début"),
        ({"closes_on": "11/03/2027"}, "au plus tard le jour même"),
        ({"opens_on": "01/04/2027"}, "ferment après avoir ouvert"),
        ({"capacity": "0"}, "Une place au moins"),
        ({"capacity": "2001"}, "2000 places au plus"),
        ({"capacity": "dix"}, "Écrivez un nombre de places"),
        ({"place": ""}, "Dites où elle se tient"),
        ({"video_link": "http://visio.example"}, "pas sûr"),
        ({"video_link": "javascript:alert(1)"}, "pas lisible"),
        ({"commune": "Nulle part"}, "n’est pas dans la liste"),
        ({"counts_for": "rien"}, "error"),
        ({"edition": "999999"}, "error"),
    ],
)
def test_what_the_desk_types_wrong_is_said_and_kept(client, agent, changed, said):
    CommuneFactory(insee="46042", name="Cahors", postcodes=["46000"])
    client.force_login(agent)
    response = client.post(url("new"), GOOD | changed)
    assert response.status_code == 422
    page = response.content.decode().replace("\u00a0", " ")
    assert said in page
    assert "title" in changed or 'value="Monter un atelier"' in page
    assert not Event.objects.exists()


def test_fewer_places_than_taken_is_said_on_the_form(client, event, come, agent):
    come(adults=5)
    client.force_login(agent)
    response = client.post(url("change", event.pk), GOOD | {"capacity": "4"})
    assert response.status_code == 422
    assert "5\u00a0places sont prises" in response.content.decode()


def test_who_keeps_two_regions_says_which(client, region, agent):
    other = organisations.coordination()
    TeamMember.objects.create(user=agent, coordination=other, role="coordination")
    client.force_login(agent)
    client.post(url("new"), GOOD | {"region": other.slug})
    assert Event.objects.get().coordination == other
    mine = calls.edition("occitanie-en-cours")
    assert mine.coordination == region
    wrong = client.post(url("new"), GOOD | {"region": other.slug, "edition": mine.pk})
    assert "celui d’une autre coordination" in wrong.content.decode()


def test_the_list_is_filtered_and_taken_away(client, event, come, agent):
    one, other = come(diets=["vegan"], meals=1), come()
    client.force_login(agent)
    page = client.get(url("manage", event.pk), {"q": one.user.last_name}).content.decode()
    assert one.name in page
    assert other.name not in page
    assert (
        "Personne ne répond"
        in client.get(url("manage", event.pk), {"etat": "absent"}).content.decode()
    )
    for code in ("csv", "xlsx", "ods"):
        file = client.get(url("export", event.pk, code))
        assert file.status_code == 200
        assert b"".join(file.streaming_content)
    told = b"".join(client.get(url("export", event.pk, "csv")).streaming_content).decode()
    assert one.user.email in told
    assert "Sans aucun produit animal" in told
    assert client.get(url("export", event.pk, "rien")).status_code == 404


def test_a_dossier_one_is_kept_away_from_is_not_named(client, agent, at):
    edition = calls.edition("occitanie-en-cours")
    made = dossier_factory.dossier(edition, title="Le phare secret")
    Dossier.objects.filter(pk=made.pk).update(state="submitted")
    event = factory.event(edition.coordination, agent, at=at)
    told = {"user": made.holder, "structure": made.structure, "at": at}
    factory.registered(event, dossier=made, **told)
    client.force_login(agent)
    for seen in (True, False):
        pages = client.get(url("manage", event.pk)).content.decode()
        pages += b"".join(client.get(url("export", event.pk, "csv")).streaming_content).decode()
        assert ("Le phare secret" in pages) is seen
        if seen:
            found = Dossier.objects.get(pk=made.pk)
            declare_recusal(found, agent, reason="Un proche.", by=agent, at=at)


def test_the_coordination_gives_a_place_back_for_who_called(client, event, come, agent):
    line = come()
    client.force_login(agent)
    page = client.post(url("remove", event.pk, line.pk), follow=True).content.decode()
    assert "la personne est prévenue" in page
    assert Registration.objects.get().state == "cancelled"


def begin(event):
    """The event is today."""
    now = timezone.now()
    Event.objects.update(starts_at=now, ends_at=now + timedelta(hours=2), closes_at=now)
    event.refresh_from_db()


def test_one_tap_signs_and_another_takes_it_back(client, event, come, agent):
    line = come(youths=2)
    client.force_login(agent)
    early = client.post(url("mark", event.pk, line.pk, "present"), follow=True)
    assert "s’ouvre le jour même" in early.content.decode()
    begin(event)
    for word, state in (("present", "came"), ("reprendre", "registered"), ("absent", "absent")):
        response = client.post(url("mark", event.pk, line.pk, word))
        assert response["Location"].endswith(f"#p-{line.pk}")
        assert Registration.objects.get().state == state
    assert client.post(url("mark", event.pk, line.pk, "rien")).status_code == 404
    sheet = client.get(url("sheet", event.pk))
    assert b"".join(sheet.streaming_content).startswith(b"%PDF")


def test_one_downloads_ones_own_certificate_and_no_other(client, event, come, agent):
    line, other = come(), come()
    begin(event)
    mark(line, "came", by=agent, at=event.starts_at)
    move_event(event, "hold", by=agent, at=event.ends_at)
    issue_certificates(at=event.ends_at)
    client.force_login(line.user)
    assert "Mon attestation" in client.get(url("event", event.pk)).content.decode()
    assert b"".join(client.get(url("certificate", event.pk)).streaming_content)[:4] == b"%PDF"
    for user in (other.user, agent):
        client.force_login(user)
        assert client.get(url("certificate", event.pk)).status_code == 404


COUNTS = pytest.mark.parametrize("count", [1, 3, 30])


@COUNTS
def test_the_screens_of_one_event_ask_as_much_for_thirty(client, event, come, agent, count):
    Event.objects.update(capacity=100)
    for _ in range(count):
        come()
    client.force_login(agent)
    assert queries(client, url("manage", event.pk)) == 6
    assert queries(client, url("day", event.pk)) == 5


@COUNTS
def test_the_lists_of_events_ask_as_much_for_thirty(client, agent, holder, structure, count):
    region, at = TeamMember.objects.get(user=agent).coordination, dossier_factory.AT
    for _ in range(count):
        made = factory.event(region, agent, at=at)
        factory.registered(made, at=at, user=holder, structure=structure)
        Event.objects.filter(pk=factory.event(region, agent, at=at).pk).update(state="held")
    assert queries(client, url("index")) == 4
    client.force_login(holder)
    assert queries(client, url("index")) == 8
    client.force_login(agent)
    assert queries(client, url("desk")) == 4
