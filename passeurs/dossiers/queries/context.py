"""What the platform knows beside a dossier: exchanges, and the holder's other requests."""

from django.db.models import Q
from django.db.models.functions import Now

from passeurs.contacts.queries import contacts_for
from passeurs.organisations.enums import SiretState

from ..enums import BudgetScope, State
from ..models import BudgetLine
from .content import kept


def contacts_of(dossier):
    """The recorded exchanges between the holder's structure and the coordination."""
    return kept(dossier, "contacts", lambda one: list(contacts_for(one.structure, one.edition)))


def rulings_of(dossier):
    """What the coordination decided of the verdicts, with who did."""
    return kept(dossier, "rulings", lambda one: list(one.rulings.select_related("by")))


def other_requests(dossier):
    """What the same holder asks of the DRAC in its other dossiers of the year.

    A holder is a structure, and the other establishments of its SIREN once the coordination has
    verified both: nobody lowers another's ceiling by writing its number. Sittings of one year and
    one coordination add up; abandoned dossiers do not count, nor drafts that missed their closing.
    """
    return kept(dossier, "other_requests", _other_requests)


def _same_holder(structure):
    same = Q(dossier__structure=structure)
    if not structure.has_verified_siret:
        return same
    return same | Q(
        dossier__structure__siret__startswith=structure.siren,
        dossier__structure__siret_state=SiretState.VERIFIED,
    )


def _other_requests(dossier):
    missed = Q(
        dossier__state__in=[State.DRAFT, State.WITHDRAWN],
        dossier__edition__filing_before_at__lt=Now(),
    )
    lines = (
        BudgetLine.objects.filter(
            _same_holder(dossier.structure),
            dossier__edition__coordination=dossier.edition.coordination_id,
            dossier__edition__year=dossier.edition.year,
            scope=BudgetScope.PROJECT,
            funder_kind="drac",
        )
        .exclude(dossier=dossier)
        .exclude(dossier__state=State.ABANDONED)
        .exclude(missed)
    )
    asked = {}
    for reference, amount in lines.values_list("dossier__reference", "amount"):
        asked[reference] = asked.get(reference, 0) + amount
    return [
        {"reference": reference, "requested": f"{amount:.2f}"}
        for reference, amount in sorted(asked.items())
    ]
