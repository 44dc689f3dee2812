"""The documents: those the edition requires, and a CV for each person who takes part."""

from collections.abc import Iterable
from typing import Any

from passeurs.eligibility import wording
from passeurs.eligibility.facts import Attachment, Dossier
from passeurs.eligibility.parameters import RequiredDocument
from passeurs.eligibility.registry import Case, rule
from passeurs.eligibility.rules.artistic import involved
from passeurs.eligibility.rules.previous import is_promise_running
from passeurs.eligibility.verdicts import Finding, met, not_applicable, not_met, unknown

CV, REPORT = "practitioner_cv", "previous_report"
# Kinds of documents that have a rule of their own.
ELSEWHERE = {CV, REPORT}
# What `per` says of a part of the form, and of a document that belongs to somebody.
FORM, OWNED = "form", {"person", "partner"}


@rule("documents.complete", title="Pièces du dossier", section="documents")
def documents_complete(case: Case) -> Finding:
    required = [one for one in case.edition.documents if one.kind not in ELSEWHERE]
    returning = case.dossier.previous.took_part
    due = [one for one in required if one.when == "always" or returning]
    if is_promise_running(case):
        due = [one for one in due if one.when != "returning"]
    lacked = [one for one in due if lacks(case.dossier, one)]
    missing = [one.label for one in lacked]
    values: dict[str, Any] = {"required": [one.kind for one in due], "missing": missing}
    if lacked and all(one.per == FORM for one in lacked):
        return unwritten(missing, **values)
    if missing:
        return missing_documents(case, missing, **values)
    if returning is None and len(due) < len(required):
        return unknown(
            "Il reste à dire si la structure a participé à l’édition précédente.",
            hint="Certaines pièces ne sont demandées qu’aux structures qui reviennent.",
            **values,
        )
    if not due:
        return not_applicable("Aucune autre pièce n’est exigée.", **values)
    return met("Toutes les pièces exigées sont jointes.", **values)


def lacks(dossier: Dossier, required: RequiredDocument) -> bool:
    """Whether the document is missing: one for the dossier, or one for each partner or person.

    A part of the form is missing until it is written; one that nothing here reads never is.
    """
    if required.per == FORM:
        return not dossier.form.get(required.kind, True)
    joined = [one.subject for one in dossier.attachments if one.kind == required.kind]
    subjects = {
        "person": [person.key for person in dossier.people.values()],
        "partner": [partner.key for partner in dossier.partners],
    }.get(required.per)
    return not joined if subjects is None else any(key not in joined for key in subjects)


def unwritten(labels: Iterable[str], **values: Any) -> Finding:
    return unknown(
        f"Il reste à écrire dans le dossier : {wording.listed(map(wording.quoted, labels))}.",
        hint="Ces parties s’écrivent dans le formulaire, elles ne se joignent pas.",
        **values,
    )


def missing_documents(case: Case, labels: Iterable[str], **values: Any) -> Finding:
    names = list(map(wording.quoted, labels))
    told = f"{'Pièce manquante' if len(names) == 1 else 'Pièces manquantes'} : "
    return lacking(case, f"{told}{wording.listed(names)}.", **values)


@rule("documents.practitioner_cvs", title="CV des intervenants", section="documents")
def documents_practitioner_cvs(case: Case) -> Finding:
    """Everyone who takes part in an action, mediators aside: they come with their structure."""
    everyone = involved(case)
    people = [person for person in everyone if person.kind != "mediator"]
    if everyone and not people:
        return not_applicable("Seuls des médiateurs interviennent : leur CV n’est pas demandé.")
    if not people:
        return unknown(
            "Les intervenants des actions ne sont pas encore connus.",
            hint="Inscrivez les intervenants, puis choisissez-les dans chaque action.",
        )
    joined = {one.subject for one in case.dossier.attachments if one.kind == CV}
    missing = [person.name or "un intervenant" for person in people if person.key not in joined]
    values: dict[str, Any] = {"people": [person.name for person in people], "missing": missing}
    if missing:
        return lacking(case, f"Il manque le CV de {' et de '.join(missing)}.", **values)
    count = wording.counted(len(people), "intervenant")
    return met(f"Le CV est joint pour {count}.", **values)


def lacking(case: Case, reason: str, **values: Any) -> Finding:
    """Nothing joined yet is a section untouched; a file that says nothing may be the one."""
    files = case.dossier.attachments
    is_vague = not files or any(is_lost(case, one) for one in files)
    found = unknown if is_vague else not_met
    return found(reason, hint="Joignez la pièce dans la section Documents.", **values)


def is_lost(case: Case, attachment: Attachment) -> bool:
    """Of no kind, or of somebody that nothing names."""
    owned = {one.kind for one in case.edition.documents if one.per in OWNED}
    subjects = {*case.dossier.people, *(partner.key for partner in case.dossier.partners)}
    return not attachment.kind or (
        attachment.kind in {CV, *owned} and attachment.subject not in subjects - {""}
    )
