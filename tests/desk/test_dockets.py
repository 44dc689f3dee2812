"""The desk's card of a dossier: its figures read from it, who follows it, under which labels."""

from datetime import timedelta
from decimal import Decimal

import pytest

from passeurs.core.refusals import Refused
from passeurs.desk import tasks
from passeurs.desk.actions.dockets import (
    assign,
    forget_readings,
    put_label,
    read_docket,
    read_dockets,
    take_label,
)
from passeurs.desk.enums import Zone
from passeurs.desk.models import Docket, Label
from passeurs.desk.queries.dockets import to_read
from passeurs.desk.rules import figures_of
from passeurs.dossiers.models import Dossier
from passeurs.eligibility.verdicts import State
from passeurs.journal.models import Entry
from tests.factories import calls, organisations
from tests.factories import dossiers as factory

AT = factory.AT + timedelta(hours=1)


class Judged:
    def __init__(self, state, *, blocking=False):
        self.state, self.is_blocking_now = state, blocking


def place(insee="", **answers):
    findings = {kind: {"answer": answer} for kind, answer in answers.items()}
    return {"nature": "voir", "place": {"insee": insee, "findings": findings}}


def document(*actions, holder="", asked=None, charges=()):
    lines = [{"side": "charge", "amount": amount} for amount in charges]
    lines += [{"side": "product", "amount": "1.00"}]
    return {
        "holder": {"insee": holder},
        "actions": list(actions),
        "budget": {"requested": asked, "project": lines},
    }


@pytest.mark.parametrize(
    ("actions", "zone"),
    [
        ([], ""),
        ([place("46042")], ""),
        ([place("46042", qpv="no", rural="no")], Zone.NONE),
        ([place("46042", qpv="yes", rural="no")], Zone.QPV),
        ([place("46042", qpv="no", rural="yes")], Zone.RURAL),
        ([place("46042", qpv="yes"), place("48095", rural="yes")], Zone.BOTH),
        ([place("46042", qpv="to_confirm")], Zone.NONE),
    ],
)
def test_the_territory_is_the_one_that_an_action_reaches(actions, zone):
    assert figures_of(document(*actions), [])["zone"] == zone


@pytest.mark.parametrize(
    ("made", "departments"),
    [
        (document(), ""),
        (document(holder="46042"), " 46 "),
        (document(place("31555"), place("31069"), place("2A004"), holder="46042"), " 2A 31 "),
        (document(place(""), holder="97411"), " 974 "),
    ],
)
def test_the_departments_are_those_of_the_actions_else_the_holder_s(made, departments):
    assert figures_of(made, [])["departments"] == departments


def test_the_money_is_exact_and_nothing_is_not_zero():
    figures = figures_of(document(asked="4800.10", charges=["0.10", "0.20"]), [])
    assert (figures["requested"], figures["total"]) == (Decimal("4800.10"), Decimal("0.30"))
    figures = figures_of(document(), [])
    assert (figures["requested"], figures["total"]) == (None, None)


def test_the_points_count_what_was_judged():
    verdicts = [
        Judged(State.MET),
        Judged(State.WAIVED),
        Judged(State.NOT_APPLICABLE),
        Judged(State.UNKNOWN, blocking=True),
        Judged(State.NOT_MET),
        Judged(State.TO_CONFIRM),
    ]
    points = {"judged": 5, "met": 2, "blocking": 1, "to_confirm": 1}
    assert points.items() <= figures_of(document(), verdicts).items()


pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return calls.edition("occitanie-en-cours")


@pytest.fixture
def agent(edition):
    return organisations.team_member("coordination", edition.coordination)


@pytest.fixture
def made(edition):
    return factory.complete_dossier(edition)


def test_a_dossier_is_read_once_until_it_is_touched_again(made):
    assert read_dockets(at=AT) == 1
    assert read_dockets(at=AT) == 0
    docket = made.docket
    assert docket.requested == Decimal("4800.00")
    assert (docket.voir > 0, docket.judged > 10, docket.read_at) == (True, True, AT)
    Dossier.objects.filter(pk=made.pk).update(updated_at=AT + timedelta(seconds=1))
    assert list(to_read()) == [made]


def test_a_night_has_all_of_them_read_again(made):
    tasks.read.call()
    assert list(to_read()) == []
    tasks.read_all_again.call()
    assert list(to_read()) == [made]


def test_reading_again_keeps_who_follows_and_the_labels(made, agent):
    assign([made], agent, by=agent, at=AT)
    put_label([made], "À rappeler", by=agent, at=AT)
    read_docket(made, at=AT)
    docket = Docket.objects.get()
    assert (docket.agent, [str(label) for label in docket.labels.all()]) == (agent, ["À rappeler"])
    assert forget_readings(at=AT) == 1
    closed = made.edition.filing_before_at + timedelta(days=3)
    read_docket(made, at=AT)
    assert forget_readings(at=closed) == 0


def test_who_follows_is_journaled_once_and_may_be_taken_off(made, agent):
    assert assign([made], agent, by=agent, at=AT) == 1
    assert assign([made], agent, by=agent, at=AT) == 0
    assert assign([made], None, by=agent, at=AT) == 1
    told = Entry.objects.filter(verb="docket.assigned").values_list("data__to", flat=True)
    assert list(told) == [agent.get_full_name(), ""]


def test_somebody_of_another_team_follows_nothing(made, agent):
    stranger = organisations.team_member(
        "coordination", calls.edition("deux-seances-1").coordination
    )
    with pytest.raises(Refused, match="n’est pas de l’équipe"):
        assign([made], stranger, by=agent, at=AT)
    assert not Docket.objects.exists()


def test_a_label_is_one_whatever_its_case_and_accents(made, agent):
    put_label([made], "  À   rappeler ", by=agent, at=AT)
    assert put_label([made], "a RAPPELER", by=agent, at=AT) == 0
    assert [str(label) for label in Label.objects.all()] == ["À rappeler"]


def test_a_label_that_nobody_bears_is_forgotten(made, agent):
    put_label([made], "Urgent", by=agent, at=AT)
    assert take_label([made], "urgent", by=agent, at=AT) == 1
    assert take_label([made], "urgent", by=agent, at=AT) == 0
    assert not Label.objects.exists()


@pytest.mark.parametrize("name", ["", "   ", "!!!", "x" * 41])
def test_a_label_without_a_word_or_too_long_is_refused(made, agent, name):
    with pytest.raises(Refused):
        put_label([made], name, by=agent, at=AT)
    assert not Label.objects.exists()
