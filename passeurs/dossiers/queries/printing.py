"""The PDFs of a dossier: built from its document, never from the screen."""

from passeurs.core import typography
from passeurs.documents.pdf import render_pdf

from ..enums import AudienceKind, Format, PartnerFunction
from .document import dump
from .filing import canonical_json, latest_snapshot

TEMPLATES = "passeurs/dossiers/templates/dossiers/pdf"


def receipt_pdf(dossier, snapshot):
    """The receipt of a filing, with the filed document inside as JSON."""
    edition, coordination = dossier.edition, dossier.edition.coordination
    data = {
        "receipt_number": snapshot.receipt_number,
        "reference": dossier.reference,
        "edition": edition.title,
        "coordination": coordination.name,
        "title": snapshot.document["project"]["title"],
        "holder": snapshot.document["holder"]["name"],
        "received": typography.instant(snapshot.received_at, edition.timezone),
        "received_at": snapshot.received_at.isoformat(),
        "submitted_by": snapshot.submitted_by.get_full_name() or "",
        "sha256": snapshot.sha256,
        "withdrawn": typography.instant(snapshot.withdrawn_at, edition.timezone)
        if snapshot.withdrawn_at
        else "",
        "requested": snapshot.document["budget"]["requested"],
        "verdicts": snapshot.verdicts,
        "documents": snapshot.document["documents"],
        "service": {
            "name": coordination.service_name,
            "address": coordination.service_address,
            "coordination": coordination.name,
            "email": coordination.email,
            "phone": coordination.phone,
            "postal_address": coordination.postal_address,
        },
        "appeal": snapshot.edition_document.get("texts", {}).get("appeal", ""),
    }
    attachment = (f"{snapshot.receipt_number}.json", canonical_json(snapshot.document), "application/json")
    title = f"Récépissé {snapshot.receipt_number}"
    return render_pdf(f"{TEMPLATES}/receipt.typ", data, title=title, attachments=[attachment])


def dossier_pdf(dossier):
    """The dossier as filed, else as it stands, marked as a draft."""
    snapshot = latest_snapshot(dossier) if dossier.state == "submitted" else None
    document = snapshot.document if snapshot else dump(dossier)
    edition = snapshot.edition_document if snapshot else dossier.edition.document()
    data = {
        "document": document,
        "edition": edition,
        "draft": snapshot is None,
        "labels": {
            "functions": dict(PartnerFunction.choices),
            "audience_kinds": dict(AudienceKind.choices),
            "formats": dict(Format.choices),
        },
        "coordination": dossier.edition.coordination.name,
    }
    title = document["project"]["title"] or "Projet sans titre"
    return render_pdf(f"{TEMPLATES}/dossier.typ", data, title=title)
