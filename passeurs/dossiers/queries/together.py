"""Many dossiers of an edition read together: a few questions for a handful, whatever its number.

`document.dump` then asks nothing more: each dossier keeps what it would have asked one by one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import batched
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Substr

from passeurs.calls.models import Edition
from passeurs.contacts.models import Contact
from passeurs.organisations.enums import SiretState
from passeurs.organisations.models import Structure

from ..models import BudgetLine, Dossier, RuleRuling
from .content import contents_of, keep
from .context import by_reference, requested_by

AT_ONCE = 250
SIREN = 9
RELATED = ("structure__commune", "project", "audience")


def read_together(edition: Edition, dossiers: QuerySet[Dossier]) -> Iterator[Dossier]:
    """These dossiers of an edition, in their order, each ready to be dumped without a question."""
    keys = list(dossiers.values_list("pk", flat=True))
    for some in batched(keys, AT_ONCE):
        found = Dossier.objects.select_related(*RELATED).in_bulk(some)
        yield from _ready(edition, [found[key] for key in some if key in found])


def _ready(edition: Edition, dossiers: list[Dossier]) -> list[Dossier]:
    for dossier in dossiers:
        dossier.edition = edition
    contents, contacts = contents_of(dossiers), _contacts(edition, dossiers)
    rulings, requests = _rulings(dossiers), _requests(edition, dossiers)
    for dossier in dossiers:
        keep(
            dossier,
            content=contents[dossier.pk],
            contacts=contacts[dossier.structure_id],
            rulings=rulings[dossier.pk],
            other_requests=requests[dossier.pk],
        )
    return dossiers


def _contacts(edition: Edition, dossiers: Iterable[Dossier]) -> dict[Any, list[Contact]]:
    structures = {dossier.structure_id for dossier in dossiers}
    rows = Contact.objects.filter(edition=edition, structure__in=structures).order_by("at", "pk")
    return _by("structure_id", rows)


def _rulings(dossiers: list[Dossier]) -> dict[Any, list[RuleRuling]]:
    rows = RuleRuling.objects.filter(dossier__in=dossiers).select_related("by")
    return _by("dossier_id", rows)


def _by(name: str, rows: Iterable[Any]) -> dict[Any, list[Any]]:
    found = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def _requests(edition: Edition, dossiers: list[Dossier]) -> dict[Any, list[dict[str, str]]]:
    """As `context.other_requests` says them, dossier by dossier."""
    by_structure, by_siren = defaultdict(list), defaultdict(list)
    for line in _lines(edition, dossiers):
        structure = line.dossier.structure
        by_structure[structure.pk].append(line)
        if structure.has_verified_siret:
            by_siren[structure.siren].append(line)
    found = {}
    for dossier in dossiers:
        structure = dossier.structure
        verified = structure.has_verified_siret
        lines = by_siren[structure.siren] if verified else by_structure[structure.pk]
        others = [line for line in lines if line.dossier_id != dossier.pk]
        found[dossier.pk] = by_reference((line.dossier.reference, line.amount) for line in others)
    return found


def _lines(edition: Edition, dossiers: list[Dossier]) -> Iterable[BudgetLine]:
    """What is asked by the holders of these dossiers, other establishments of theirs included."""
    structures = [dossier.structure for dossier in dossiers]
    sirens = {one.siren for one in structures if one.has_verified_siret}
    verified = Structure.objects.filter(siret_state=SiretState.VERIFIED)
    kin = verified.annotate(key=Substr("siret", 1, SIREN)).filter(key__in=sirens)
    holders = Q(dossier__structure__in=structures) | Q(dossier__structure__in=kin.values("pk"))
    rows = requested_by(holders, coordination=edition.coordination_id, year=edition.year)
    told = ("amount", "dossier__reference", "dossier__structure__siret")
    related = rows.select_related("dossier__structure")
    return related.only(*told, "dossier__structure__siret_state")
