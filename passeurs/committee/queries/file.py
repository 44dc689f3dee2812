"""All that the file of a sitting tells one reader: what they may judge, numbered from one.

A dossier that its holder took back, or that the reader is kept away from, is nowhere in it.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max

from passeurs.accounts.models import User
from passeurs.core.access import can
from passeurs.dossiers.models import Dossier, RuleRuling, Snapshot
from passeurs.dossiers.queries.document import dump
from passeurs.dossiers.queries.together import read_together
from passeurs.eligibility.engine import evaluate
from passeurs.eligibility.verdicts import Verdict
from passeurs.instruction.models import Sheet
from passeurs.sharing.facts import Request
from passeurs.territories.models import Commune
from passeurs.territories.queries import outlines
from passeurs.territories.regions import departments_of

from ..models import Envelope, Passage, Seat, Sitting, SittingFile
from .figures import Figures, counted
from .requests import ZERO, requests_of
from .sittings import seats_of

type Document = Mapping[str, Any]

RELATED = ("dossier__structure__commune", "dossier__project")


@dataclass(frozen=True)
class Leaf:
    """One dossier: what was filed, judged again with what was ruled since; `number` has no hole."""

    number: int
    passage: Passage
    document: Document
    edition: Document
    verdicts: list[Verdict]
    request: Request
    sheet: Sheet | None

    @property
    def title(self) -> str:
        title: str = self.document["project"].get("title") or self.passage.dossier.reference
        return title


@dataclass(frozen=True)
class Binder:
    """The whole file, before it is put into words."""

    sitting: Sitting
    seats: list[Seat]
    envelopes: list[Envelope]
    leaves: list[Leaf]
    figures: Figures
    communes: Mapping[str, Commune]
    outlines: Mapping[str, Any]


def passing(sitting: Sitting, user: User) -> list[Passage]:
    """The order for this reader, those that stand filed alone; one question."""
    seen = Dossier.objects.judged_by(user).filed()
    rows = sitting.passages.filter(dossier__in=seen.values("pk")).select_related(*RELATED)
    return list(rows.order_by("rank", "pk"))


def binder_of(sitting: Sitting, user: User, *, at: datetime) -> Binder:
    """A few questions for a handful, whatever the number of dossiers."""
    passages = passing(sitting, user)
    envelopes = envelopes_of(sitting)
    requests = requests_of(passages, envelopes, {})
    sheets = sheets_for(sitting, user)
    leaves = _leaves(sitting, user, passages, requests, sheets, at=at)
    proposed = {
        one.pk: sheets[one.dossier_id].amount_proposed or ZERO
        for one in passages
        if one.dossier_id in sheets
    }
    region = departments_of(sitting.edition.coordination.region_name)
    return Binder(
        sitting=sitting,
        seats=seats_of(sitting),
        envelopes=envelopes,
        leaves=leaves,
        figures=counted(requests, proposed, {}, is_whole=True),
        communes=_communes(leaves),
        outlines=outlines(list(region) or None),
    )


def envelopes_of(sitting: Sitting) -> list[Envelope]:
    """Those of the sitting; before any is fixed, what is asked of the DRAC."""
    return list(sitting.envelopes.all()) or [Envelope(source="drac", funder="DRAC")]


def sheets_for(sitting: Sitting, user: User) -> dict[Any, Sheet]:
    """By dossier, the instruction sheets that this reader may read; who keeps it reads them all."""
    keeps = can(user, "sitting.keep", sitting)
    rows = Sheet.objects.all() if keeps else Sheet.objects.shared_with(user)
    return {one.dossier_id: one for one in rows.filter(dossier__passages__sitting=sitting)}


def _leaves(
    sitting: Sitting,
    user: User,
    passages: list[Passage],
    requests: Mapping[int, Request],
    sheets: Mapping[Any, Sheet],
    *,
    at: datetime,
) -> list[Leaf]:
    keys = [one.dossier_id for one in passages]
    filed = _filed(keys)
    ready = {
        one.pk: one for one in read_together(sitting.edition, Dossier.objects.filter(pk__in=keys))
    }
    live = {key: dump(one) for key, one in ready.items()}
    known = _known(live.values(), user)
    edition = sitting.edition.document()
    found = []
    for number, passage in enumerate(passages, start=1):
        snapshot = filed.get(passage.dossier_id)
        document = _for_reader(snapshot, live[passage.dossier_id], known)
        rules = snapshot.edition_document if snapshot else edition
        judged_at = snapshot.received_at if snapshot else at
        found.append(
            Leaf(
                number=number,
                passage=passage,
                document=document,
                edition=rules,
                verdicts=evaluate(document, rules, at=judged_at),
                request=requests[passage.pk],
                sheet=sheets.get(passage.dossier_id),
            )
        )
    return found


def _filed(dossiers: list[Any]) -> dict[Any, Snapshot]:
    """The last filing of each; as long as a correction is not sent back, nobody judges it."""
    rows = Snapshot.objects.filter(dossier__in=dossiers, withdrawn_at=None).defer("verdicts")
    return {one.dossier_id: one for one in rows.order_by("number")}


def _known(documents: Iterable[Document], user: User) -> set[str]:
    """Which of the other dossiers of their holders the reader may judge, by reference."""
    cited = {
        one["reference"] for document in documents for one in document["context"]["other_requests"]
    }
    rows = Dossier.objects.judged_by(user).filter(reference__in=cited)
    return set(rows.values_list("reference", flat=True))


def _for_reader(snapshot: Snapshot | None, live: Document, known: set[str]) -> dict[str, Any]:
    """What was filed, with what is ruled today; a dossier hidden from the reader is not counted."""
    others = live["context"]["other_requests"]
    context = live["context"] | {"other_requests": [o for o in others if o["reference"] in known]}
    return {**(snapshot.document if snapshot else live), "context": context}


def _communes(leaves: list[Leaf]) -> dict[str, Commune]:
    codes = {code for leaf in leaves for code in (holder_insee(leaf), *action_insees(leaf))}
    return Commune.objects.in_bulk(codes - {""})


def holder_insee(leaf: Leaf) -> str:
    insee: str = leaf.document["holder"].get("insee") or ""
    return insee


def action_insees(leaf: Leaf) -> set[str]:
    places = (row.get("place") or {} for row in leaf.document["actions"])
    return {place.get("insee") or "" for place in places} - {""}


def seen_by(sitting: Sitting, user: User) -> list[str]:
    """The keys of the dossiers that would be in the file, in their order."""
    return [str(one.dossier_id) for one in passing(sitting, user)]


def fingerprint_of(sitting: Sitting, user: User) -> str:
    """What stands for all the file tells: another one, and a file made before is stale."""
    passages, envelopes = passing(sitting, user), envelopes_of(sitting)
    keys = [one.dossier_id for one in passages]
    told = (
        _sitting_facts(sitting),
        [(one.pk, one.dossier_id) for one in passages],
        [vars(one) | {"_state": None} for one in envelopes],
        sorted(requests_of(passages, envelopes, {}).items()),
        sorted(Snapshot.objects.filter(dossier__in=keys).values_list("sha256", "withdrawn_at")),
        sorted((str(k), one.version) for k, one in sheets_for(sitting, user).items() if k in keys),
        RuleRuling.objects.filter(dossier__in=keys).aggregate(last=Max("at"), many=Count("pk")),
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()


def _sitting_facts(sitting: Sitting) -> tuple[Any, ...]:
    seats = [(one.name, one.body, one.role, one.stands_in_for_id) for one in seats_of(sitting)]
    return (sitting.name, sitting.starts_at, sitting.ends_at, sitting.place, seats)


def copy_of(sitting: Sitting, user: User) -> SittingFile | None:
    """The reader's own copy, its bytes left aside until they are asked for."""
    return SittingFile.objects.filter(sitting=sitting, reader=user).defer("content").first()
