"""The sitting while it is held: deciding within bounds, voting, being kept away, the minutes."""

import hashlib
from decimal import Decimal
from io import BytesIO

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from passeurs.committee.actions import holding, voting
from passeurs.committee.actions.deciding import OVERTAKEN, Choice, decide
from passeurs.committee.actions.minutes import approve_minutes, make_minutes
from passeurs.committee.actions.seats import give_seat, invite_everyone
from passeurs.committee.actions.sittings import move_sitting
from passeurs.committee.models import Ballot, Decision, Envelope, Leaving, Minutes, Sitting
from passeurs.committee.queries.session import Screen, signal_of
from passeurs.core.refusals import Refused
from passeurs.dossiers.models import BudgetLine, Dossier, Recusal
from tests.factories import organisations
from tests.factories.pdf import text_of

pytestmark = pytest.mark.django_db
GRANTED, DECLINED, WAITING = "granted", "declined", "waiting"
AWAY = "Un dossier dont vous êtes écarté est en discussion"


def url(name, *args):
    return reverse(f"committee:{name}", args=args)


def page(client, sitting, user):
    client.force_login(user)
    answer = client.get(url("session", sitting.pk))
    assert answer.status_code == 200
    return answer.content.decode()


def budget(dossier, asked, cost="10000"):
    dossier.budgetlines.all().delete()
    common = {"dossier": dossier, "scope": "project"}
    BudgetLine.objects.create(**common, side="charge", code="60", label="Films", amount=cost)
    BudgetLine.objects.create(
        **common, side="product", code="74", label="DRAC", funder_kind="drac", amount=asked
    )


@pytest.fixture
def live(seated, agent, drac, expert, first, second, at):  # noqa: PLR0917 - everybody there
    """Deliberating, the DRAC and the expert there; each dossier asks 4 000 € of the DRAC."""
    budget(first, "4000")
    budget(second, "4000")
    move_sitting(seated, "deliberate", by=agent, at=at)
    for user in (drac, expert):
        seat = seated.seats.select_related("sitting").get(user=user)
        holding.mark(seat, is_here=True, by=agent, at=at)
    return Sitting.objects.select_related("edition__coordination").get(pk=seated.pk)


@pytest.fixture
def envelope(live):
    return Envelope.objects.create(sitting=live, funder="DRAC", source="drac", total=6000)


@pytest.fixture
def one(live, first):
    return live.passages.select_related("sitting", "dossier").get(dossier=first)


@pytest.fixture
def two(live, second):
    return live.passages.select_related("sitting", "dossier").get(dossier=second)


@pytest.fixture
def shown(one, agent, at):
    holding.show(one, by=agent, at=at)
    return one


@pytest.fixture
def gone(live, expert, agent, at):
    """The expert left: one voice is there, of the two that it takes."""
    holding.mark(live.seats.get(user=expert), is_here=False, by=agent, at=at)


@pytest.fixture
def keep_away(at):
    def declare(user, dossier):
        Recusal.objects.create(user=user, dossier=dossier, tie="declared", by=user, at=at)

    return declare


def grant(envelope, amount, **more):
    return Choice(GRANTED, amounts={envelope.pk: Decimal(amount)}, **more)


# ------------------------------------------------------------------------------------- deciding


def test_a_grant_is_kept_with_its_conditions_and_history(shown, envelope, agent, at):
    decide(shown, grant(envelope, "3500", conditions="Deux salles."), version=0, by=agent, at=at)
    decide(shown, Choice(DECLINED, reason="Trop cher."), version=1, by=agent, at=at)
    found = Decision.objects.get(passage=shown)
    assert (found.verdict, found.reason, found.version) == (DECLINED, "Trop cher.", 2)
    assert not found.grants.exists()
    told = list(found.versions.values_list("version", "verdict", "amounts", "conditions"))
    assert told[0] == (1, GRANTED, {"DRAC": "3500"}, "Deux salles.")
    assert told[1][:3] == (2, DECLINED, {})


