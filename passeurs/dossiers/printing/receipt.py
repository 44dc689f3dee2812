"""The receipt (CRPA, articles L112-11 and R112-11-1): what was received, when, and by whom."""

from typing import Any

from passeurs.core.typography import clock, french_date, instant, local, plural, zone_name
from passeurs.documents.markdown import blocks
from passeurs.documents.pdf import render_pdf
from passeurs.documents.rules import weight
from passeurs.notifications.attachments import File
from passeurs.organisations.letterheads import letterhead_of

from ..models import Snapshot
from ..queries.filing import canonical_json
from .words import Document, money, sentence, siret

STATES = {
    "met": ("ok", "Rempli"),
    "not_met": ("no", "Non rempli"),
    "unknown": ("todo", "À compléter"),
    "to_confirm": ("wait", "À confirmer"),
    "not_applicable": ("quiet", "Sans objet"),
    "waived": ("ok", "Dispense"),
}
RESERVATION = (
    "Ce récépissé atteste que le dossier a été reçu à l’instant indiqué. Il ne préjuge ni de sa "
    "recevabilité, ni de la suite qui lui sera donnée."
)
SNAPSHOT_NOTE = (
    "Le dossier tel qu’il a été reçu est joint à ce PDF, dans un fichier que l’on peut relire et "
    "comparer. Un signe que la police de ce document n’a pas y est imprimé □ ; le fichier joint "
    "garde le texte exact. Voici son nom et son empreinte SHA-256 :"
)


def receipt_pdf(snapshot: Snapshot) -> bytes:
    """The receipt of a filing, with the frozen document inside; the same bytes each time."""
    name = f"{snapshot.receipt_number}.json"
    return render_pdf(
        "dossiers/pdf/receipt.typ",
        receipt_data(snapshot),
        title=f"Récépissé de dépôt {snapshot.receipt_number}",
        at=snapshot.received_at,
        attachments=[(name, canonical_json(snapshot.document), "application/json")],
        letterhead=letterhead_of(snapshot.dossier.edition.coordination),
    )


def receipt_as_file(snapshot_id: int) -> File:
    """The receipt as a file, on screen as by e-mail."""
    related = ("submitted_by", "dossier__edition__coordination")
    snapshot = Snapshot.objects.select_related(*related).get(pk=snapshot_id)
    name = f"recepisse-{snapshot.receipt_number}.pdf"
    return File(name, receipt_pdf(snapshot), "application/pdf")


def receipt_data(snapshot: Snapshot) -> dict[str, Any]:
    """Every word of the receipt; the texts are those of the edition as it stood at filing."""
    document, edition = snapshot.document, snapshot.edition_document
    holder, zone = document["holder"], edition.get("timezone", "Europe/Paris")
    here = local(snapshot.received_at, zone)
    return {
        "number": snapshot.receipt_number,
        "edition": edition["title"],
        "dossier_title": document["project"].get("title") or "Sans titre",
        "reference": document["reference"],
        "received_day": french_date(here, weekday=True),
        "received_time": f"{clock(here, seconds=True)}, {zone_name(zone)}",
        "requested": money(document["budget"].get("requested")) or "Non indiquée",
        "holder": holder["name"],
        "siret": siret(holder.get("siret")),
        "filed_by": snapshot.submitted_by.get_full_name() or snapshot.submitted_by.email,
        "withdrawn": _withdrawn(snapshot, zone),
        "corrected": _corrected(snapshot, zone),
        "reservation": RESERVATION,
        "tally": _tally(snapshot.verdicts),
        "verdicts": [_verdict(one) for one in snapshot.verdicts],
        "documents": _documents(document, edition),
        "no_document": "Aucune pièce n’est jointe au dossier.",
        "service": service_of(snapshot.dossier.edition.coordination),
        "appeal": blocks(sentence(edition.get("texts", {}).get("appeal", ""))),
        "snapshot_note": sentence(SNAPSHOT_NOTE),
        "snapshot_name": f"{snapshot.receipt_number}.json",
        "snapshot_sha256": snapshot.sha256,
    }


def _withdrawn(snapshot: Snapshot, zone: str) -> str:
    if snapshot.withdrawn_at is None:
        return ""
    return f"Ce dépôt a été retiré par son porteur le {instant(snapshot.withdrawn_at, zone)}."


def _corrected(snapshot: Snapshot, zone: str) -> str:
    """The filing keeps its hour: a correction that was asked for never makes it late."""
    if snapshot.corrected_at is None:
        return ""
    told = instant(snapshot.corrected_at, zone)
    return f"Version corrigée à la demande de la coordination, renvoyée le {told}."


def _tally(verdicts: list[dict[str, Any]]) -> str:
    met = sum(one["state"] in {"met", "waived"} for one in verdicts)
    doubtful = sum(one["state"] == "to_confirm" for one in verdicts)
    words = [f"{plural(met, 'condition remplie', 'conditions remplies')} sur {len(verdicts)}"]
    if doubtful:
        words.append(f"{doubtful} à confirmer par la coordination")
    return f"{', '.join(words)}."


def _verdict(verdict: dict[str, Any]) -> dict[str, str]:
    tone, label = STATES[verdict["state"]]
    clause = verdict.get("clause") or {}
    where = " ".join(part for part in (clause.get("number"), clause.get("place")) if part)
    return {
        "title": sentence(verdict["title"]),
        "clause": sentence(f"Appel, {where}" if where else ""),
        "reason": sentence(verdict["reason"]),
        "tone": tone,
        "label": label,
    }


def _documents(document: Document, edition: Document) -> list[dict[str, str]]:
    labels = {kind["kind"]: kind["label"] for kind in edition.get("documents", ())}
    people = {row["key"]: row["name"] for row in document["people"] + document["partners"]}
    return [
        {
            "label": labels.get(row["kind"], "Pièce libre"),
            "of": people.get(row.get("for") or "", ""),
            "name": row["name"],
            "weight": weight(row["size"]),
            "sha256": row["sha256"],
        }
        for row in document["documents"]
    ]


def service_of(coordination: Any) -> dict[str, str]:
    return {
        "name": coordination.service_name or coordination.name,
        "referent": coordination.referent_name,
        "phone": coordination.phone,
        "email": coordination.email,
        "address": coordination.service_address or coordination.postal_address,
    }
