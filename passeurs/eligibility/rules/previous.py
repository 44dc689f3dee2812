"""Last year's bilan: joined by those who took part, or promised before the second date."""

from typing import Any

from passeurs.eligibility import wording
from passeurs.eligibility.registry import Case, rule
from passeurs.eligibility.verdicts import Finding, met, not_applicable, not_met, unknown

REPORT = "previous_report"


def is_promise_running(case: Case) -> bool:
    """Whether last year's actions go on, and the second sending is still to come."""
    previous, second = case.dossier.previous, case.edition.closes_at("report_second_sending")
    if not previous.is_unfinished or previous.promised_on is None or second is None:
        return False
    last_day = second.astimezone(case.edition.zone).date()
    return case.at <= second and previous.promised_on <= last_day


@rule("previous.report", title="Bilan de l’édition précédente", section="documents")
def previous_report(case: Case) -> Finding:
    """The report itself answers; a promise holds until the second sending, not after."""
    previous = case.dossier.previous
    if previous.took_part is None:
        return unknown("Il reste à dire si la structure a participé à l’édition précédente.")
    if not previous.took_part:
        return not_applicable("La structure n’a pas participé à l’édition précédente.")
    kinds = [one.kind for one in case.dossier.attachments]
    if REPORT in kinds:
        return met("Le bilan de l’édition précédente est joint.", joined=True)
    if previous.is_unfinished:
        return unfinished(case)
    if previous.is_unfinished is None or not kinds or "" in kinds:
        return unknown(
            "Le bilan de l’édition précédente n’est pas encore joint.",
            hint="Joignez-le, ou dites que les actions ne sont pas terminées.",
        )
    return not_met(
        "La structure a participé à l’édition précédente, et son bilan n’est pas joint.",
        hint="Joignez le bilan dans la section Documents.",
    )


def unfinished(case: Case) -> Finding:
    promised_on = case.dossier.previous.promised_on
    second = case.edition.closes_at("report_second_sending")
    values: dict[str, Any] = {"promised_on": promised_on, "deadline": second}
    if second is None:
        return not_met("Cette édition n’admet pas l’envoi du bilan après le dépôt.", **values)
    limit = wording.instant(second, case.edition.timezone)
    if case.at > second:
        return not_met(f"Le bilan promis n’est pas arrivé avant le {limit}.", **values)
    if promised_on is None:
        return unknown(
            f"Il reste à dire quand le bilan sera envoyé, au plus tard le {limit}.", **values
        )
    day = wording.calendar_day(promised_on)
    if is_promise_running(case):
        return met(
            f"Les actions ne sont pas terminées ; le bilan est promis pour le {day}.", **values
        )
    return not_met(f"Le bilan est promis pour le {day}, après le {limit}.", **values)