@pytest.mark.parametrize(
    ("rules", "amount", "bound", "most"),
    [
        ({}, "4100", "4 000 € demandés", "4 000 €"),
        ({"ceiling": 3000}, "3500", "plafond de 3 000 €", "3 000 €"),
        ({"share": 25}, "3000", "% du coût (2 500 €)", "2 500 €"),
        ({"total": 1000}, "1200", "1 200 € attribués pour 1 000 €", "1 000 €"),
        ({"holder_ceiling": 900}, "1000", "par porteur", "900 €"),
        ({"floor": 2000}, "1500", "plancher de 2 000 €", "4 000 €"),
        ({"step": 100}, "1550", "multiple de 100 €", "4 000 €"),
    ],
)
def test_a_bound_that_is_passed_is_named_with_the_most(  # noqa: PLR0917 - one row of a table
    shown, envelope, agent, at, rules, amount, bound, most
):
    Envelope.objects.filter(pk=envelope.pk).update(**rules)
    with pytest.raises(Refused) as refusal:
        decide(shown, grant(envelope, amount), version=0, by=agent, at=at)
    told = " ".join(refusal.value.reasons).replace("\u202f", " ").replace("\u00a0", " ")
    assert bound in told
    assert f"au plus {most}" in told
    assert not Decision.objects.exists()


def test_what_others_received_is_taken_from_what_is_left(shown, two, envelope, agent, at):
    decide(shown, grant(envelope, "4000"), version=0, by=agent, at=at)
    holding.show(two, by=agent, at=at)
    with pytest.raises(Refused) as refusal:
        decide(two, grant(envelope, "2500"), version=0, by=agent, at=at)
    assert "2\u202f000" in " ".join(refusal.value.reasons)
    decide(two, grant(envelope, "2000"), version=0, by=agent, at=at)


def test_a_decision_seen_too_long_ago_changes_nothing(shown, envelope, agent, drac, at):
    decide(shown, grant(envelope, "3000"), version=0, by=agent, at=at)
    for version in (0, 7):
        with pytest.raises(Refused) as refusal:
            decide(shown, Choice(WAITING, rank=1), version=version, by=drac, at=at)
        assert refusal.value.reasons == (OVERTAKEN,)
    assert Decision.objects.get().verdict == GRANTED


def test_who_comes_second_reads_both_and_may_save_again(client, shown, envelope, agent, drac, at):
    decide(shown, grant(envelope, "3000"), version=0, by=agent, at=at)
    client.force_login(drac)
    typed = {"version": "0", "verdict": DECLINED, "reason": "Un autre motif."}
    answer = client.post(url("decision", shown.sitting_id, shown.pk), typed)
    body = answer.content.decode()
    assert answer.status_code == 422
    assert "Un autre motif." in body
    assert "3\u202f000" in body
    assert 'name="version" value="1"' in body
    typed["version"] = "1"
    assert client.post(url("decision", shown.sitting_id, shown.pk), typed).status_code == 302
    assert Decision.objects.get().verdict == DECLINED


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Choisissez accord"),
        ({"verdict": GRANTED}, "Un accord demande un montant"),
        ({"verdict": DECLINED}, "Dites pourquoi"),
        ({"verdict": WAITING}, "Donnez le rang"),
        ({"verdict": WAITING, "rank": "0"}, "Rang sur la liste"),
        ({"verdict": "peut-être"}, "peut-être"),
    ],
)
def test_a_decision_without_what_makes_it_is_refused(client, shown, envelope, agent, typed, said):
    client.force_login(agent)
    answer = client.post(url("decision", shown.sitting_id, shown.pk), {"version": "0", **typed})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Decision.objects.exists()


def test_a_dossier_taken_back_is_not_decided(shown, first, agent, at):
    Dossier.objects.filter(pk=first.pk).update(state="withdrawn")
    with pytest.raises(Refused):
        decide(shown, Choice(DECLINED, reason="Non."), version=0, by=agent, at=at)


def test_only_the_dossier_on_screen_is_decided(shown, two, agent, at):
    with pytest.raises(Refused):
        decide(two, Choice(DECLINED, reason="Non."), version=0, by=agent, at=at)


def test_what_was_typed_for_a_dossier_that_left_the_screen_is_shown_again(
    client, shown, two, agent, at
):
    holding.show(two, by=agent, at=at)
    client.force_login(agent)
    typed = {"version": "0", "verdict": DECLINED, "reason": "Un motif longuement pesé."}

    answer = client.post(url("decision", shown.sitting_id, shown.pk), typed)

    told = answer.content.decode()
    assert answer.status_code == 422
    assert "Un motif longuement pesé." in told
    assert f"{shown.dossier.project.title}\u00a0» n’est plus à l’écran" in told
    assert not Decision.objects.exists()


