"""The whole dossier, to print, sign or post."""

from datetime import datetime
from typing import Any

from passeurs.core.typography import clock, french_date, instant, local, number, zone_name
from passeurs.documents.pdf import Letterhead, render_pdf
from passeurs.documents.rules import weight
from passeurs.network.enums import AudienceKind
from passeurs.organisations.enums import ActorKind, LegalStatus
from passeurs.organisations.letterheads import letterhead_of

from ..choices import functions_of, told
from ..enums import (
    SWORN,
    Confirmation,
    Contribution,
    SectionCode,
)
from ..models import Dossier
from ..queries.document import dump
from ..queries.filing import latest_snapshot
from . import parts
from .actions import actions_data, people_rows
from .answers import answers_rows
from .budget import budgets_data
from .words import (
    Document,
    address,
    count,
    day,
    label,
    labels,
    listed,
    money,
    period,
    person_name,
    sentence,
    share,
    siret,
    yes_no,
)

PARIS = "Europe/Paris"
EMPTY = "Rien n’est encore écrit ici."
DRAFT_TITLE = "Ce dossier n’est pas déposé."
DRAFT_TEXT = "Cette impression est un document de travail : seul le récépissé atteste un dépôt."


def print_dossier(dossier: Dossier, *, at: datetime) -> bytes:
    """The dossier as it was filed, else as it stands at `at`, marked as a draft."""
    filed = latest_snapshot(dossier)
    letterhead = letterhead_of(dossier.edition.coordination)
    if filed and filed.withdrawn_at is None:
        return dossier_pdf(
            filed.document,
            filed.edition_document,
            at=filed.received_at,
            receipt=filed.receipt_number,
            corrected_at=filed.corrected_at,
            letterhead=letterhead,
        )
    return dossier_pdf(dump(dossier), dossier.edition.document(), at=at, letterhead=letterhead)


def dossier_pdf(
    document: Document,
    edition: Document,
    *,
    at: datetime,
    receipt: str = "",
    corrected_at: datetime | None = None,
    letterhead: Letterhead | None = None,
) -> bytes:
    """The dossier as a PDF; without the number of its `receipt`, it is marked as a draft.

    `at` is the instant of the filing, or of the printing for a draft; `corrected_at` that of the
    correction that was asked for and came back.
    """
    data = dossier_data(document, edition, at=at, receipt=receipt)
    if corrected_at:
        told = instant(corrected_at, edition.get("timezone", PARIS))
        data["summary_rows"].insert(2, ["Corrigé le", told])
    options = {"title": data["document_title"], "letterhead": letterhead}
    return render_pdf("dossiers/pdf/dossier.typ", data, at=at, **options)


def dossier_data(
    document: Document, edition: Document, *, at: datetime, receipt: str = ""
) -> dict[str, Any]:
    """Every word of the page."""
    document = parts.whole(document)
    project, holder = document["project"], document["holder"]
    title = project.get("title") or "Sans titre"
    return {
        "document_title": f"{title} – {edition['title']}",
        "edition": edition["title"],
        "title": title,
        "holder": holder.get("name") or "",
        "foot": " · ".join(filter(None, (document["reference"], holder.get("name")))),
        "empty": EMPTY,
        **_standing(edition, at, receipt),
        "summary": project.get("summary") or "",
        "figures": _figures(document),
        "summary_rows": _summary(document, receipt),
        "structure": _structure(holder, edition),
        "contacts": _contacts(holder),
        "partners": [_partner(row, edition) for row in document["partners"]],
        "project_rows": _project_rows(project, edition),
        "project": parts.texts(project, parts.PROJECT),
        **_audience(document["audience"]),
        "actions": actions_data(document, edition),
        "people": people_rows(document["people"]),
        "budgets": budgets_data(document["budget"]),
        "documents": _documents(document, edition),
        "previous": _previous(document["previous"]),
        **_commitments(document["commitments"], edition),
        "answers": _answers(document, edition),
    }


def _standing(edition: Document, at: datetime, receipt: str) -> dict[str, Any]:
    zone = edition.get("timezone", PARIS)
    here = local(at, zone)
    printed = f"Imprimé le {french_date(here)} à {clock(here)}, {zone_name(zone)}."
    return {
        "is_draft": not receipt,
        "stamp": "" if receipt else "Brouillon",
        "draft_title": DRAFT_TITLE,
        "draft_text": sentence(f"{DRAFT_TEXT} {printed}"),
    }


def _summary(document: Document, receipt: str) -> list[list[str]]:
    project = document["project"]
    return [
        ["Dossier", document["reference"]],
        ["Récépissé", receipt],
        ["Période", period(project.get("starts_on"), project.get("ends_on"))],
    ]


def _figures(document: Document) -> list[list[str]]:
    """What a reader looks for first; what is not known yet is left out."""
    people = sum(parts.band(row)[1][-1] for row in document["audience"].get("bands") or ())
    actions = len(document["actions"])
    found = [
        [money(document["budget"].get("requested")), "demandés à la DRAC"],
        [money(parts.total(document["budget"].get("project") or (), "charge")), "de budget"],
        [number(actions), "actions" if actions > 1 else "action"],
        [number(people), "personnes attendues"],
    ]
    return [figure for figure in found if figure[0] and figure[0][0] != "0"]


