"""What a holder's team and the coordination write to each other."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from passeurs.documents.rules import ANY
from passeurs.dossiers import tasks
from passeurs.dossiers.actions.filing import submit_dossier
from passeurs.dossiers.actions.messages import mail_messages, mark_read, write_message
from passeurs.dossiers.enums import Side
from passeurs.dossiers.models import Message, MessageFile, Reading
from passeurs.dossiers.queries.messages import side_of
from passeurs.journal.models import Entry
from passeurs.notifications.models import OutboxMessage
from tests.factories import documents, organisations
from tests.factories import dossiers as factory
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db
WINDOW = timedelta(minutes=10)


@pytest.fixture
def agent(ready):
    return organisations.team_member(
        "coordination", ready.edition.coordination, first_name="Claire"
    )


@pytest.fixture
def holder(client, ready):
    client.force_login(ready.holder)
    return client


def flow(made):
    return reverse("dossiers:messages", args=[made.pk])


def shown(client, made):
    """The flow as whoever is there has it: the coordination reads it at its desk."""
    return client.get(flow(made), follow=True).text


def send(client, made, text="Une question.", *, key=None, **more):
    sent = {"text": text, "key": key or uuid4()} | more
    return client.post(reverse("dossiers:message_write", args=[made.pk]), sent)


def write(made, side, by, *, at, text="Bonjour."):
    return write_message(made, text, side=Side(side), key=uuid4(), by=by, at=at)


# ------------------------------------------------------------------------------------ the flow


def test_both_sides_read_the_same_flow(client, ready, agent):
    for user, text in ((ready.holder, "De la MJC."), (agent, "De la coordination.")):
        client.force_login(user)
        assert send(client, ready, text).status_code == 302
    for user in (ready.holder, agent):
        client.force_login(user)
        page = shown(client, ready)
        assert page.index("De la MJC.") < page.index("De la coordination.")
    assert list(Message.objects.values_list("side", flat=True)) == ["holder", "coordination"]


def test_the_author_is_a_person_of_a_side(holder, ready):
    send(holder, ready)
    page = shown(holder, ready)
    assert ready.holder.get_full_name() in page
    assert ready.structure.name in page


@pytest.mark.parametrize("role", ["drac", "region", "committee"])
def test_the_other_teams_of_the_region_read_nothing_even_once_filed(client, ready, at, role):
    write(ready, "holder", ready.holder, at=at)
    submit_dossier(ready, by=ready.holder, at=at)
    client.force_login(organisations.team_member(role, ready.edition.coordination))
    assert client.get(flow(ready)).status_code == 403
    assert send(client, ready).status_code == 403


def test_neighbours_and_strangers_find_nothing(client, ready):
    for user in (person(), factory.dossier(ready.edition).holder):
        client.force_login(user)
        assert client.get(flow(ready)).status_code == 404
        assert send(client, ready).status_code == 404


def test_a_reader_reads_and_does_not_write(client, ready):
    reader = person()
    ready.structure.memberships.create(user=reader, role="reader")
    client.force_login(reader)
    page = client.get(flow(ready))
    assert (page.status_code, 'name="text"' in page.text) == (200, False)
    assert send(client, ready).status_code == 403


@pytest.mark.parametrize("state", ["draft", "submitted", "withdrawn", "abandoned"])
def test_one_may_write_in_every_state(holder, ready, state):
    type(ready).objects.filter(pk=ready.pk).update(state=state)
    assert send(holder, ready).status_code == 302


def test_a_filed_dossier_keeps_its_snapshot_and_its_date_when_one_writes(holder, ready, at):
    snapshot = submit_dossier(ready, by=ready.holder, at=at)
    before = type(ready).objects.values().get(pk=ready.pk)
    send(holder, ready)
    assert type(ready).objects.values().get(pk=ready.pk) == before
    snapshot.refresh_from_db()
    assert snapshot.withdrawn_at is None


def test_the_days_stand_between_the_messages(holder, ready, at):
    for days in (3, 3, 1):
        write(ready, "holder", ready.holder, at=at - timedelta(days=days))
    assert holder.get(flow(ready)).text.count('class="day"') == 2


def test_the_flow_asks_as_much_whatever_its_length(
    holder, ready, agent, at, django_assert_max_num_queries
):
    counts = []
    for total in (1, 3):
        while Message.objects.count() < total:
            made = write(ready, "coordination", agent, at=at)
            made.files.create(file=documents.stored_file())
        holder.get(flow(ready))
        with django_assert_max_num_queries(20) as asked:
            holder.get(flow(ready))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_long_flow_opens_on_its_end(holder, ready, at):
    for rank in range(60):
        write(ready, "holder", ready.holder, at=at, text=f"Message {rank}.")
    page = shown(holder, ready)
    assert "Message 59." in page
    assert "Message 9." not in page
    assert "Message 9." in holder.get(f"{flow(ready)}?page=1").text


# ------------------------------------------------------------------------------------- writing


def test_a_double_click_writes_once(holder, ready):
    key = uuid4()
    places = {send(holder, ready, key=key)["Location"] for _ in range(2)}
    assert (Message.objects.count(), len(places)) == (1, 1)
    assert Entry.objects.filter(verb="message.write").count() == 1


def test_two_clicks_at_the_same_instant_write_once(ready, at, monkeypatch):
    """Both found nothing; the second meets the row of the first."""
    key, options = uuid4(), {"side": Side.HOLDER, "by": ready.holder, "at": at}
    first = write_message(ready, "Bonjour.", key=key, **options)
    real = Message.objects.filter

    def blind(**looked):
        return Message.objects.none() if "key" in looked else real(**looked)

    monkeypatch.setattr(Message.objects, "filter", blind)
    assert write_message(ready, "Bonjour.", key=key, **options) == first


@pytest.mark.parametrize(
    "sent",
    [
        {"text": "   "},
        {"text": "a" * 100_000},
        {"text": "nul\0"},
        {"key": "pas une clé"},
        {"key": ""},
    ],
)
def test_what_cannot_be_sent_is_told_and_stays_in_the_page(holder, ready, sent):
    whole = {"text": "Une question gardée.", "key": uuid4()} | sent
    answer = holder.post(reverse("dossiers:message_write", args=[ready.pk]), whole)
    assert answer.status_code == 422
    if "text" not in sent:
        assert "Une question gardée." in answer.text
    assert not Message.objects.exists()


@pytest.mark.parametrize("text", ["🙂 عربي", "<script>alert(1)</script>", "a" * 9_999])
def test_whatever_is_typed_is_shown_as_typed(holder, ready, text):
    assert send(holder, ready, text).status_code == 302
    assert Message.objects.get().text == text
    assert "<script>alert" not in holder.get(flow(ready)).text


def test_the_public_is_sent_to_sign_in(client, ready):
    assert client.get(flow(ready)).status_code == 302


# --------------------------------------------------------------------------------------- files


def test_a_file_goes_with_a_message_and_comes_back_to_both_sides(client, ready, agent):
    client.force_login(ready.holder)
    assert send(client, ready, "", joined=[documents.upload("plan.pdf")]).status_code == 302
    url = reverse("dossiers:message_file", args=[ready.pk, MessageFile.objects.get().pk])
    for user in (ready.holder, agent):
        client.force_login(user)
        assert client.get(url)["Content-Disposition"].startswith("attachment")
    client.force_login(person())
    assert client.get(url).status_code == 404


def test_a_file_of_another_dossier_is_not_found(holder, ready, at):
    other = factory.dossier(ready.edition)
    message = write(other, "holder", other.holder, at=at)
    file = message.files.create(file=documents.stored_file())
    url = reverse("dossiers:message_file", args=[ready.pk, file.pk])
    assert holder.get(url).status_code == 404


@pytest.mark.parametrize(
    "joined",
    [
        [("virus.exe", b"MZ")],
        [("vide.pdf", b"")],
        [("faux.pdf", b"rien")],
        [("a.pdf", None)] * 4,
    ],
)
def test_files_are_checked_as_everywhere(holder, ready, joined):
    files = [documents.upload(name, content) for name, content in joined]
    answer = send(holder, ready, "Voici.", joined=files)
    assert (answer.status_code, "Voici." in answer.text) == (422, True)
    assert not Message.objects.exists()


# -------------------------------------------------------------------------------------- unread


def test_each_side_sees_what_the_other_wrote_until_it_is_read(client, ready, agent, at):
    for _ in range(2):
        write(ready, "holder", ready.holder, at=at)
    client.force_login(agent)
    desk, tab = (
        reverse("desk:dossier", args=[ready.pk]),
        '<span class="n">2<span class="vh"> à lire',
    )
    assert tab in client.get(desk).text
    assert "Messages à lire" in client.get("/bureau/").text
    assert 'id="nouveaux"' in shown(client, ready)
    assert tab not in client.get(desk).text
    assert "Messages à lire" not in client.get("/bureau/").text
    assert 'id="nouveaux"' not in shown(client, ready)


def test_a_holder_finds_what_is_to_read_among_its_dossiers(holder, ready, agent, at):
    write(ready, "coordination", agent, at=at)
    assert "1\u00a0message à lire" in holder.get("/dossiers/").text
    assert "1\u00a0message à lire" in holder.get(reverse("dossiers:projet", args=[ready.pk])).text
    holder.get(flow(ready))
    assert "message à lire" not in holder.get("/dossiers/").text


def test_one_s_own_side_is_never_unread(holder, ready, at):
    colleague = person()
    ready.structure.memberships.create(user=colleague, role="editor")
    write(ready, "holder", colleague, at=at)
    assert "message à lire" not in holder.get("/dossiers/").text


def test_what_is_read_by_one_stays_to_read_for_the_other(client, ready, agent, at):
    colleague = organisations.team_member("coordination", ready.edition.coordination)
    write(ready, "holder", ready.holder, at=at)
    client.force_login(agent)
    shown(client, ready)
    client.force_login(colleague)
    assert "Messages à lire" in client.get("/bureau/").text


def test_reading_never_goes_backwards(ready):
    for up_to in (5, 3, 9):
        mark_read(ready, up_to, by=ready.holder)
    assert Reading.objects.get().up_to == 9


def test_another_coordination_is_told_of_nothing(client, ready, at):
    write(ready, "holder", ready.holder, at=at)
    elsewhere = organisations.team_member("coordination", organisations.coordination())
    client.force_login(elsewhere)
    assert "Messages à lire" not in client.get("/bureau/").text


def test_who_is_of_both_sides_writes_as_the_holder(ready):
    organisations.TeamMember.objects.create(
        user=ready.holder, coordination=ready.edition.coordination, role="coordination"
    )
    assert side_of(ready, ready.holder) == Side.HOLDER
    assert side_of(ready, person()) is None


# -------------------------------------------------------------------------------------- e-mails


def test_messages_written_near_each_other_make_one_e_mail_to_each_person(ready, agent, at):
    other = organisations.team_member("coordination", ready.edition.coordination)
    for minute in (0, 4, 9):
        moment = at + timedelta(minutes=minute)
        write(ready, "holder", ready.holder, at=moment, text=f"Mot {minute}.")
        assert mail_messages(at=moment) == 0
    assert mail_messages(at=at + WINDOW) == 1
    assert mail_messages(at=at + 2 * WINDOW) == 0
    sent = OutboxMessage.objects.all()
    assert {one.to for one in sent} == {agent.email, other.email}
    assert all(one.text.index("> Mot 0.") < one.text.index("> Mot 9.") for one in sent)
    assert all(flow(ready) in one.text for one in sent)
    assert sent[0].subject.startswith("3 messages")


def test_the_other_way_the_whole_team_is_told_but_those_who_left(ready, agent, at):
    stays, leaves, gone = person(), person(), person()
    gone.is_active = False
    gone.save()
    for user in (stays, leaves, gone):
        ready.structure.memberships.create(user=user, role="reader")
    write(ready, "coordination", agent, at=at)
    ready.structure.memberships.filter(user=leaves).delete()
    mail_messages(at=at + WINDOW)
    told = set(OutboxMessage.objects.values_list("to", flat=True))
    assert told == {ready.holder.email, stays.email}
    assert "un message" in OutboxMessage.objects.first().subject.lower()


def test_each_side_s_words_leave_apart(ready, agent, at):
    write(ready, "holder", ready.holder, at=at)
    write(ready, "coordination", agent, at=at)
    assert mail_messages(at=at + WINDOW) == 2
    assert set(OutboxMessage.objects.values_list("to", flat=True)) == {
        agent.email,
        ready.holder.email,
    }


def test_a_message_that_names_a_file_says_where_to_read_it(ready, agent, at):
    joined = {"uploads": [documents.upload("plan.pdf")], "allowed": ANY}
    write_message(ready, "", side=Side.HOLDER, key=uuid4(), by=ready.holder, at=at, **joined)
    mail_messages(at=at + WINDOW)
    assert "plan.pdf" in OutboxMessage.objects.get().text


def test_two_workers_send_one_e_mail(ready, agent, at, monkeypatch):
    write(ready, "holder", ready.holder, at=at)
    twice = [(ready.pk, "holder")] * 2
    monkeypatch.setattr("passeurs.dossiers.actions.messages.to_mail", lambda **_: twice)
    assert mail_messages(at=at + WINDOW) == 1
    assert OutboxMessage.objects.count() == 1


def test_the_task_sends_at_the_minute_it_runs(monkeypatch):
    asked = []
    monkeypatch.setattr(tasks, "mail_messages", lambda *, at: asked.append(at))
    tasks.mail_exchanges.call()
    assert asked
