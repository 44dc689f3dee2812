"""What the platform knows beside a dossier: exchanges, and the holder's other requests."""

from django.db.models import BigAutoField, CharField, IntegerField, Q, UUIDField
from django.db.models.functions import Now

from passeurs.contacts.queries import contacts_for
from passeurs.core.given import Given, Prepared
from passeurs.organisations.enums import SiretState

from ..enums import GONE, BudgetScope, State
from ..models import BudgetLine, RuleRuling
from .content import kept


def contacts_of(dossier):
    """The recorded exchanges between the holder's structure and the coordination."""
    return kept(dossier, "contacts", _contacts)


def rulings_of(dossier):
    """What the coordination decided of the verdicts, with who did."""
    return kept(dossier, "rulings", _rulings)


def other_requests(dossier):
    """What the same holder asks of the DRAC in its other dossiers of the year.

    A holder is a structure, and the other establishments of its SIREN once the coordination has
    verified both: nobody lowers another's ceiling by writing its number. Sittings of one year and
    one coordination add up; those abandoned, refused or given up do not count, nor drafts that
    missed their closing.
    """
    return kept(dossier, "other_requests", _other_requests)


def _contacts(dossier):
    return CONTACTS.ask(structure=dossier.structure_id, edition=dossier.edition_id)


def _rulings(dossier):
    return RULINGS.ask(dossier=dossier.pk)


def _of_this_structure():
    return Q(dossier__structure=STRUCTURE)


def _of_this_holder():
    """Every verified establishment of its SIREN, and itself."""
    return _of_this_structure() | Q(
        dossier__structure__siret__startswith=Given("siren", CharField()),
        dossier__structure__siret_state=SiretState.VERIFIED,
    )


def requested_by(holders, *, coordination, year):
    """What these holders ask of the DRAC in the dossiers of a year that stand, line by line."""
    missed = Q(
        dossier__state__in=[State.DRAFT, State.WITHDRAWN],
        dossier__edition__filing_before_at__lt=Now(),
    )
    lines = BudgetLine.objects.filter(
        holders,
        dossier__edition__coordination=coordination,
        dossier__edition__year=year,
        scope=BudgetScope.PROJECT,
        funder_kind="drac",
    )
    return lines.exclude(dossier__state__in=GONE).exclude(missed).order_by()


def _asked_elsewhere(same_holder):
    year, coordination = Given("year", IntegerField()), Given("coordination", BigAutoField())
    lines = requested_by(same_holder, coordination=coordination, year=year)
    return lines.exclude(dossier=DOSSIER).values_list("dossier__reference", "amount")


DOSSIER, STRUCTURE = Given("dossier", UUIDField()), Given("structure", UUIDField())
RULINGS = Prepared(lambda: RuleRuling.objects.filter(dossier=DOSSIER).select_related("by"))
CONTACTS = Prepared(lambda: contacts_for(STRUCTURE, Given("edition", BigAutoField())))
BY_STRUCTURE = Prepared(lambda: _asked_elsewhere(_of_this_structure()))
BY_HOLDER = Prepared(lambda: _asked_elsewhere(_of_this_holder()))


def _other_requests(dossier):
    structure, edition = dossier.structure, dossier.edition
    told = {
        "dossier": dossier.pk,
        "structure": structure.pk,
        "coordination": edition.coordination_id,
        "year": edition.year,
    }
    if structure.has_verified_siret:
        lines = BY_HOLDER.ask(siren=structure.siren, **told)
    else:
        lines = BY_STRUCTURE.ask(**told)
    return by_reference(lines)


def by_reference(lines):
    """What each dossier asks in all, from its reference and amounts."""
    asked = {}
    for reference, amount in lines:
        asked[reference] = asked.get(reference, 0) + amount
    return [
        {"reference": reference, "requested": f"{amount:.2f}"}
        for reference, amount in sorted(asked.items())
    ]
