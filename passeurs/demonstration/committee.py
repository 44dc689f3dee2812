"""A sitting of the committee: who sits, what passes, two envelopes and two ways to share them."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from passeurs.committee.actions.envelopes import add_envelope
from passeurs.committee.actions.passages import put_on_order
from passeurs.committee.actions.proposals import ask_proposal, find_proposal
from passeurs.committee.actions.scenarios import make_scenario, move_line, share_scenario
from passeurs.committee.actions.seats import give_seat, invite_everyone
from passeurs.committee.actions.sittings import create_sitting, move_sitting
from passeurs.committee.models import Sitting
from passeurs.committee.queries.sittings import dossiers_to_put
from passeurs.dossiers.enums import State
from passeurs.dossiers.models import Dossier

from .readings import read_dossiers

SEATS = (
    ("drac", "DRAC Occitanie", "president"),
    ("region", "Région Occitanie", "member"),
    ("comite", "Exploitante de salle", "member"),
)
READ_BEFORE, LAST = 6, time(23, 59, 59)
"""How many days before the sitting everything is read, to the last second."""
BY_MERIT, WIDER = "Au mérite", "Par le calcul"


def load_committee(edition, people, agent, *, at):
    """Call the committee of an edition that has filed dossiers; the sitting, or None."""
    by = {"by": agent, "at": at}
    sitting = Sitting.objects.filter(edition=edition).first() or _call(edition, by)
    passing = list(dossiers_to_put(sitting))
    if passing:
        put_on_order(sitting, passing, **by)
    if not sitting.passages.exists():
        return None
    _seat(sitting, people, by)
    read_dossiers(sitting, people, at=at)
    _share_out(sitting, agent, at=at)
    return sitting


def _call(edition, by):
    start = (by["at"] + timedelta(days=21)).replace(hour=13, minute=0, second=0, microsecond=0)
    facts = {"name": "Comité de sélection", "place": "La Trame, Toulouse", "quorum": 2}
    last = datetime.combine(start - timedelta(days=READ_BEFORE), LAST, ZoneInfo(edition.timezone))
    facts |= {
        "reading_until": last,
        "starts_at": start,
        "ends_at": start + timedelta(hours=3),
        "video_link": "",
    }
    return create_sitting(edition, facts, **by)


def _seat(sitting, people, by):
    if sitting.seats.exists():
        return
    for key, body, role in SEATS:
        if key in people:
            give_seat(sitting, people[key], body=body, role=role, stands_in_for=None, **by)
    invite_everyone(sitting, **by)
    move_sitting(sitting, "read", **by)


def _share_out(sitting, agent, *, at):
    """The DRAC's envelope holds about two thirds of what is asked: a choice is to be made."""
    by = {"by": agent, "at": at}
    if sitting.envelopes.exists():
        return
    add_envelope(sitting, _drac(sitting), **by)
    first = make_scenario(sitting, BY_MERIT, **by)
    move_line(first, max(sitting.passages.count() - 1, 1), **by)
    share_scenario(first, is_shared=True, **by)
    later = at + timedelta(seconds=1)
    second = make_scenario(sitting, WIDER, by=agent, at=later)
    wanted = {"spread": "partly", "into": [one.pk for one in sitting.passages.all()[:1]]}
    find_proposal(ask_proposal(second, wanted, by=agent, at=later), at=later)


def _drac(sitting):
    standing = Dossier.objects.filter(passages__sitting=sitting).exclude(state=State.WITHDRAWN)
    total = Decimal(1300) * standing.count()
    return {
        "funder": "DRAC Occitanie",
        "source": "drac",
        "total": total,
        "ceiling": Decimal(5000),
        "holder_ceiling": Decimal(8000),
        "share": Decimal(80),
        "step": Decimal(50),
    }
