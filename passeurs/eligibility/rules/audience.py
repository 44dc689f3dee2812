"""The public: the ages of the scheme or people far from culture, out of school time."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from passeurs.eligibility import wording
from passeurs.eligibility.facts import Band
from passeurs.eligibility.parameters import Edition
from passeurs.eligibility.registry import Case, rule
from passeurs.eligibility.verdicts import (
    Finding,
    met,
    not_applicable,
    not_met,
    to_confirm,
    unknown,
)


@rule("public.age_or_remote", title="Publics visés", section="audience", field="bands")
def public_age_or_remote(case: Case) -> Finding:
    """Met from the edition's share of the target ages, or by a remote public described."""
    audience, edition = case.dossier.audience, case.edition
    if edition.core_share is None:
        return not_applicable("Cette édition ne vise pas d’âges particuliers.")
    core = count_core(audience.bands, edition)
    if core.total and core.sure * 100 >= edition.core_share * core.total:
        shown = wording.percent(core.share, limit=edition.core_share)
        return met(f"Les {core.ages} forment {shown} du public attendu.", **core.values)
    if audience.is_remote and audience.remote_description:
        return met("Un public éloigné des pratiques culturelles est visé et décrit.", **core.values)
    if core.possible:
        return few_core(core, wanted=edition.core_share)
    return no_core(core, is_remote=audience.is_remote)


@dataclass(frozen=True)
class Core:
    """People surely and possibly of the target ages, among all those expected."""

    ages: str
    sure: int
    possible: int
    total: int

    @property
    def share(self) -> Fraction:
        """In percent; only where somebody is expected."""
        return Fraction(100 * self.sure, self.total)

    @property
    def values(self) -> dict[str, Any]:
        return {"core": self.sure, "total": self.total}


def few_core(core: Core, *, wanted: Decimal) -> Finding:
    shown = wording.percent(core.share, limit=wanted)
    return to_confirm(
        f"Les {core.ages} forment {shown} du public attendu, pour {wording.percent(wanted)} visés.",
        hint="Décrivez le public éloigné des pratiques culturelles que vous touchez, s’il y en a.",
        **core.values,
    )


def no_core(core: Core, *, is_remote: bool | None) -> Finding:
    """Nobody of the target ages: « no » only once the holder has said there is no other public."""
    if is_remote:
        return unknown(
            "Un public éloigné des pratiques culturelles est annoncé, sans être décrit.",
            hint="Décrivez ce public et ce qui l’éloigne du cinéma.",
            **core.values,
        )
    if not core.total:
        return unknown(
            "Le public attendu n’est pas encore chiffré.",
            hint="Indiquez combien de personnes sont attendues par tranche d’âge.",
            **core.values,
        )
    if is_remote is None:
        return unknown(
            f"Le public attendu ne compte personne de {core.ages} ; dites s’il est éloigné des "
            "pratiques culturelles.",
            **core.values,
        )
    return not_met(
        f"Le public attendu ne compte personne de {core.ages}, et aucun public éloigné des "
        "pratiques culturelles n’est annoncé.",
        **core.values,
    )


def count_core(bands: tuple[Band, ...], edition: Edition) -> Core:
    """A band that reaches over a bound of the target, or names no age, is only possible."""
    low, high = edition.age_min or 0, edition.age_max
    return Core(
        ages=f"{low}-{high} ans" if high else f"{low} ans et plus",
        sure=sum(band.count for band in bands if is_within(band, low=low, high=high)),
        possible=sum(band.count for band in bands if not is_outside(band, low=low, high=high)),
        total=sum(band.count for band in bands),
    )


def is_within(band: Band, *, low: int, high: int | None) -> bool:
    ends_within = high is None or (band.until is not None and band.until <= high)
    return band.since is not None and band.since >= low and ends_within


def is_outside(band: Band, *, low: int, high: int | None) -> bool:
    under = band.until is not None and band.until < low
    over = high is not None and band.since is not None and band.since > high
    return under or over


@rule(
    "public.out_of_school",
    title="Hors temps scolaire",
    section="audience",
    field="out_of_school",
)
def public_out_of_school(case: Case) -> Finding:
    answer = case.dossier.audience.out_of_school
    if answer is None:
        return unknown("Il reste à dire si les actions ont lieu hors du temps scolaire.")
    if answer:
        return met("Les actions ont lieu hors du temps scolaire.", out_of_school=True)
    return not_met(
        "Des actions ont lieu sur le temps scolaire, que le dispositif ne couvre pas.",
        hint="Prévoyez les actions le soir, le mercredi, le week-end ou pendant les vacances.",
        out_of_school=False,
    )
