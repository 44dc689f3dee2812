"""What a person chooses to receive: at once, together, or not at all; and the link that stops."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.signing import Signer
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from passeurs.notifications import delivery
from passeurs.notifications.actions import notify, post
from passeurs.notifications.actions.choosing import choose, resume, stop
from passeurs.notifications.actions.keeping import confirm_address
from passeurs.notifications.bounces import note_bounce
from passeurs.notifications.concerns import Concern
from passeurs.notifications.digests import send_due_digests
from passeurs.notifications.enums import DIGEST, Family, MessageState, Rhythm
from passeurs.notifications.links import message_of, stop_url
from passeurs.notifications.models import MailChoice, OutboxMessage
from passeurs.notifications.queries import choices_of, is_written_to
from passeurs.notifications.rendering import Letter
from passeurs.notifications.rhythms import next_digest
from tests.factories.accounts import person
from tests.factories.calls import coordination
from tests.factories.organisations import team_member

pytestmark = pytest.mark.django_db
PARIS = "Europe/Paris"
LIST = 4
AT = datetime(2027, 10, 27, 9, tzinfo=ZoneInfo(PARIS))  # a Wednesday
LEA = "lea@example.org"
MESSAGES = Family.MESSAGES


def tell(key="k", *, family=MESSAGES, to=LEA, at=AT, title="Été", scope=""):
    told = {"key": key, "at": at, "family": family, "scope": scope}
    return notify([to], "words/filed", {"title": title}, **told)[0]


def chosen(rhythm, *, family=MESSAGES, to=LEA, at=AT):
    choose(to, {family: rhythm}, zone=PARIS, at=at)


def leave(at=AT):
    """What the worker does at an instant."""
    return delivery.send_due_messages(clock=lambda: at)


def states():
    return list(OutboxMessage.objects.order_by("created_at", "key").values_list("state", flat=True))


def paris(*parts):
    return datetime(*parts, tzinfo=ZoneInfo(PARIS))


# ---------------------------------------------------------------------------------- the rhythms


@pytest.mark.parametrize(
    ("rhythm", "after", "expected"),
    [
        (Rhythm.DAILY, paris(2027, 10, 27, 6, 59), paris(2027, 10, 27, 7)),
        (Rhythm.DAILY, paris(2027, 10, 27, 7), paris(2027, 10, 28, 7)),
        (Rhythm.DAILY, paris(2027, 10, 30, 12), paris(2027, 10, 31, 7)),
        (Rhythm.WEEKLY, paris(2027, 10, 27, 6), paris(2027, 11, 1, 7)),
        (Rhythm.WEEKLY, paris(2027, 11, 1, 6), paris(2027, 11, 1, 7)),
        (Rhythm.WEEKLY, paris(2027, 11, 1, 7), paris(2027, 11, 8, 7)),
    ],
    ids=["that very morning", "the next", "over the change of hour", "monday", "before", "after"],
)
def test_when_the_next_digest_leaves(rhythm, after, expected):
    assert next_digest(rhythm, after=after, zone=PARIS) == expected


@given(
    rhythm=st.sampled_from([Rhythm.DAILY, Rhythm.WEEKLY]),
    zone=st.sampled_from([PARIS, "Indian/Reunion", "Pacific/Noumea", "America/Cayenne"]),
    after=st.datetimes(datetime(2024, 1, 1), datetime(2032, 1, 1)),
)
def test_it_is_always_seven_there_and_within_a_day_or_a_week(rhythm, zone, after):
    after = after.replace(tzinfo=UTC)
    moment = next_digest(rhythm, after=after, zone=zone).astimezone(ZoneInfo(zone))
    assert (moment.hour, moment.minute) == (7, 0)
    days = 1 if rhythm == Rhythm.DAILY else 7
    assert timedelta(0) < moment.astimezone(UTC) - after <= timedelta(days=days, hours=1)
    assert rhythm == Rhythm.DAILY or moment.weekday() == 0


# ----------------------------------------------------------------------------- what becomes of it


def test_without_a_choice_everything_leaves_at_once(peer):
    tell()
    leave()
    assert len(peer.raw) == 1


def test_what_is_refused_is_written_without_its_words_and_never_sent(peer):
    chosen(Rhythm.NEVER)
    message = tell()
    leave()
    assert (message.state, message.text, message.html) == (MessageState.STOPPED, "", "")
    assert peer.raw == []
    chosen(Rhythm.AT_ONCE)
    assert notify([LEA], "words/filed", {"title": "x"}, key="k", at=AT, family=MESSAGES) == []


def test_a_choice_holds_for_its_family_alone_and_never_for_what_cannot_be_refused(peer):
    for family in Family:
        chosen(Rhythm.NEVER, family=family)
    tell("a", family="")
    leave()
    assert len(peer.raw) == 1
    assert "List-Unsubscribe" not in peer.mails[0]


def test_an_address_that_does_not_receive_is_left_alone_until_it_does(peer):
    note_bounce(LEA, "5.1.1", at=AT)
    assert tell("a").state == MessageState.MUTED
    assert tell("b", family="").state == MessageState.WAITING
    assert not is_written_to(LEA, MESSAGES)
    assert confirm_address("Lea@Example.org")
    assert tell("c").state == MessageState.WAITING
    assert is_written_to(LEA, MESSAGES)
    assert not confirm_address(LEA)


def test_a_full_box_is_still_written_to(peer):
    note_bounce(LEA, "5.2.2", at=AT)
    assert tell().state == MessageState.WAITING


def test_a_secret_never_waits_for_a_digest(peer):
    chosen(Rhythm.DAILY)
    message = post(LEA, Letter("s", "t", ""), key="k", at=AT, is_secret=True, family=MESSAGES)
    assert message.state == MessageState.WAITING


# --------------------------------------------------------------------------------- the digests


def digest(at):
    count = send_due_digests(at=at)
    leave(at)
    return count


def test_a_digest_gathers_what_was_kept_once_and_by_dossier(peer):
    chosen(Rhythm.DAILY)
    for rank, label in enumerate(["Lumières", "Nuits", "Lumières"]):
        concern = Concern(scope="la-trame", about=f"dossier:{label}", label=label)
        letter = Letter(f"Nouvelle {rank}", f"Bonjour,\n\nMot {rank}.\n", "")
        at = AT + timedelta(minutes=rank)
        post(LEA, letter, key=f"k{rank}", at=at, family=MESSAGES, concern=concern)
    assert digest(AT + timedelta(hours=20)) == 0
    assert digest(paris(2027, 10, 28, 7)) == 1
    assert digest(paris(2027, 10, 29, 7)) == 0
    (mail,) = peer.mails
    text = mail.get_body(["plain"]).get_content()
    assert mail["Subject"] == "3\u00a0nouvelles de Passeurs d’images"
    assert text.count("Lumières") == 1
    assert text.index("Nouvelle 0") < text.index("Nouvelle 2") < text.index("Nouvelle 1")
    assert text.count("Mot 1") == 1
    made = OutboxMessage.objects.get(family=DIGEST)
    assert made.items.count() == 3
    assert made.scope == "la-trame"


def test_a_digest_leads_where_each_message_led(peer):
    chosen(Rhythm.DAILY)
    tell()
    digest(paris(2027, 10, 28, 7))
    html = peer.mails[0].get_body(["html"]).get_content()
    assert "https://passeurs.example/dossiers/1/" in html
    assert "https://passeurs.example/compte/courriels/" in html


def test_nothing_kept_makes_no_digest(peer):
    chosen(Rhythm.DAILY)
    assert digest(paris(2027, 10, 28, 7)) == 0
    assert peer.raw == []


def test_the_weekly_does_not_leave_with_the_daily(peer):
    chosen(Rhythm.DAILY)
    chosen(Rhythm.WEEKLY, family=Family.NEWS)
    tell("a")
    tell("b", family=Family.NEWS)
    assert digest(paris(2027, 10, 28, 7)) == 1
    assert states() == ["digested", "held", "sent"]
    assert digest(paris(2027, 11, 1, 7)) == 1


def test_two_regions_in_one_digest_belong_to_neither(peer):
    chosen(Rhythm.DAILY)
    tell("a", scope="la-trame")
    tell("b", scope="ailleurs")
    digest(paris(2027, 10, 28, 7))
    assert OutboxMessage.objects.get(family=DIGEST).scope == ""


def test_changing_one_s_mind_moves_what_was_kept(peer):
    chosen(Rhythm.WEEKLY)
    tell()
    chosen(Rhythm.DAILY)
    assert OutboxMessage.objects.get().next_attempt_at == paris(2027, 10, 28, 7)
    chosen(Rhythm.AT_ONCE)
    assert digest(AT) == 1


def test_refusing_drops_what_was_kept(peer):
    chosen(Rhythm.DAILY)
    tell()
    chosen(Rhythm.NEVER)
    assert digest(paris(2027, 10, 28, 7)) == 0
    assert OutboxMessage.objects.get().text == ""


def test_a_dead_address_gets_no_digest(peer):
    chosen(Rhythm.DAILY)
    tell()
    note_bounce(LEA, "5.1.1", at=AT)
    digest(paris(2027, 10, 28, 7))
    assert peer.raw == []


# ------------------------------------------------------------------------- the link that stops


def sent(peer, **options):
    message = tell(**options)
    delivery.send_message(message.pk, at=AT)
    return message, peer.mails[-1]


def link_of(mail):
    return mail["List-Unsubscribe"].strip("<>").removeprefix("https://passeurs.example")


def test_one_click_stops_a_family_without_signing_in(peer):
    """RFC 8058: a POST of `List-Unsubscribe=One-Click`, without cookie nor token."""
    _, mail = sent(peer)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    client = Client(enforce_csrf_checks=True)
    answer = client.post(link_of(mail), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert choices_of(LEA)[MESSAGES] == Rhythm.NEVER
    assert choices_of(LEA)[Family.NEWS] == Rhythm.AT_ONCE


def test_reading_the_page_stops_nothing(peer, client):
    _, mail = sent(peer)
    shown = client.get(link_of(mail)).content.decode()
    assert "Arrêter ces courriels ?" in shown.replace("\u202f", " ")
    assert not MailChoice.objects.exists()


def test_stopping_is_taken_back(peer, client):
    chosen(Rhythm.WEEKLY, family=Family.NEWS)
    _, mail = sent(peer)
    assert "C’est arrêté" in client.post(link_of(mail), {"geste": "arreter"}).content.decode()
    assert "C’est repris" in client.post(link_of(mail), {"geste": "reprendre"}).content.decode()
    assert choices_of(LEA)[MESSAGES] == Rhythm.AT_ONCE
    assert choices_of(LEA)[Family.NEWS] == Rhythm.WEEKLY


def test_the_link_of_a_digest_stops_what_comes_by_digest(peer):
    chosen(Rhythm.DAILY)
    chosen(Rhythm.NEVER, family=Family.DESK)
    tell()
    digest(paris(2027, 10, 28, 7))
    made = OutboxMessage.objects.get(family=DIGEST)
    stop(made, at=AT)
    assert choices_of(LEA)[MESSAGES] == Rhythm.NEVER
    resume(made, zone=PARIS, at=AT)
    assert choices_of(LEA)[MESSAGES] == Rhythm.DAILY
    assert choices_of(LEA)[Family.DESK] == Rhythm.NEVER
    assert choices_of(LEA)[Family.NEWS] == Rhythm.AT_ONCE


def test_the_link_is_in_the_words_and_holds_no_address(peer):
    _, mail = sent(peer)
    link = link_of(mail)
    assert "lea" not in link
    assert "@" not in link
    for kind in ("plain", "html"):
        assert link in mail.get_body([kind]).get_content()
    assert "Ne plus recevoir" in mail.get_body(["html"]).get_content()


@pytest.mark.parametrize(
    "token",
    ["x", "a" * 5000, "é🎬", "0" * 32 + ".abc", "%00"],
    ids=["short", "long", "signs", "forged", "null"],
)
def test_a_link_that_is_not_ours_leads_nowhere(client, token):
    assert client.post(f"/courriels/arreter/{token}/").status_code in {400, 404}


def test_a_message_that_cannot_be_refused_has_no_link(peer):
    message = tell(family="")
    token = stop_url(message).rstrip("/").rpartition("/")[2]
    assert message_of(token) is None
    other = Signer(salt="autre", sep=".").sign(message.pk.hex)
    assert message_of(other) is None


# ------------------------------------------------------------------------------------ the page


@pytest.fixture
def user():
    return person(email="nadia@exemple.fr")


@pytest.fixture
def signed(client, user):
    client.force_login(user)
    return client


PAGE = "/compte/courriels/"
ALL = dict.fromkeys(("reminders", "requests", "messages", "partners", "news"), Rhythm.AT_ONCE)


def test_the_choices_are_kept(signed, user):
    answer = signed.post(PAGE, ALL | {"messages": "daily", "news": "never"}, follow=True)
    assert "Vos choix sont gardés" in answer.content.decode()
    found = choices_of(user.email)
    assert (found["messages"], found["news"], found["reminders"]) == ("daily", "never", "at_once")
    assert MailChoice.objects.count() == 2


@pytest.mark.parametrize("value", ["", "hourly", "x" * 100_000, "🎬"], ids=["", "?", "long", "🎬"])
def test_another_rhythm_is_refused_and_nothing_is_kept(signed, value):
    answer = signed.post(PAGE, ALL | {"messages": value})
    assert answer.status_code == 422
    assert not MailChoice.objects.exists()


def test_a_family_that_is_not_one_s_own_is_not_kept(signed, user):
    signed.post(PAGE, ALL | {"desk": "never"})
    assert choices_of(user.email)["desk"] == "at_once"


def test_the_desk_and_the_partners_have_families_of_their_own(peer, client, signed, user):
    assert "Alertes du bureau" not in signed.get(PAGE).content.decode()
    tell(family=Family.ASKED, to=user.email)
    assert "Relances adressées à un partenaire" in signed.get(PAGE).content.decode()
    client.force_login(team_member("coordination", coordination()))
    assert "Alertes du bureau" in client.get(PAGE).content.decode()


def test_what_cannot_be_refused_is_said(signed):
    shown = signed.get(PAGE).content.decode()
    for words in ("codes pour entrer", "récépissés", "décisions", "une correction"):
        assert words in shown


def test_a_dead_address_is_told_at_the_next_entrance_and_brought_back_by_a_button(signed, user):
    note_bounce(user.email, "5.1.1", at=timezone.now())
    assert "Votre adresse ne reçoit plus" in signed.get(PAGE).content.decode()
    answer = signed.post(reverse("notifications:confirm"), follow=True)
    assert "reprennent" in answer.content.decode()
    assert "Votre adresse ne reçoit plus" not in answer.content.decode()
    signed.post(reverse("notifications:confirm"))


def test_the_pages_ask_for_a_session(client):
    for name in ("choices", "received"):
        assert client.get(reverse(f"notifications:{name}")).status_code == 302


def test_one_s_own_mails_are_listed_at_the_same_cost(peer, signed, user, django_assert_num_queries):
    tell("a", to=user.email)
    address = reverse("notifications:received")
    signed.get(address)
    with django_assert_num_queries(LIST):
        signed.get(address)
    for rank in range(3):
        tell(f"b{rank}", to=user.email)
    with django_assert_num_queries(LIST):
        assert "Été" in signed.get(address).content.decode()
