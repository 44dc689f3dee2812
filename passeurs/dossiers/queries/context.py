"""What the platform knows beside a dossier: exchanges, and the holder's other requests."""

from passeurs.contacts.queries import contacts_for

from ..enums import BudgetScope, State
from ..models import BudgetLine
from .content import kept


def contacts_of(dossier):
    """The recorded exchanges between the holder's structure and the coordination."""
    return kept(dossier, "contacts", lambda one: list(contacts_for(one.structure, one.edition)))


def other_requests(dossier):
    """What the same holder (its SIREN) asks of the DRAC in its other dossiers of the year.

    Sittings of one year and one coordination add up; abandoned dossiers do not count.
    """
    return kept(dossier, "other_requests", _other_requests)


def _other_requests(dossier):
    siren = dossier.structure.siren
    if not siren:
        return []
    lines = (
        BudgetLine.objects.filter(
            dossier__edition__coordination=dossier.edition.coordination_id,
            dossier__edition__year=dossier.edition.year,
            dossier__structure__siret__startswith=siren,
            scope=BudgetScope.PROJECT,
            funder_kind="drac",
        )
        .exclude(dossier=dossier)
        .exclude(dossier__state=State.ABANDONED)
    )
    asked = {}
    for reference, amount in lines.values_list("dossier__reference", "amount"):
        asked[reference] = asked.get(reference, 0) + amount
    return [
        {"reference": reference, "requested": f"{amount:.2f}"}
        for reference, amount in sorted(asked.items())
    ]
