"""The films: every screening takes its films from the list of its kind."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from passeurs.eligibility import wording
from passeurs.eligibility.facts import Action, Film
from passeurs.eligibility.registry import Case, rule
from passeurs.eligibility.verdicts import (
    Finding,
    met,
    not_applicable,
    not_met,
    to_confirm,
    unknown,
)


@dataclass(frozen=True)
class Showing:
    """A film in an action whose kind has a list."""

    film: Film
    action: Action
    wanted: str

    @property
    def is_outside(self) -> bool:
        """On no list of the edition, or on the list of another kind of action."""
        is_absent = self.film.is_listed is False and not self.is_withdrawn
        return is_absent or self.film.list not in {"", self.wanted}

    @property
    def is_withdrawn(self) -> bool:
        """Chosen while it was on the list, and taken off since."""
        return bool(self.film.is_withdrawn) and self.film.list == self.wanted

    @property
    def is_checked(self) -> bool:
        return bool(self.film.is_listed and self.film.list)


@rule("films.from_lists", title="Films des listes", section="actions", field="films")
def films_from_lists(case: Case) -> Finding:
    """Short films follow the same rule as long ones."""
    screenings = [action for action in case.actions if case.kind(action).film_list]
    if not screenings:
        return no_screening(case)
    showings = [
        Showing(film, action, case.kind(action).film_list)
        for action in screenings
        for film in action.films
        if film.title
    ]
    values: dict[str, Any] = {"films": [showing.film.title for showing in showings]}
    if outside := [showing.film.title for showing in showings if showing.is_outside]:
        return not_on_the_lists(outside, **values)
    if empty := first_empty(screenings):
        return unknown(
            f"Le film de l’action {empty.number} n’est pas encore choisi.",
            hint="Choisissez-le dans la liste de l’édition.",
            **values,
        )
    if is_untold(case):
        return unknown(
            "Le type de certaines actions manque : il dira si leurs films viennent d’une liste.",
            hint="Choisissez le type de chaque action.",
            **values,
        )
    if doubt := doubt_on(showings, **values):
        return doubt
    finding = met("Tous les films sont pris dans la liste de leur type de séance.", **values)
    return Finding(finding.state, finding.reason, early_warning(showings), finding.values)


def doubt_on(showings: list[Showing], **values: Any) -> Finding | None:
    """A film that left its list since it was chosen, or whose presence nobody has checked."""
    if withdrawn := [showing.film.title for showing in showings if showing.is_withdrawn]:
        return withdrawn_since(withdrawn, **values)
    if unchecked := [showing.film.title for showing in showings if not showing.is_checked]:
        names = wording.listed(map(wording.quoted, unchecked))
        return to_confirm(f"La présence dans les listes reste à vérifier : {names}.", **values)
    return None


def no_screening(case: Case) -> Finding:
    """Without screening there is nothing to choose, once every action says what it is."""
    if not case.dossier.actions or is_untold(case):
        return unknown("Les séances et leurs films ne sont pas encore décrits.")
    return not_applicable("Aucune action ne demande de film pris dans une liste.")


def is_untold(case: Case) -> bool:
    return any(not action.kind for action in case.dossier.actions)


def first_empty(screenings: list[Action]) -> Action | None:
    return next((a for a in screenings if not any(film.title for film in a.films)), None)


def not_on_the_lists(titles: list[str], **values: Any) -> Finding:
    names = wording.listed(map(wording.quoted, titles))
    reason = (
        f"Le film {names} n’est pas dans la liste de ce type de séance."
        if len(titles) == 1
        else f"Les films {names} ne sont pas dans la liste de ce type de séance."
    )
    hint = "Choisissez chaque film dans la liste du type de séance."
    return not_met(reason, hint=hint, outside=titles, **values)


def withdrawn_since(titles: list[str], **values: Any) -> Finding:
    """The choice was right when it was made: the coordination says whether it may stand."""
    names = wording.listed(map(wording.quoted, titles))
    reason = (
        f"Le film {names} a été retiré de la liste depuis qu’il a été choisi."
        if len(titles) == 1
        else f"Les films {names} ont été retirés de la liste depuis qu’ils ont été choisis."
    )
    hint = "Choisissez-en un autre, ou demandez à la coordination s’il peut rester."
    return to_confirm(reason, hint=hint, withdrawn=titles, **values)


def early_warning(showings: list[Showing]) -> str:
    """A warning, never a refusal: the visa must be a year old at an open-air screening."""
    for showing in showings:
        shown_on, visa_on = showing.action.starts_on, showing.film.visa_on
        if shown_on and visa_on and shown_on < year_after(visa_on):
            return (
                f"{wording.quoted(showing.film.title)} a reçu son visa le "
                f"{wording.calendar_day(visa_on)}, moins d’un an avant la séance."
            )
    return ""


def year_after(day: date) -> date:
    """The same day a year later; 1 March after a 29 February."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 3, 1)