def test_without_the_quorum_one_decides_only_knowingly_and_the_minutes_say_so(
    live, shown, gone, agent, at
):
    refusal = {"reason": "Non."}
    with pytest.raises(Refused, match="1\u00a0voix sur 2"):
        decide(shown, Choice(DECLINED, **refusal), version=0, by=agent, at=at)

    decide(shown, Choice(DECLINED, without_quorum=True, **refusal), version=0, by=agent, at=at)

    move_sitting(live, "end", by=agent, at=at)
    row = make_minutes(live, "", by=agent, at=at).data["dossiers"][0]
    assert (row["voices"], row["is_quorate"]) == ("1\u00a0voix sur 2", False)


def test_a_session_that_needs_its_quorum_decides_nothing_without_it(live, shown, gone, agent, at):
    plain = {"counts_votes": False, "is_secret": False, "has_casting_voice": False}
    holding.set_session(live, plain | {"needs_quorum": True}, by=agent, at=at)

    with pytest.raises(Refused, match="ne décide rien sans lui"):
        decide(
            shown, Choice(DECLINED, reason="Non.", without_quorum=True), version=0, by=agent, at=at
        )


def test_the_screen_asks_before_deciding_without_the_quorum(client, shown, gone, agent):
    client.force_login(agent)
    typed = {"version": "0", "verdict": DECLINED, "reason": "Non."}
    address = url("decision", shown.sitting_id, shown.pk)

    answer = client.post(address, typed)

    assert answer.status_code == 422
    assert "Décider sans le quorum" in answer.content.decode()
    assert client.post(address, typed | {"without_quorum": "on"}).status_code == 302


def test_minutes_count_the_voices_that_were_there_when_it_was_decided(
    live, shown, two, expert, agent, at
):
    decide(shown, Choice(DECLINED, reason="Non."), version=0, by=agent, at=at)
    holding.mark(live.seats.get(user=expert), is_here=False, by=agent, at=at)
    holding.show(two, by=agent, at=at)
    decide(two, Choice(DECLINED, reason="Non.", without_quorum=True), version=0, by=agent, at=at)
    move_sitting(live, "end", by=agent, at=at)

    first, second = make_minutes(live, "", by=agent, at=at).data["dossiers"]

    assert (first["voices"], first["is_quorate"]) == ("2\u00a0voix sur 2", True)
    assert (second["voices"], second["is_quorate"]) == ("1\u00a0voix sur 2", False)


# --------------------------------------------------------------------------------------- voting


@pytest.fixture
def voting_on(live, shown, agent, at):
    def start(**rules):
        plain = {"counts_votes": True, "is_secret": False, "has_casting_voice": False}
        holding.set_session(live, plain | rules, by=agent, at=at)
        return voting.open_ballot(shown, by=agent, at=at)

    return start


def test_a_tie_goes_to_the_president_where_their_voice_casts(
    voting_on, shown, agent, drac, expert, at
):
    for rule, outcome in ((False, "tied"), (True, "rejected")):
        ballot = voting_on(has_casting_voice=rule)
        voting.cast(shown, "against", by=drac, at=at)
        voting.cast(shown, "for", by=expert, at=at)
        voting.close_ballot(shown, by=agent, at=at)
        ballot.refresh_from_db()
        assert (ballot.outcome, ballot.is_cast) == (outcome, rule)


def test_a_secret_vote_keeps_counts_alone(voting_on, shown, agent, drac, expert, at):
    ballot = voting_on(is_secret=True, has_casting_voice=True)
    voting.cast(shown, "for", by=drac, at=at)
    voting.cast(shown, "abstains", by=expert, at=at)
    assert set(ballot.voices.values_list("choice", flat=True)) == {""}
    voting.close_ballot(shown, by=agent, at=at)
    ballot.refresh_from_db()
    assert (ballot.in_favour, ballot.against, ballot.abstained) == (1, 0, 1)
    assert (ballot.outcome, ballot.has_casting_voice) == ("adopted", False)


def test_a_voice_speaks_once_and_before_the_end(voting_on, shown, agent, drac, observer, at):
    voting_on()
    voting.cast(shown, "for", by=drac, at=at)
    for user in (drac, observer, agent):
        with pytest.raises(Refused):
            voting.cast(shown, "against", by=user, at=at)
    voting.close_ballot(shown, by=agent, at=at)
    with pytest.raises(Refused) as refusal:
        voting.cast(shown, "against", by=drac, at=at)
    assert refusal.value.reasons == (voting.NO_BALLOT,)
    assert Ballot.objects.get().in_favour == 1


