"""Calling the committee together: seats, invitations, order, steps; and what may go wrong."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from passeurs.committee.actions.passages import move_passage, put_on_order, take_off_order
from passeurs.committee.actions.seats import (
    answer_invitation,
    give_seat,
    invite_again,
    invite_everyone,
    take_seat,
)
from passeurs.committee.actions.sittings import change_sitting, move_sitting
from passeurs.committee.attachments import calendar_as_file
from passeurs.committee.enums import Answer, State
from passeurs.committee.models import Sitting
from passeurs.committee.queries.sittings import order_for, quorum, seats_of
from passeurs.committee.workflow import TRANSITIONS, possible
from passeurs.core.refusals import Refused
from passeurs.journal.models import Entry
from passeurs.notifications.models import OutboxMessage
from passeurs.organisations.models import TeamMember
from tests.committee.conftest import facts
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db


def mails(prefix):
    return OutboxMessage.objects.filter(key__startswith=prefix)


def plain(**changed):
    return {"body": "Salle", "role": "member", "stands_in_for": None} | changed


# ------------------------------------------------------------------------------------- the steps


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("move", TRANSITIONS)
def test_a_step_leaves_only_from_its_states(seated, agent, at, state, move):
    Sitting.objects.filter(pk=seated.pk).update(state=state)
    sources, target = TRANSITIONS[move]
    seated.refresh_from_db()
    assert (move in possible(seated)) == (state in sources)
    if state in sources:
        move_sitting(seated, move, by=agent, at=at)
        assert Sitting.objects.get(pk=seated.pk).state == target
        assert Entry.objects.about(seated).filter(verb=f"sitting.{move}").exists()
    else:
        with pytest.raises(Refused):
            move_sitting(seated, move, by=agent, at=at)


def test_the_reading_opens_with_a_dossier_and_a_voice(sitting, agent, at):
    with pytest.raises(Refused) as refusal:
        move_sitting(sitting, "read", by=agent, at=at)
    assert len(refusal.value.reasons) == 2


@pytest.mark.parametrize(
    "deed",
    [
        lambda one, by: change_sitting(one, {"name": "Autre"}, **by),
        lambda one, by: give_seat(one, by["by"], **plain(), **by),
        lambda one, by: take_seat(one.seats.first(), **by),
        lambda one, by: invite_everyone(one, **by),
        lambda one, by: invite_again(one.seats.first(), **by),
        lambda one, by: answer_invitation(one, Answer.ACCEPTED, **by),
        lambda one, by: put_on_order(one, [], **by),
        lambda one, by: move_passage(one.passages.first(), 1, **by),
        lambda one, by: take_off_order(one.passages.first(), **by),
    ],
)
def test_nothing_changes_in_a_sitting_that_has_ended(seated, agent, at, deed):
    Sitting.objects.filter(pk=seated.pk).update(state="ended")
    with pytest.raises(Refused):
        deed(seated, {"by": agent, "at": at})


# ------------------------------------------------------------------------------------- the seats


def test_everybody_is_invited_once_with_the_calendar(seated, agent, at):
    sent = mails("sitting.invited")
    assert sent.count() == 3
    assert all(one.attachments[0]["builder"] == "committee.calendar" for one in sent)
    assert "Salle Méliès" in sent[0].text
    with pytest.raises(Refused):
        invite_everyone(seated, by=agent, at=at)


def test_an_invitation_is_sent_again_after_a_day_not_before(seated, agent, at):
    seat = seated.seats.first()
    with pytest.raises(Refused):
        invite_again(seat, by=agent, at=at + timedelta(hours=23))
    invite_again(seat, by=agent, at=at + timedelta(hours=25))
    assert mails(f"sitting.invited:{seat.pk}").count() == 2


def test_a_seat_goes_to_the_team_alone_and_once(seated, agent, drac, at):
    for somebody in (person(), drac):
        with pytest.raises(Refused):
            give_seat(seated, somebody, **plain(), by=agent, at=at)


def test_a_suppleant_stands_in_for_a_titular_who_counts(seated, agent, at):
    by = {"by": agent, "at": at}
    watching = seated.seats.get(role="observer")
    head = seated.seats.get(role="president")
    for wrong in (plain(stands_in_for=watching), plain(role="observer", stands_in_for=head)):
        with pytest.raises(Refused):
            give_seat(seated, agent, **wrong, **by)
    seat = give_seat(seated, agent, **plain(stands_in_for=head), **by)
    assert [one.pk for one in seats_of(seated)][:2] == [head.pk, seat.pk]
    with pytest.raises(Refused):
        take_seat(head, **by)


def test_a_suppleant_who_comes_makes_the_quorum(seated, agent, drac, expert, at):
    head = seated.seats.get(role="president")
    give_seat(seated, agent, **plain(stands_in_for=head), by=agent, at=at)
    invite_everyone(seated, by=agent, at=at)
    answer_invitation(seated, Answer.DECLINED, by=drac, at=at)
    answer_invitation(seated, Answer.ACCEPTED, by=expert, at=at)
    assert not quorum(seats_of(seated), seated).is_met
    answer_invitation(seated, Answer.ACCEPTED, by=agent, at=at)
    assert quorum(seats_of(seated), seated).is_met


def test_who_is_unseated_is_told_and_sees_nothing_more(seated, agent, expert, at):
    seat = seated.seats.get(user=expert)
    take_seat(seat, by=agent, at=at)
    assert mails("sitting.unseated").get().to == expert.email
    assert not Sitting.objects.visible_to(expert).exists()
    with pytest.raises(Refused):
        take_seat(seat, by=agent, at=at)
    with pytest.raises(Refused):
        answer_invitation(seated, Answer.ACCEPTED, by=expert, at=at)


def test_who_leaves_before_being_invited_is_not_told(sitting, agent, expert, at):
    seat = give_seat(sitting, expert, **plain(), by=agent, at=at)
    take_seat(seat, by=agent, at=at)
    assert not mails("sitting.").exists()


# ----------------------------------------------------------------------------- date, place, file


def test_another_place_is_told_to_those_invited(seated, agent, at):
    change_sitting(seated, {"place": "Salle Varda"}, by=agent, at=at)
    assert mails("sitting.moved").count() == 3
    event = Calendar.from_ical(calendar_as_file(str(seated.pk)).content).walk("VEVENT")[0]
    assert (event["sequence"], str(event["location"])) == (1, "Salle Varda")
    assert str(event["uid"]) == f"{seated.pk}@passeurs"


def test_another_quorum_disturbs_nobody_and_the_same_is_not_journaled(seated, agent, at):
    change_sitting(seated, {"quorum": 5}, by=agent, at=at)
    change_sitting(seated, {"quorum": 5}, by=agent, at=at)
    assert not mails("sitting.moved").exists()
    assert Entry.objects.about(seated).filter(verb="sitting.changed").count() == 1


def test_the_calendar_names_no_dossier(seated, first, second, agent, at):
    change_sitting(seated, {"video_link": "https://visio.example/a"}, by=agent, at=at)
    body = calendar_as_file(str(seated.pk)).content.decode()
    assert "https://visio.example/a" in body.replace("\r\n ", "")
    for one in (first, second):
        assert one.reference not in body


# ------------------------------------------------------------------------------------- the order


def titles(sitting, user):
    return [one.dossier.project.title for one in order_for(sitting, user)]


def test_the_order_moves_and_closes_up(seated, agent, expert, at, first, second):
    before = titles(seated, expert)
    move_passage(seated.passages.last(), -1, by=agent, at=at)
    assert titles(seated, expert) == before[::-1]
    take_off_order(seated.passages.first(), by=agent, at=at)
    assert [one.number for one in order_for(seated, expert)] == [1]


def test_a_dossier_taken_back_leaves_no_hole(seated, expert, first):
    type(first).objects.filter(pk=first.pk).update(state="withdrawn")
    assert [(one.number, one.dossier.pk != first.pk) for one in order_for(seated, expert)] == [
        (1, True)
    ]


def test_only_admissible_dossiers_pass_and_once(seated, agent, first, at):
    with pytest.raises(Refused):
        put_on_order(seated, [first], by=agent, at=at)
    gone = seated.passages.first()
    take_off_order(gone, by=agent, at=at)
    take_off_order(gone, by=agent, at=at)
    with pytest.raises(Refused):
        move_passage(gone, 1, by=agent, at=at)


# ------------------------------------------------------------------------------------ who sees it


def test_a_seat_is_seen_once_invited_and_while_of_the_team(sitting, agent, expert, at):
    give_seat(sitting, expert, **plain(), by=agent, at=at)
    assert not Sitting.objects.visible_to(expert).exists()
    assert sitting.access_roles(expert) == set()
    invite_everyone(sitting, by=agent, at=at)
    assert Sitting.objects.visible_to(expert).exists()
    assert sitting.access_roles(expert) == {"sitting_member"}
    TeamMember.objects.filter(user=expert).delete()
    assert not Sitting.objects.visible_to(expert).exists()
    assert sitting.access_roles(expert) == set()


def test_an_observer_is_named_so(seated, observer, agent):
    assert seated.access_roles(observer) == {"sitting_observer"}
    assert seated.access_roles(agent) == {"coordination", "sitting_publisher"}


def test_facts_are_what_the_form_gives(sitting, at):
    assert {name: getattr(sitting, name) for name in facts(at)} == facts(at)


def test_its_hours_are_those_of_the_edition(sitting):
    sitting.starts_at = datetime(2026, 12, 14, 23, 30, tzinfo=UTC)
    sitting.ends_at = datetime(2026, 12, 15, 1, 0, tzinfo=UTC)
    sitting.edition.timezone = "America/Martinique"
    said = sitting.when.replace("\u202f", " ").replace("\u00a0", " ")
    assert said.startswith("lundi 14 décembre 2026, de 19 h 30 à 21 h")
