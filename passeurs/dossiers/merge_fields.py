"""What `{porteur}` and its like stand for, dossier by dossier, in the texts a coordination writes.

What a dossier does not say yet is said so in words: a sentence never leaves with a hole in it.
"""

from collections.abc import Iterable
from decimal import Decimal

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse

from passeurs.core.merging import fields_in
from passeurs.core.typography import clock, euros, french_date, local

from .enums import AwardOutcome, BudgetScope
from .models import BudgetLine, Dossier

FIELDS = {
    "porteur": "le nom de la structure qui porte le projet",
    "représentant": "le prénom et le nom de qui représente la structure",
    "commune": "la commune de la structure",
    "titre": "le titre du projet",
    "référence": "le numéro du dossier",
    "montant demandé": "ce que le projet demande à la DRAC, en euros",
    "édition": "le titre de l’appel à projets",
    "année": "l’année de l’appel à projets",
    "clôture": "le jour et l’heure de la clôture du dépôt",
    "dépôt": "le jour du dépôt du dossier",
    "coordination": "le nom de la coordination",
    "adresse de la coordination": "l’adresse e-mail de la coordination",
    "lien": "l’adresse du dossier sur la plateforme",
}
TO_SAY = {
    "commune": "commune à préciser",
    "montant demandé": "montant à préciser",
    "dépôt": "pas encore déposé",
}
"""What stands where a dossier does not say: fine in a message, not in a decision."""
DECIDED = {
    AwardOutcome.GRANTED: "accord",
    AwardOutcome.DECLINED: "refus",
    AwardOutcome.WAITING: "inscription sur la liste d’attente",
}
NOTHING = "aucune à ce jour"
RELATED = ("edition__coordination", "structure__commune", "project")


def values_of(dossier: Dossier) -> dict[str, str]:
    """The value of every field of `FIELDS` for this dossier, as plain text."""
    return values_of_many([dossier.pk])[dossier.pk]


def values_of_many(keys: Iterable[object]) -> dict[object, dict[str, str]]:
    """Those of many dossiers, by key, in two queries whatever their number."""
    asked = BudgetLine.objects.filter(scope=BudgetScope.PROJECT, side="product", funder_kind="drac")
    found = Dossier.objects.filter(pk__in=list(keys)).select_related(*RELATED)
    found = found.prefetch_related(Prefetch("budgetlines", asked, to_attr="asked_of_drac"))
    return {dossier.pk: _values(dossier) for dossier in found.order_by()}


def decision_values(outcome: str, total: Decimal, reason: str) -> dict[str, str]:
    """What the fields of a decision stand for, beside those of its dossier."""
    return {
        "décision": DECIDED[AwardOutcome(outcome)],
        "montant accordé": euros(total) if total else NOTHING,
        "motifs": reason,
    }


def holes_in(text: str, values: dict[str, str]) -> list[str]:
    """The fields of a text that these values leave empty; those nobody knows are not among them."""
    told = {name: values.get(name, name) for name in fields_in(text)}
    return [name for name, one in told.items() if not one.strip() or TO_SAY.get(name) == one]


def _values(dossier):
    edition, structure = dossier.edition, dossier.structure
    names = structure.representative_first_name, structure.representative_last_name
    amounts = [line.amount for line in dossier.asked_of_drac]
    return {
        "porteur": structure.name,
        "représentant": " ".join(filter(None, names)) or "Madame, Monsieur",
        "commune": structure.city or TO_SAY["commune"],
        "titre": dossier.project.title or dossier.reference,
        "référence": dossier.reference,
        "montant demandé": euros(sum(amounts, Decimal(0)))
        if amounts
        else TO_SAY["montant demandé"],
        "édition": edition.title,
        "année": str(edition.year),
        "clôture": _closing(edition),
        "dépôt": _filed(dossier),
        "coordination": edition.coordination.name,
        "adresse de la coordination": edition.coordination.email,
        "lien": f"{settings.SITE_URL}{reverse('dossiers:review', args=[dossier.pk])}",
    }


def _closing(edition):
    here = local(edition.filing_before_at, edition.timezone)
    return f"{french_date(here, weekday=True)} à {clock(here)}"


def _filed(dossier):
    if not dossier.submitted_at:
        return TO_SAY["dépôt"]
    return french_date(local(dossier.submitted_at, dossier.edition.timezone))
