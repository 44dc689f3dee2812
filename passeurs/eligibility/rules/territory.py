"""The territory: at least one action in a priority zone, or for the people of one.

What reference data answer is a fact; what the holder declares is for the coordination to judge,
and a zoning that is not loaded never counts as « no ».
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from passeurs.eligibility import wording
from passeurs.eligibility.facts import Action, Zoning
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
class Answer:
    """What one zoning says of the place of one action; the vintage is part of the answer."""

    action: Action
    zoning: Zoning
    kind: str
    vintage: int | None

    @property
    def state(self) -> str:
        """A finding made with another vintage than the edition's is no finding at all."""
        other = self.zoning.vintage not in {None, self.vintage}
        swapped = self.kind != "QPV" and self.zoning.kind not in {"", self.kind}
        return "not_loaded" if other or swapped else self.zoning.answer

    @property
    def told(self) -> str:
        place = self.action.place.label or f"l’action {self.action.number}"
        if self.kind == "QPV":
            name = self.zoning.name or self.zoning.code
            code = f" ({self.zoning.code})" if self.zoning.code not in {"", name} else ""
            doubt = ", lieu placé à la main et non vérifié" if self.is_by_hand else ""
            return f"{place}, quartier prioritaire {wording.quoted(name)}{code}{doubt}"
        return f"{place}, commune classée « {self.zoning.rank or self.kind} »"

    @property
    def is_by_hand(self) -> bool:
        """The point was placed by somebody: the address service was away, or was not asked."""
        return self.action.place.is_checked is False

    @property
    def values(self) -> dict[str, object]:
        return {
            "action": self.action.number,
            "zoning": self.kind,
            "vintage": self.vintage,
            "answer": self.state,
            "code": self.zoning.code,
            "distance_m": self.zoning.distance_m,
        }


# The reference data already says who will settle it: once is enough.
SETTLED_BY = re.compile(r"\W*(la coordination tranchera)?\W*$")


@rule("territory.priority", title="Territoire prioritaire", section="actions", field="place")
def territory_priority(case: Case) -> Finding:
    """One action is enough; the verdict keeps the vintage that was used."""
    edition = case.edition
    if edition.qpv_vintage is None and not edition.rural_kind:
        return not_applicable("Cette édition ne vise pas de territoire particulier.")
    answers = list(zoning_answers(case))
    values: dict[str, Any] = {"answers": [answer.values for answer in answers]}
    if inside := [answer for answer in answers if answer.state == "yes"]:
        yes = min(inside, key=lambda answer: answer.kind != "QPV")
        vintage = f" (zonage {yes.kind} de {yes.vintage})" if yes.vintage else ""
        return met(
            f"Une action se tient en territoire prioritaire : {yes.told}{vintage}.", **values
        )
    if doubt := doubts(case, answers):
        return to_confirm(f"{doubt[0]} : la coordination tranchera.", hint=doubt[1], **values)
    return no_zone(case, **values)


def zoning_answers(case: Case) -> Iterator[Answer]:
    edition = case.edition
    for action in case.dossier.actions:
        if action.place.is_given and edition.qpv_vintage is not None:
            yield Answer(action, action.place.qpv, "QPV", edition.qpv_vintage)
        if action.place.is_given and edition.rural_kind:
            yield Answer(action, action.place.rural, edition.rural_kind, edition.rural_vintage)


def doubts(case: Case, answers: list[Answer]) -> tuple[str, str] | None:
    """The first ground for doubt, the strongest first, and what would lift it."""
    if near := next((answer for answer in answers if answer.state == "to_confirm"), None):
        place = near.action.place.label or f"l’action {near.action.number}"
        why = SETTLED_BY.sub("", near.zoning.reason) or "Le zonage ne permet pas de répondre"
        return (
            f"{why} ({place})",
            "Situez le lieu au mètre près, ou laissez la coordination trancher.",
        )
    if public := declared_public(case):
        return public, "Dites dans le projet comment ce public est associé."
    if named := next((a for a in answers if a.state not in {"yes", "no"} and is_named(a)), None):
        code = wording.quoted(named.action.place.declared_qpv)
        return f"Le lieu est déclaré dans le quartier {code}, sans preuve", ""
    if absent := next((answer for answer in answers if answer.state != "no"), None):
        place = absent.action.place.label or f"l’action {absent.action.number}"
        return f"Le zonage {absent.kind} n’est pas chargé pour {place}", ""
    return None


def is_named(answer: Answer) -> bool:
    return answer.kind == "QPV" and bool(answer.action.place.declared_qpv)


def declared_public(case: Case) -> str:
    """What the holder says of where its public lives."""
    audience = case.dossier.audience
    for share, zone in (
        (audience.share_qpv, "d’un quartier prioritaire"),
        (audience.share_rural, "d’une commune rurale classée"),
    ):
        if share:
            return f"{share} % du public vient, d’après le dossier, {zone}"
    if any(action.place.audience_from_zone for action in case.dossier.actions):
        return "Une action s’adresse, d’après le dossier, aux habitants d’une zone prioritaire"
    return ""


def no_zone(case: Case, **values: Any) -> Finding:
    """« No » takes a place for every action and the origin of the public."""
    places = [action.place.is_given for action in case.dossier.actions]
    if not places or not all(places):
        return unknown(
            "Le lieu de toutes les actions n’est pas encore connu."
            if any(places)
            else "Le lieu des actions n’est pas encore connu.",
            hint="Indiquez la commune de chaque action, ou les coordonnées du lieu.",
            **values,
        )
    if None in (case.dossier.audience.share_qpv, case.dossier.audience.share_rural):
        return unknown(
            "Aucune action ne se tient en territoire prioritaire ; dites si le public en vient.",
            hint="Indiquez la part du public venant d’un quartier prioritaire ou d’une commune "
            "rurale classée, zéro compris.",
            **values,
        )
    return not_met(
        "Aucune action ne se tient en territoire prioritaire, et aucun public n’en vient.",
        hint="Prévoyez une action dans un quartier prioritaire ou une commune rurale classée.",
        **values,
    )
