"""Whose an e-mail is, and about what, read from what its template receives (`MAIL_CONCERNS`)."""

from collections.abc import Mapping
from typing import Any

from passeurs.calls.models import Edition
from passeurs.notifications.concerns import Concern
from passeurs.organisations.models import Coordination

from .models import Dossier


def about(dossier_id: Any) -> str:
    """How a message names the dossier it speaks of."""
    return f"dossier:{dossier_id}"


def concern(context: Mapping[str, Any]) -> Concern | None:
    """That of the dossier, of the edition, or of the coordination; None where none is named."""
    dossier, edition = context.get("dossier"), context.get("edition")
    if isinstance(dossier, Dossier):
        return concern_of_dossier(dossier)
    if isinstance(edition, Edition):
        return Concern(scope=edition.coordination.slug, zone=edition.timezone)
    for owner in (context.get("coordination"), *_owners(context)):
        if isinstance(owner, Coordination):
            return Concern(scope=owner.slug)
    return None


def _owners(context: Mapping[str, Any]) -> list[Any]:
    """The coordinations that keep the contact, or the card of a directory."""
    return [getattr(context.get(name), "coordination", None) for name in ("contact", "card")]


def concern_of_dossier(dossier: Dossier) -> Concern:
    edition = dossier.edition
    project = getattr(dossier, "project", None)
    label = (project and project.title) or dossier.reference
    return Concern(edition.coordination.slug, about(dossier.pk), label, edition.timezone)
