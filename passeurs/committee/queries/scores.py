"""What ranks the dossiers of a sitting: the marks its reader may know, else instruction sheets."""

from decimal import Decimal

from passeurs.accounts.models import User
from passeurs.core.access import can
from passeurs.instruction.enums import Opinion, Priority
from passeurs.instruction.models import Sheet

from ..models import Sitting
from .reading import marks_of

BY_PRIORITY = {
    Priority.FIRST: Decimal("1.00"),
    Priority.SECOND: Decimal("0.70"),
    Priority.THIRD: Decimal("0.40"),
}
BY_OPINION = {
    Opinion.FAVOURABLE: Decimal("0.80"),
    Opinion.RESERVED: Decimal("0.50"),
    Opinion.UNFAVOURABLE: Decimal(0),
}


def ranks_of(sitting: Sitting, user: User) -> dict[int, Decimal]:
    """By passage, the marks this reader may know today; failing any, what the sheets they read say.

    An unfavourable opinion is worth nothing, whatever the priority. A dossier without either has
    no score, hence is not proposed.
    """
    return marks_of(sitting, user) or _by_sheets(sitting, user)


def _by_sheets(sitting: Sitting, user: User) -> dict[int, Decimal]:
    keeps = can(user, "sitting.keep", sitting)
    sheets = Sheet.objects.all() if keeps else Sheet.objects.shared_with(user)
    rows = sheets.filter(dossier__passages__sitting=sitting)
    told = rows.values_list("dossier__passages", "priority", "opinion").filter(
        dossier__passages__sitting=sitting
    )
    found = {passage: _worth(priority, opinion) for passage, priority, opinion in told}
    return {passage: score for passage, score in found.items() if score is not None}


def _worth(priority: int | None, opinion: str) -> Decimal | None:
    if opinion == Opinion.UNFAVOURABLE or priority is None:
        return BY_OPINION.get(Opinion(opinion)) if opinion else None
    return BY_PRIORITY[Priority(priority)]