def test_a_titular_or_their_suppleant_votes_never_both(  # noqa: PLR0917 - everybody who is there
    voting_on, live, shown, region, agent, expert, at
):
    other = organisations.team_member("committee", region, first_name="Suzanne")
    head = live.seats.get(user=expert)
    told = {"body": "Ciné-club", "role": "member", "stands_in_for": head}
    seat = give_seat(live, other, **told, by=agent, at=at)
    invite_everyone(live, by=agent, at=at)
    seat.refresh_from_db()
    holding.mark(seat, is_here=True, by=agent, at=at)
    voting_on()
    with pytest.raises(Refused):
        voting.cast(shown, "for", by=other, at=at)
    voting.cast(shown, "for", by=expert, at=at)
    holding.mark(head, is_here=False, by=agent, at=at)
    with pytest.raises(Refused):
        voting.cast(shown, "for", by=other, at=at)
    assert Ballot.objects.get().in_favour == 1


# ---------------------------------------------------------------------------------- kept away


def test_whoever_is_kept_away_reads_one_sentence_and_has_no_voice(  # noqa: PLR0917 - everybody who is there
    client, live, one, envelope, expert, agent, at, keep_away
):
    keep_away(expert, one.dossier)
    holding.show(one, by=agent, at=at)
    decide(
        one,
        grant(envelope, "3210", conditions="Secret.", without_quorum=True),
        version=0,
        by=agent,
        at=at,
    )
    body = page(client, live, expert)
    assert AWAY in body
    for hidden in (
        one.dossier.project.title,
        "3\u202f210",
        "2\u202f790",
        "Secret.",
        "Ce qui reste",
    ):
        assert hidden not in body
    assert client.post(url("voice", live.pk, one.pk, "pour")).status_code == 404
    assert [leaving.seat.user for leaving in Leaving.objects.all()] == [expert]
    screen = Screen(live, agent)
    assert len(screen.voices) == 1
    assert not screen.is_quorate


def test_the_signal_tells_the_kept_away_nothing_of_a_decision(  # noqa: PLR0917 - everybody who is there
    live, one, envelope, expert, drac, agent, at, keep_away
):
    keep_away(expert, one.dossier)
    holding.show(one, by=agent, at=at)
    before = signal_of(live.pk, expert), signal_of(live.pk, drac)
    decide(one, Choice(DECLINED, reason="Non.", without_quorum=True), version=0, by=agent, at=at)
    assert signal_of(live.pk, expert) == before[0]
    assert signal_of(live.pk, drac) != before[1]


def test_a_bound_tells_the_kept_away_no_figure_of_another_dossier(  # noqa: PLR0917 - everybody who is there
    live, one, two, envelope, drac, agent, at, keep_away
):
    keep_away(drac, one.dossier)
    holding.show(one, by=agent, at=at)
    decide(one, grant(envelope, "3999", without_quorum=True), version=0, by=agent, at=at)
    holding.show(two, by=agent, at=at)
    with pytest.raises(Refused) as refusal:
        decide(two, grant(envelope, "3000", without_quorum=True), version=0, by=drac, at=at)
    assert "2\u202f001" not in " ".join(refusal.value.reasons)


def test_a_tie_declared_during_the_discussion_counts_at_once(  # noqa: PLR0917 - everybody there
    live, shown, two, drac, expert, agent, at, keep_away
):
    before = signal_of(live.pk, expert), signal_of(live.pk, drac)

    keep_away(expert, shown.dossier)

    assert signal_of(live.pk, expert) != before[0]
    assert signal_of(live.pk, drac) != before[1]
    screen = Screen(live, drac)
    assert (len(screen.voices), screen.is_quorate) == (1, False)
    assert [one.user for one in screen.leavers] == [expert]
    holding.show(two, by=agent, at=at)
    assert [(row.seat.user, row.passage) for row in Leaving.objects.all()] == [(expert, shown)]


def test_a_tie_declared_during_the_last_dossier_is_in_the_minutes(
    live, shown, expert, agent, at, keep_away
):
    keep_away(expert, shown.dossier)
    move_sitting(live, "end", by=agent, at=at)

    rows = make_minutes(live, "", by=agent, at=at).data["dossiers"]

    assert rows[0]["away"] == [expert.get_full_name()]


