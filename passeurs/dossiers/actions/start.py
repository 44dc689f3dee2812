"""Opening a dossier."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from passeurs.core.folding import fold
from passeurs.core.refusals import Refused
from passeurs.journal.actions import record
from passeurs.organisations.actions import make_known

from ..enums import SectionCode
from ..models import Audience, Dossier, Project, ReferenceCounter, Section


@transaction.atomic
def start_dossier(edition, structure, *, by, at: datetime, title: str = "") -> Dossier:  # type: ignore[no-untyped-def]
    """Open an empty dossier with its reference and sections.

    Raises `Refused` when the call is not open. Journaled.
    """
    if not edition.is_open(at=at):
        raise Refused("Cet appel n’est pas ouvert : on ne peut pas y ouvrir de dossier.")
    dossier = create_dossier(edition, structure, by=by, at=at, title=title)
    make_known(structure, edition.coordination)
    record("dossier.start", by=by, at=at, obj=dossier, scope=edition.coordination.slug)
    return dossier


def create_dossier(edition, structure, *, by, at: datetime, title: str = "") -> Dossier:  # type: ignore[no-untyped-def]
    """The rows every dossier has from its first minute; the caller holds the transaction."""
    reference = _next_reference(edition)
    dossier = Dossier.objects.create(
        edition=edition,
        structure=structure,
        reference=reference,
        search=fold(f"{reference} {title} {structure.name}"),
        holder_functions=_usual_functions(structure),
        created_by=by,
        created_at=at,
        updated_at=at,
    )
    Project.objects.create(dossier=dossier, title=title)
    Audience.objects.create(dossier=dossier)
    Section.objects.bulk_create(Section(dossier=dossier, code=code) for code in SectionCode.values)
    return dossier


def _next_reference(edition) -> str:  # type: ignore[no-untyped-def]
    ReferenceCounter.objects.get_or_create(edition=edition)
    ReferenceCounter.objects.filter(edition=edition).update(last=F("last") + 1)
    number = ReferenceCounter.objects.values_list("last", flat=True).get(edition=edition)
    return f"{edition.slug.upper()}-{number:04d}"


def _usual_functions(structure) -> list[str] | None:  # type: ignore[no-untyped-def]
    """The function a holder fills by what it is; it may say otherwise in the dossier."""
    return {"audience": ["audience"]}.get(structure.actor_kind)
