"""The minutes on paper: who was there, who left, each dossier with its votes and decision."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from passeurs.core.typography import NBSP, clock, euros, french_date, local, plural
from passeurs.documents.pdf import render_pdf
from passeurs.organisations.letterheads import letterhead_of
from passeurs.organisations.models import Coordination

from ..enums import Verdict
from ..models import Ballot, Minutes, Passage, Presence, Sitting
from ..queries.session import left_of, title_of
from ..queries.sittings import seats_of

TONES = {Verdict.GRANTED: "ok", Verdict.DECLINED: "no", Verdict.WAITING: "wait"}
NO_DECISION = "Pas de décision"
RANK = ", rang "
EXTRACT = "Extrait : les dossiers que son lecteur a pu entendre, sans total ni rang d’attente."


def minutes_pdf(data: Mapping[str, Any], *, coordination: Coordination, at: datetime) -> bytes:
    """The PDF of these words; the same bytes each time."""
    return render_pdf(
        "committee/pdf/minutes.typ",
        data,
        title=f"{data['title']}, {data['name']}, version {data['version']}",
        at=at,
        letterhead=letterhead_of(coordination),
    )


def excerpt_pdf(minutes: Minutes, seen: set[str]) -> bytes:
    """The same minutes for whoever is kept away from some dossiers: neither them, nor any total.

    What a correction was for may name one: it stays out too. So do the ranks of the waiting list,
    where a hole would tell.
    """
    kept = [one for one in minutes.data["dossiers"] if one["key"] in seen]
    numbered = [_extracted(one, number) for number, one in enumerate(kept, 1)]
    left_out = {"envelopes": [], "reason": "", "figures": [], "notice": EXTRACT}
    data = minutes.data | left_out | {"dossiers": numbered, "title": "Extrait du procès-verbal"}
    coordination = minutes.sitting.edition.coordination
    return minutes_pdf(data, coordination=coordination, at=minutes.made_at)


def _extracted(told: Mapping[str, Any], number: int) -> dict[str, Any]:
    return {**told, "number": str(number), "verdict": told["verdict"].partition(RANK)[0]}


def minutes_data(
    sitting: Sitting, *, version: int, replaces: Minutes | None, reason: str, at: datetime
) -> dict[str, Any]:
    """Every word of the minutes."""
    zone = sitting.edition.timezone
    seats = seats_of(sitting)
    passages = _passages(sitting)
    there = set(Presence.objects.filter(seat__sitting=sitting).values_list("seat", flat=True))
    return {
        "title": "Procès-verbal",
        "name": sitting.name,
        "edition": sitting.edition.title,
        "when": sitting.when,
        "place": sitting.place or ("À distance" if sitting.video_link else ""),
        "version": version,
        "made": moment(at, zone),
        "replaces": _replaced(replaces, zone),
        "reason": reason,
        "quorum": plural(sitting.quorum, "voix", "voix"),
        "seats": [_seat(one, there, zone) for one in seats],
        "notice": "",
        "figures": _figures(passages),
        "dossiers": [_dossier(n, one, sitting.quorum) for n, one in enumerate(passages, 1)],
        "envelopes": [
            [one.funder, euros(one.total), euros(one.given), euros(one.left)]
            for one in left_of(sitting)
        ],
    }


def _figures(passages: list[Passage]) -> list[list[str]]:
    """How many of each decision, and what was granted in all."""
    decisions = [one.decision for one in passages if hasattr(one, "decision")]
    counts = Counter(one.verdict for one in decisions)
    granted = sum(grant.amount for one in decisions for grant in one.grants.all())
    found = [(len(passages), "dossier", "dossiers"), (counts[Verdict.GRANTED], "accord", "accords")]
    found.append((counts[Verdict.DECLINED], "refus", "refus"))
    found.append((counts[Verdict.WAITING], "en attente", "en attente"))
    told = [plural(count, one, many).split(NBSP, 1) for count, one, many in found]
    return [*told, [euros(granted), "accordés"]]


def moment(at: datetime, zone: str) -> str:
    here = local(at, zone)
    return f"{french_date(here.date())} à {clock(here)}"


def _replaced(minutes: Minutes | None, zone: str) -> str:
    if minutes is None:
        return ""
    made = moment(minutes.made_at, zone)
    return f"la version {minutes.version}, du {made} (SHA-256 {minutes.sha256})"


def _passages(sitting: Sitting) -> list[Passage]:
    related = ("dossier__structure", "dossier__project", "decision")
    rows = sitting.passages.select_related(*related)
    parts = ("decision__grants__envelope", "decision__versions", "remarks", "leavings__seat__user")
    return list(rows.prefetch_related(*parts, "ballots__voices__seat__user"))


def _seat(seat: Any, there: set[int], zone: str) -> list[str]:
    role = seat.get_role_display()
    if seat.stands_in_for:
        role = f"{role}, suppléance de {seat.stands_in_for.name}"
    return [seat.name, seat.body, role, _times(seat, zone) if seat.pk in there else "Absent"]


def _times(seat: Any, zone: str) -> str:
    told = []
    for one in seat.presences.all():
        end = f" à {clock(local(one.left_at, zone))}" if one.left_at else ""
        told.append(f"{'de ' if end else 'dès '}{clock(local(one.came_at, zone))}{end}")
    return ", ".join(told)


def _dossier(number: int, passage: Passage, quorum: int) -> dict[str, Any]:
    decision = getattr(passage, "decision", None)
    return {
        "key": str(passage.dossier_id),
        "number": str(number),
        "title": title_of(passage),
        "reference": passage.dossier.reference,
        "holder": passage.dossier.structure.name,
        "withdrawn": not passage.dossier.is_filed,
        "away": [one.seat.name for one in passage.leavings.all()],
        **_quorate(decision, quorum),
        "ballots": [_ballot(one) for one in passage.ballots.all() if one.closed_at],
        "remarks": [one.text for one in passage.remarks.all()],
        **_decided(decision),
    }


def _quorate(decision: Any, quorum: int) -> dict[str, Any]:
    """The voices that were there when it was last decided in the sitting; else nothing is said."""
    versions = decision.versions.all() if decision else ()
    told = [one.voices for one in versions if one.voices is not None]
    if not told:
        return {"voices": "", "is_quorate": True}
    return {
        "voices": f"{plural(told[-1], 'voix', 'voix')} sur {quorum}",
        "is_quorate": told[-1] >= quorum,
    }


def _decided(decision: Any) -> dict[str, Any]:
    if decision is None:
        blank = {"conditions": "", "motive": "", "amounts": [], "changed": ""}
        return {"verdict": NO_DECISION, "tone": "quiet", **blank}
    verdict = decision.get_verdict_display()
    if decision.rank:
        verdict = f"{verdict}{RANK}{decision.rank}"
    changes = decision.version - 1
    return {
        "verdict": verdict,
        "tone": TONES[Verdict(decision.verdict)],
        "conditions": decision.conditions,
        "motive": decision.reason,
        "amounts": [[one.envelope.funder, euros(one.amount)] for one in decision.grants.all()],
        "changed": f"Changée {plural(changes, 'fois', 'fois')} en séance." if changes else "",
    }


def _ballot(ballot: Ballot) -> dict[str, Any]:
    counts = f"{ballot.in_favour} pour, {ballot.against} contre"
    counts = f"{counts}, {plural(ballot.abstained, 'abstention')}"
    outcome = ballot.get_outcome_display()
    if ballot.is_cast:
        outcome = f"{outcome}, par la voix prépondérante de la présidence"
    said = [f"{one.seat.name}, {one.get_choice_display().lower()}" for one in ballot.voices.all()]
    return {
        "kind": "Vote à bulletin secret" if ballot.is_secret else "Vote",
        "counts": counts,
        "outcome": outcome,
        "voices": [] if ballot.is_secret else said,
    }
