"""What holders were told that the committee decided."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Q, Subquery, Sum

from passeurs.calls.enums import MilestoneKind, Precision
from passeurs.core.typography import euros, french_date, nbsp
from passeurs.organisations.enums import LegalStatus

from ..enums import BudgetScope, State
from ..models import Award, AwardLine, Dossier
from .admission import appeal_of

AFTER = (
    MilestoneKind.ACTIONS_FROM,
    MilestoneKind.OPEN_AIR_REQUEST,
    MilestoneKind.ACTIONS_UNTIL,
    MilestoneKind.REPORT_DUE,
)
CERFA = (
    "Une association le remplit pour que l’aide lui soit versée ; la coordination vous dira à "
    "qui l’envoyer."
)
BUDGET = (
    "Il est accordé {granted} pour {asked} demandés : dites à la coordination ce qui change dans "
    "votre projet."
)
MAIL = "dossiers/emails/award"


def mail_key(award: Award) -> str:
    """What names the telling of one version, so that it leaves once to each."""
    return f"award:{award.dossier_id}:{award.version}"


def mail_context(award: Award, lines: list[AwardLine]) -> dict[str, Any]:
    """What its e-mail is made of; `award` need not be kept yet."""
    dossier = award.dossier
    return {"dossier": dossier, "edition": dossier.edition, "award": award, "lines": lines}


def letter_name(award: Award) -> str:
    """« decision-OCC-2027-0012-D1.pdf », as its PDF is called."""
    return f"decision-{award.letter_number}.pdf"


def remedies_of(edition: Any) -> str:
    """The words on contesting a refusal of the committee: the edition's, else the usual ones."""
    own = edition.document().get("texts", {}).get("decision_appeal")
    return str(own or appeal_of(edition))


def decision_shown(dossier: Dossier) -> dict[str, Any]:
    """The decision as the dossier's page tells it, with what comes next; three questions."""
    award = award_of(dossier)
    if award is None:
        return {}
    steps = _steps(dossier, award) if dossier.state == State.GRANTED else []
    return {"award": award, "lines": list(award.lines.all()), "steps": steps}


def _steps(dossier: Dossier, award: Award) -> list[tuple[str, str]]:
    """What a grant asks of its holder, then its dates: a name and a sentence."""
    sources = [one.source for one in award.lines.all()]
    rows = dossier.budgetlines.filter(scope=BudgetScope.PROJECT, side="product")
    found = rows.filter(funder_kind__in=sources).aggregate(total=Sum("amount"))
    asked = found["total"] or Decimal(0)
    steps = []
    if dossier.structure.legal_status == LegalStatus.ASSOCIATION:
        steps.append(("Le Cerfa 12156", CERFA))
    if award.total < asked:
        told = BUDGET.format(granted=euros(award.total), asked=euros(asked))
        steps.append(("Un budget revu", str(nbsp(told))))
    return [*steps, *_dates(dossier.edition)]


def _dates(edition: Any) -> list[tuple[str, str]]:
    found = []
    for kind in AFTER:
        if moment := edition.milestone(kind):
            day = french_date(moment.at_local.date())
            shown = day.partition(" ")[2] if moment.precision == Precision.MONTH else day
            found.append((str(kind.label), shown))
    return found


def award_of(dossier: Dossier) -> Award | None:
    """The decision that stands, its last version, with its lines; two questions at most.

    None before it is published. Of a dossier given up since, it is what its holder gave up.
    """
    found = Award.objects.filter(dossier=dossier).defer("letter")
    return found.select_related("published_by").prefetch_related("lines").first()


def awards_of(dossiers: Iterable[Any]) -> dict[Any, Award]:
    """The same for many, by the key of the dossier, in two questions."""
    rows = standing_awards().filter(dossier__in=dossiers).defer("letter")
    return {one.dossier_id: one for one in rows.prefetch_related("lines")}


def standing_awards():
    """The last version of each dossier's decision."""
    last = Award.objects.filter(dossier=OuterRef("dossier")).order_by("-version")
    return Award.objects.filter(Q(pk=Subquery(last.values("pk")[:1]))).order_by("dossier")
