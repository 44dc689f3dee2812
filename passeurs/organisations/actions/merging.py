"""Two cards of one structure become one: everything that pointed at the second moves.

Applications above point at a structure too: their rows are found by the model itself, so that
this module knows none of them. `passeurs.dossiers.actions.merging` adds what dossiers ask.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.journal.actions import record
from passeurs.notifications.actions import notify

from ..enums import MemberRole
from ..models import JoinRequest, Membership, Structure, StructureInvitation
from ..queries.merging import CARD, pointing_at

SAME = "Choisissez deux structures différentes."
GONE = "L’une des deux structures a déjà été fondue dans une autre."
TWO_VERIFIED = (
    "Ces deux structures ont chacune un SIRET vérifié, et ce n’est pas le même\u00a0: "
    "ce ne sont pas des doublons."
)
STANDS_IN_THE_WAY = "Une ligne des deux structures ne peut pas être tenue deux fois\u00a0: {what}."


@transaction.atomic
def merge_structures(  # noqa: PLR0913 - which into which, what is kept, who, when and why
    kept: Structure,
    absorbed: Structure,
    *,
    taken: Iterable[str],
    by: User,
    at: datetime,
    reason: str,
    scope: str = "",
) -> Structure:
    """Move to `kept` all that pointed at `absorbed`, for ever; the members of both are told.

    `taken` names the parts of the card that come from the absorbed one. The absorbed row stays as
    a trace: without a SIRET, known to nobody, its address leads to the kept one. Refused between a
    structure and itself, one already absorbed, and two SIRET that are both verified.
    """
    kept, absorbed = _held(kept, absorbed)
    data: dict[str, Any] = {
        "absorbed": str(absorbed.pk),
        "siret": absorbed.siret,
        "taken": sorted(taken),
    }
    _take(kept, absorbed, sorted(taken))
    data["moved"] = _move(kept, absorbed)
    Structure.objects.filter(pk=absorbed.pk).update(absorbed_by=kept, absorbed_at=at)
    record("structure.merged", by=by, at=at, obj=kept, reason=reason, data=data, scope=scope)
    told = {"into": str(kept.pk)}
    record("structure.absorbed", by=by, at=at, obj=absorbed, reason=reason, data=told, scope=scope)
    _tell(kept, absorbed, by=by, at=at)
    return kept


def _held(kept: Structure, absorbed: Structure) -> tuple[Structure, Structure]:
    """Both as of now, held in the order of their keys: no two merges wait for each other."""
    if kept.pk == absorbed.pk:
        raise Refused(SAME)
    rows = Structure.objects.select_for_update().filter(pk__in=[kept.pk, absorbed.pk])
    found = {row.pk: row for row in rows.order_by("pk")}
    kept, absorbed = found[kept.pk], found[absorbed.pk]
    if kept.absorbed_by_id or absorbed.absorbed_by_id:
        raise Refused(GONE)
    if kept.has_verified_siret and absorbed.has_verified_siret:
        raise Refused(TWO_VERIFIED)
    return kept, absorbed


def _take(kept: Structure, absorbed: Structure, taken: list[str]) -> None:
    """The SIRET leaves the absorbed card in any case; a verified one is always the one kept."""
    siret, siret_state = absorbed.siret, absorbed.siret_state
    Structure.objects.filter(pk=absorbed.pk).update(siret=None)
    if absorbed.has_verified_siret or ("siret" in taken and not kept.has_verified_siret):
        kept.siret, kept.siret_state = siret, siret_state
    for names in (CARD[part] for part in taken if part in CARD):
        for name in names:
            setattr(kept, name, getattr(absorbed, name))
    kept.save()


def _move(kept: Structure, absorbed: Structure) -> dict[str, int]:
    """How many rows of each model moved."""
    moved = {}
    for model, name in pointing_at(Structure):
        if settle := SETTLED.get(model._meta.label):  # noqa: SLF001 - Django's public door
            settle(kept, absorbed)
        elif model._meta.auto_created:  # noqa: SLF001 - Django's public door
            _settle_links(model, name, kept, absorbed)
        try:
            with transaction.atomic():
                count = model._base_manager.filter(**{name: absorbed}).update(**{name: kept})  # noqa: SLF001 - rows that no manager hides
        except IntegrityError as error:
            what = model._meta.verbose_name  # noqa: SLF001 - Django's public door
            raise Refused(STANDS_IN_THE_WAY.format(what=what)) from error
        if count:
            moved[model._meta.label_lower] = count  # noqa: SLF001 - Django's public door
    return moved


def _settle_links(
    model: type[models.Model], name: str, kept: Structure, absorbed: Structure
) -> None:
    """A many-to-many link that the kept structure has already is not doubled."""
    fields = model._meta.concrete_fields  # noqa: SLF001 - Django's public door
    (other,) = (one.attname for one in fields if one.is_relation and one.name != name)
    rows = model._base_manager  # noqa: SLF001 - rows that no manager hides
    known = rows.filter(**{name: kept}).values(other)
    rows.filter(**{name: absorbed, f"{other}__in": known}).delete()


def _settle_members(kept: Structure, absorbed: Structure) -> None:
    """Who was in both keeps the wider role."""
    theirs = {row.user_id: row for row in absorbed.memberships.all()}
    ranks = MemberRole.values
    for row in kept.memberships.filter(user__in=theirs):
        other = theirs[row.user_id]
        if ranks.index(other.role) < ranks.index(row.role):
            row.role = other.role
            row.save(update_fields=["role"])
        other.delete()


def _settle_invitations(kept: Structure, absorbed: Structure) -> None:
    """One pending invitation an address, and none for who is already in."""
    pending = kept.invitations.pending().values("email")
    absorbed.invitations.pending().filter(email__in=pending).delete()


def _settle_requests(kept: Structure, absorbed: Structure) -> None:
    """One pending request a person."""
    pending = JoinRequest.objects.filter(structure=kept, answer="").values("user")
    absorbed.join_requests.filter(answer="", user__in=pending).delete()


SETTLED: dict[str, Callable[[Structure, Structure], None]] = {
    Membership._meta.label: _settle_members,  # noqa: SLF001 - Django's public door
    StructureInvitation._meta.label: _settle_invitations,  # noqa: SLF001 - Django's public door
    JoinRequest._meta.label: _settle_requests,  # noqa: SLF001 - Django's public door
}
"""What is settled first where a row of each structure cannot stand side by side.

An application above that holds a structure only once adds its own line when it starts.
"""


def _tell(kept: Structure, absorbed: Structure, *, by: User, at: datetime) -> None:
    members = kept.memberships.filter(user__is_active=True).select_related("user")
    context: Mapping[str, Any] = {"kept": kept, "absorbed": absorbed, "by": by}
    key = f"structure.merged:{absorbed.pk}"
    people = [row.user for row in members]
    notify(people, "organisations/emails/merged", context, key=key, at=at)