def test_a_dossier_taken_back_is_not_told_as_a_tie(client, live, shown, expert, drac, keep_away):
    keep_away(drac, shown.dossier)
    Dossier.objects.filter(pk=shown.dossier_id).update(state="withdrawn")

    told = page(client, live, expert)
    assert "vient d’être retiré par son porteur" in told
    assert AWAY not in told
    assert shown.dossier.project.title not in told
    assert AWAY in page(client, live, drac)


# ------------------------------------------------------------------------------------- following


def test_the_signal_is_one_small_question(client, live, shown, expert, at):
    client.force_login(expert)
    address = url("state", live.pk)
    first = client.get(address)
    with CaptureQueriesContext(connection) as asked:
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert not again.content
    assert sum("committee_sitting" in one["sql"] for one in asked) == 1
    assert len(asked) <= 3
    holding.mark(live.seats.first(), is_here=False, by=expert, at=at)
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_stranger_follows_nothing(client, live, shown, first):
    client.force_login(first.created_by)
    for name in ("session", "state", "minutes"):
        assert client.get(url(name, live.pk)).status_code == 404


def test_who_sits_without_keeping_changes_nothing(client, live, shown, expert):
    client.force_login(expert)
    for address in (
        url("settings", live.pk),
        url("show", live.pk, shown.pk),
        url("presence", live.pk, live.seats.first().pk, "part"),
        url("decision", live.pk, shown.pk),
        url("remark", live.pk, shown.pk),
        url("ballot", live.pk, shown.pk, "ouvrir"),
    ):
        assert client.post(address).status_code == 403


# ----------------------------------------------------------------------------------- the minutes


def test_minutes_are_frozen_approved_and_corrected(  # noqa: PLR0917 - everybody who is there
    client, live, shown, envelope, agent, drac, expert, at
):
    holding.remark(shown, "Une belle équipe.", by=agent, at=at)
    decide(shown, grant(envelope, "3000"), version=0, by=agent, at=at)
    with pytest.raises(Refused):
        make_minutes(live, "", by=agent, at=at)
    move_sitting(live, "end", by=agent, at=at)
    made = make_minutes(live, "", by=agent, at=at)
    assert hashlib.sha256(bytes(made.content)).hexdigest() == made.sha256
    with pikepdf.open(BytesIO(bytes(made.content))) as pdf:
        assert pdf.Root.MarkInfo.Marked
    approve_minutes(made, by=drac, at=at)
    with pytest.raises(Refused):
        make_minutes(live, "", by=agent, at=at)
    later = make_minutes(live, "Un nom mal écrit.", by=agent, at=at)
    assert made.sha256 in later.data["replaces"]
    assert bytes(Minutes.objects.get(version=1).content) == bytes(made.content)
    with pytest.raises(Refused):
        approve_minutes(made, by=drac, at=at)
    client.force_login(expert)
    answer = client.get(url("minutes_file", live.pk, 1))
    assert b"".join(answer.streaming_content) == bytes(made.content)


def test_the_kept_away_are_named_in_minutes_and_read_an_excerpt(  # noqa: PLR0917 - everybody who is there
    client, live, one, two, envelope, expert, agent, at, keep_away
):
    keep_away(expert, one.dossier)
    holding.show(one, by=agent, at=at)
    decide(one, grant(envelope, "3000", without_quorum=True), version=0, by=agent, at=at)
    move_sitting(live, "end", by=agent, at=at)
    made = make_minutes(live, "", by=agent, at=at)
    told = {row["key"]: row for row in made.data["dossiers"]}
    assert told[str(one.dossier_id)]["away"] == [expert.get_full_name()]
    client.force_login(expert)
    answer = client.get(url("minutes_file", live.pk, 1))
    content = b"".join(answer.streaming_content)
    assert content != bytes(made.content)
    assert "extrait" in answer["Content-Disposition"]
    make_minutes(live, f"Le montant de {one.dossier.project.title}.", by=agent, at=at)
    corrected = client.get(url("minutes_file", live.pk, 2))
    said = text_of(b"".join(corrected.streaming_content))
    assert one.dossier.project.title not in said
    assert two.dossier.project.title in said


def test_approving_asks_a_recent_proof(client, live, drac, agent, at):
    move_sitting(live, "end", by=agent, at=at)
    make_minutes(live, "", by=agent, at=at)
    client.force_login(drac)
    session = client.session
    session["proved_at"] = 0
    session.save()
    client.post(url("approve", live.pk, 1))
    assert Minutes.objects.get().approved_at is None
