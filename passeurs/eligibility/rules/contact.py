"""In time: a contact with the coordination first, then the dossier before the closing."""

from datetime import datetime
from typing import Any

from passeurs.eligibility import wording
from passeurs.eligibility.registry import Case, rule
from passeurs.eligibility.verdicts import Finding, met, not_applicable, not_met, unknown


@rule("contact.before_deadline", title="Prise de contact préalable", section="review")
def contact_before_deadline(case: Case) -> Finding:
    """The first contact counts, if it comes before the filing."""
    deadline = case.edition.closes_at("contact_before")
    if deadline is None:
        return not_applicable("Cette édition ne demande pas de prise de contact préalable.")
    contacts = sorted(map(case.edition.at, case.dossier.contacts))
    first = next((at for at in contacts if at <= case.filed_at), None)
    if first is None:
        return no_contact(case, deadline)
    values: dict[str, Any] = {"contact_at": first, "deadline": deadline}
    if first <= deadline:
        day = told_short(case, first)
        return met(f"Le premier contact date du {day}, dans les délais.", **values)
    return not_met(
        f"Le premier contact date du {told_short(case, first, beside=deadline)}, après la date "
        f"limite du {told(case, deadline)}.",
        hint="La coordination peut accorder une dérogation motivée.",
        **values,
    )


def no_contact(case: Case, deadline: datetime) -> Finding:
    if case.filed_at <= deadline:
        return unknown(
            "Aucun contact avec la coordination n’est encore enregistré ; il doit avoir lieu au "
            f"plus tard le {told(case, deadline)}.",
            hint="Écrivez ou téléphonez à la coordination : elle enregistre le contact.",
            deadline=deadline,
        )
    return not_met(
        "Aucun contact avec la coordination n’est enregistré, et la date limite est passée "
        f"depuis le {told(case, deadline)}.",
        hint="Si le contact a eu lieu, demandez à la coordination de l’enregistrer.",
        deadline=deadline,
    )


@rule("submission.before_deadline", title="Dépôt dans les délais", section="review")
def submission_before_deadline(case: Case) -> Finding:
    """The closing second is in; the next one is out."""
    opening = case.edition.opens_at("opening")
    deadline = case.edition.closes_at("filing_before")
    if deadline is None:
        return not_applicable("Cette édition ne fixe pas de date limite de dépôt.")
    values: dict[str, Any] = {"at": case.filed_at, "opening": opening, "deadline": deadline}
    if opening and case.filed_at < opening:
        return not_met(f"L’appel n’ouvre que le {told(case, opening)}.", **values)
    if case.filed_at > deadline:
        return not_met(f"L’appel est clos depuis le {told(case, deadline)}.", **values)
    if case.dossier.submitted_at:
        return met(f"Le dossier a été déposé le {told(case, case.filed_at)}.", **values)
    return met(f"Le dépôt est ouvert jusqu’au {told(case, deadline)}.", **values)


def told(case: Case, at: datetime) -> str:
    return wording.instant(at, case.edition.timezone)


def told_short(case: Case, at: datetime, *, beside: datetime | None = None) -> str:
    """The day alone, unless it is the day of the instant it is compared with."""
    day = at.astimezone(case.edition.zone).date()
    if beside and beside.astimezone(case.edition.zone).date() == day:
        return told(case, at)
    return wording.calendar_day(day)
