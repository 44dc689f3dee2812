"""The structure that carries an exchange document."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.organisations.actions import register_structure
from passeurs.organisations.models import Membership, Structure

from ..loading import Loading
from ..queries.exchange import communes_of

NO_HOLDER = (
    "Le dossier ne dit pas quelle structure le porte\u00a0: il faut au moins son nom, ou son SIRET."
)
REPRESENTED = ("representative", "contact")
SOMEONE = ("first_name", "last_name", "role", "email", "phone")
CARD = (
    "name",
    "acronym",
    "rna",
    "legal_status",
    "actor_kind",
    "street",
    "postcode",
    "website",
    "ape",
    "email",
    "phone",
)

type Document = Mapping[str, Any]


@transaction.atomic
def structure_for(document: Document, *, by: User, at: datetime) -> Structure:
    """The structure that carries the document: the one known by its SIRET, or a new one.

    Without a SIRET, one of the person's own structures of the same name. A new one is not
    verified, and `by` represents it. Raises `Refused` for a card that does not hold.
    """
    holder = document.get("holder") or {}
    siret, name = "".join((holder.get("siret") or "").split()), (holder.get("name") or "").strip()
    known = Structure.objects.filter(siret=siret) if siret else _own(by, name)
    # A null sign cannot be asked of PostgreSQL; the card's own reading refuses it.
    if "\0" not in siret + name and (found := known.select_related("commune").first()):
        return found
    if not name:
        raise Refused(NO_HOLDER)
    return register_structure(_card(holder, siret), by=by, at=at)


def _own(by: User, name: str) -> Any:
    mine = Membership.objects.filter(user=by).values("structure")
    return Structure.objects.filter(siret=None, name=name, pk__in=mine)


def _card(holder: Document, siret: str) -> Structure:
    loading = Loading(communes_of({"holder": holder}))
    structure = Structure(siret=siret or None, **texts(holder, *CARD))
    for role in REPRESENTED:
        for part, text in texts(holder.get(role) or {}, *SOMEONE).items():
            setattr(structure, f"{role}_{part}", text)
    structure.commune = loading.commune(holder, "holder")
    structure.city_text = "" if structure.commune else holder.get("city") or ""
    loading.keep(structure, "holder")
    loading.refuse_faults()
    return structure


def texts(row: Document, *names: str) -> dict[str, str]:
    return {name: row.get(name) or "" for name in names}
