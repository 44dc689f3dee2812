"""A sitting on which every filed dossier passes: three readers, every mark, a decision on half."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from passeurs.committee.actions.envelopes import add_envelope
from passeurs.committee.actions.scenarios import make_scenario, move_line, share_scenario
from passeurs.committee.actions.seats import give_seat, invite_everyone
from passeurs.committee.actions.sittings import create_sitting
from passeurs.committee.models import (
    Decision,
    Grant,
    Mark,
    Passage,
    Presence,
    Reading,
    Session,
    Sitting,
)
from passeurs.dossiers.models import Dossier
from tests.factories import organisations

CHUNK = 500
READERS = (("drac", "president"), ("region", "member"), ("committee", "member"))
GRANT = Decimal(2000)


def convene(edition, agent) -> Sitting:
    """Deliberating, the first dossier on screen, two scenarios shared."""
    at = timezone.now()
    by = {"by": agent, "at": at}
    facts = {"name": "Comité du banc", "place": "Ici", "video_link": "", "quorum": 2}
    facts |= {"starts_at": at, "ends_at": at + timedelta(hours=3)}
    sitting = create_sitting(edition, facts, **by)
    for role, seat in READERS:
        person = organisations.team_member(role, edition.coordination, email=f"{role}@exemple.fr")
        give_seat(sitting, person, body=role, role=seat, stands_in_for=None, **by)
    invite_everyone(sitting, **by)
    filed = Dossier.objects.filed().order_by("reference").values_list("pk", flat=True)
    rows = [Passage(sitting=sitting, dossier_id=pk, rank=n) for n, pk in enumerate(filed, 1)]
    passages = Passage.objects.bulk_create(rows, batch_size=CHUNK)
    sitting.grid = edition.document()["grid"]
    sitting.state = "deliberating"
    sitting.save()
    _read(sitting, passages, at)
    envelope = add_envelope(sitting, _envelope(len(passages)), **by)
    _decide(passages[::2], envelope, agent, at)
    Session.objects.create(sitting=sitting, passage=passages[0], version=1, shown=1)
    Presence.objects.bulk_create(Presence(seat=one, came_at=at) for one in sitting.seats.all())
    for name in ("Au mérite", "Plus large"):
        scenario = make_scenario(sitting, name, **by)
        move_line(scenario, len(passages) // 2, **by)
        share_scenario(scenario, is_shared=True, **by)
    return sitting


def _envelope(count):
    total = GRANT * count
    return {"funder": "DRAC", "source": "drac", "total": total, "ceiling": Decimal(5000)}


def _read(sitting, passages, at):
    for place, seat in enumerate(sitting.seats.all()):
        rows = [
            Reading(
                seat=seat, passage=one, comment="Lu.", version=1, touched_at=at, given_at=at,
                score=Decimal((n * 7 + place * 5) % 100) / 100,
            )
            for n, one in enumerate(passages)
        ]  # fmt: skip
        made = Reading.objects.bulk_create(rows, batch_size=CHUNK)
        Mark.objects.bulk_create(
            (
                Mark(reading=one, criterion=line["code"], value=3, comment="Vu.")
                for one in made
                for line in sitting.grid
            ),
            batch_size=CHUNK,
        )


def _decide(passages, envelope, agent, at):
    rows = [
        Decision(passage=one, verdict="granted", decided_by=agent, decided_at=at)
        for one in passages
    ]
    made = Decision.objects.bulk_create(rows, batch_size=CHUNK)
    Grant.objects.bulk_create(
        (Grant(decision=one, envelope=envelope, amount=GRANT) for one in made), batch_size=CHUNK
    )