def _functions(edition: Document, row: Document) -> str:
    return ", ".join(told(functions_of(edition), row.get("functions")))


def _structure(holder: Document, edition: Document) -> list[list[str]]:
    return [
        ["Nom", holder.get("name", "")],
        ["Sigle", holder.get("acronym", "")],
        ["SIRET", siret(holder.get("siret"))],
        ["RNA", holder.get("rna", "")],
        ["Statut", label(LegalStatus, holder.get("legal_status"))],
        ["Famille d’acteurs", label(ActorKind, holder.get("actor_kind"))],
        ["Fonctions dans le projet", _functions(edition, holder)],
        ["Adresse", address(holder)],
        ["Téléphone", holder.get("phone", "")],
        ["Courriel", holder.get("email", "")],
        ["Site", holder.get("website", "")],
        ["Code APE", holder.get("ape", "")],
    ]


def _contacts(holder: Document) -> list[dict[str, Any]]:
    titles = {"representative": "Qui représente la structure", "contact": "Qui suit le projet"}
    people = [(title, holder.get(key) or {}) for key, title in titles.items()]
    return [
        {
            "title": title,
            "rows": [
                ["Nom", person_name(person)],
                ["Fonction", person.get("role", "")],
                ["Téléphone", person.get("phone", "")],
                ["Courriel", person.get("email", "")],
            ],
        }
        for title, person in people
        if person_name(person)
    ]


def _partner(row: Document, edition: Document) -> dict[str, Any]:
    return {
        "title": row.get("name") or "Sans nom",
        "rows": [
            ["Fonctions", _functions(edition, row)],
            ["SIRET", siret(row.get("siret"))],
            ["Apport", row.get("contribution", "")],
            ["Nature de l’apport", label(Contribution, row.get("contribution_kind"))],
            ["Montant", money(row.get("contribution_amount"))],
            ["Confirmation", _confirmation(row.get("confirmation"))],
            ["Contact", row.get("contact_name", "")],
            ["Courriel", row.get("contact_email", "")],
            ["Téléphone", row.get("contact_phone", "")],
        ],
    }


def _confirmation(asked: Document | None) -> str:
    """« Confirmé par Théo Lam, directeur, le 5 octobre 2023 », or where its word stands."""
    if not asked or not asked.get("state"):
        return ""
    told, at = label(Confirmation, asked["state"]), day(asked.get("at"))
    who = ", ".join(filter(None, (asked.get("name"), asked.get("role"))))
    if who and asked["state"] == Confirmation.CONFIRMED:
        told = f"{told} par {who}"
        return f"{told}, le {at}" if at else told
    return f"{told} le {at}" if at else told


def _project_rows(project: Document, edition: Document) -> list[list[str]]:
    return [["Objectifs", listed(edition.get("objectives", ()), project.get("objectives"))]]


def _audience(audience: Document) -> dict[str, Any]:
    rows = [parts.band(row) for row in audience.get("bands") or ()]
    remote = audience.get("remote_description") or yes_no(audience.get("is_remote"))
    return {
        "bands": [[name, *map(str, counts)] for name, counts in rows],
        "bands_total": [
            "Ensemble",
            *(str(sum(c)) for c in zip(*(n for _, n in rows), strict=True)),
        ],
        "audience": [
            ["Publics", labels(AudienceKind, audience.get("kinds"))],
            ["Éloignés de la culture", remote],
            ["Part venant d’un QPV", share(audience.get("share_qpv"))],
            ["Part venant du rural", share(audience.get("share_rural"))],
            ["Hors temps scolaire", yes_no(audience.get("out_of_school"))],
            ["Accompagnants", count(audience.get("companions"))],
        ],
    }


def _answers(document: Document, edition: Document) -> dict[str, list[list[str]]]:
    """Every section has its questions, be they none: the page looks them up by its code."""
    return {code: [] for code in SectionCode.values} | answers_rows(document, edition)


def _documents(document: Document, edition: Document) -> list[list[str]]:
    names = {row["kind"]: row["label"] for row in edition.get("documents", ())}
    return [
        [names.get(row["kind"], "Pièce libre"), row["name"], weight(row["size"])]
        for row in document["documents"]
    ]


def _previous(previous: Document) -> list[list[str]]:
    return [
        ["Édition précédente", yes_no(previous.get("took_part"))],
        ["Actions inachevées", yes_no(previous.get("unfinished"))],
        ["Bilan promis pour le", day(previous.get("report_promised_on"))],
    ]


def _commitments(commitments: Document, edition: Document) -> dict[str, Any]:
    accepted = set(commitments.get("accepted") or ())
    return {
        "commitments": [
            {"label": sentence(row["label"]), "text": sentence(row.get("text", ""))}
            for row in edition.get("commitments", ())
            if row["code"] in accepted
        ],
        "oath": SWORN,
        "signatory": commitments.get("signatory", ""),
        "signatory_role": commitments.get("signatory_role", ""),
    }
