"""The budget as a workbook: what the dossier holds, to be filled away from the network."""

from collections.abc import Iterable, Iterator
from typing import Any

from passeurs.budgets import calculation, chart
from passeurs.core.typography import euros, percent
from passeurs.spreadsheets.writing import Column, Formula, Kind, Line, Table, Tone

from .budget_lines import COFUNDERS, REQUEST, drac_key, key_of, line_key, single_lines, sorted_key
from .enums import BudgetScope, FundingStatus
from .queries.budget import is_funder
from .queries.content import content_of

SHEETS = {BudgetScope.PROJECT: "Projet", BudgetScope.STRUCTURE: "Structure"}
FUNDERS, MANUAL = "Financeurs", "Mode d’emploi"
MARK, SUM, DRAC = "Repère", "somme", "DRAC"
AMOUNT = "Montant"


def listed(labels: Iterable[str]) -> str:
    return ", ".join(f"«\u00a0{label}\u00a0»" for label in labels)


MANUAL_TEXT = (
    (
        "Remplissez les cases claires, enregistrez, puis renvoyez ce fichier depuis l’écran "
        "«\u00a0Le budget\u00a0» du dossier. Rien n’est écrit avant que vous ayez relu et confirmé."
    ),
    (
        "Les totaux se calculent ici pour votre confort\u00a0: au retour, seuls vos montants sont "
        "lus. Une formule de votre cru est permise, c’est son résultat qui compte."
    ),
    (
        f"La colonne «\u00a0{MARK}\u00a0» dit au service de quelle ligne il s’agit\u00a0: n’y "
        "touchez pas. Une ligne que vous supprimez ici reste telle quelle dans le "
        "dossier\u202f; une case vidée y vide le montant."
    ),
    (
        f"Feuille «\u00a0{FUNDERS}\u00a0»\u00a0: une ligne par financeur autre que la DRAC. Pour "
        "en ajouter un, écrivez sur une ligne vide, sans repère. Pour en retirer un, videz "
        "toutes ses cases claires en gardant son repère."
    ),
    f"Sorte de financeur\u00a0: {listed(line.label for line in COFUNDERS)}.",
    f"Où en est la demande\u00a0: {listed(FundingStatus.labels)}.",
)
FUNDER_COLUMNS = (
    Column(MARK, width=10),
    Column("Financeur", width=38, is_open=True),
    Column("Sorte de financeur", width=52, is_open=True),
    Column(AMOUNT, Kind.AMOUNT, width=16, is_open=True),
    Column("Où en est la demande", width=22, is_open=True),
    Column("Décision le", Kind.DATE, width=14, is_open=True),
)
SCOPE_COLUMNS = (
    Column(MARK, width=18),
    Column("Compte", width=10),
    Column("Intitulé", width=70),
    Column(AMOUNT, Kind.AMOUNT, width=18, is_open=True),
)
SPARE_ROWS = 12
REQUEST_MARKS = {DRAC: REQUEST}
MANUAL_TEXT = (
    """Remplissez les cases claires, enregistrez, puis renvoyez ce fichier depuis l’écran
    «\u00a0Le budget\u00a0» du dossier. Rien n’est écrit avant que vous ayez relu et confirmé.""",
    """Les totaux se calculent ici pour votre confort\u00a0: au retour, seuls vos montants sont lus.
    Une formule de votre cru est permise, c’est son résultat qui compte.""",
    f"""La colonne «\u00a0{MARK}\u00a0» dit au service de quelle ligne il s’agit\u00a0: n’y touchez
    pas. Une ligne que vous supprimez ici reste telle quelle dans le dossier\u202f; une case vidée
    y vide le montant.""",
    f"""Feuille «\u00a0{FUNDERS}\u00a0»\u00a0: une ligne par financeur autre que la DRAC. Pour en
    ajouter un, écrivez sur une ligne vide, sans repère. Pour en retirer un, videz toutes ses cases
    claires en gardant son repère.""",
    f"Sorte de financeur\u00a0: {listed(line.label for line in COFUNDERS)}.",
    f"Où en est la demande\u00a0: {listed(FundingStatus.labels)}.",
)
SIDES = {
    chart.Side.CHARGE: "Charges",
    chart.Side.PRODUCT: "Produits",
    chart.Side.VOLUNTARY_CHARGE: "Contributions volontaires, emplois (86)",
    chart.Side.VOLUNTARY_PRODUCT: "Contributions volontaires, ressources (87)",
}


def book_of(dossier: Any) -> list[Table]:
    """The manual, both tables and the co-funders, as the dossier stands."""
    lines = content_of(dossier).lines
    funders = [line for line in lines if is_cofunder(line)]
    last = len(funders) + SPARE_ROWS + 1
    amounts = {key_of(line): line.amount for line in lines}
    return [
        _manual(dossier),
        _scope(BudgetScope.PROJECT, amounts, funders, f"{FUNDERS}!D2:D{last}"),
        Table(FUNDERS, FUNDER_COLUMNS, list(_funder_rows(funders)), is_locked=True),
        _scope(BudgetScope.STRUCTURE, amounts, (), ""),
    ]


def is_cofunder(line: Any) -> bool:
    """A row of the project's funders, the DRAC aside."""
    is_drac = line.funder_kind == chart.FunderKind.DRAC
    return line.scope == BudgetScope.PROJECT and is_funder(line) and not is_drac


def _funder_rows(funders: list[Any]) -> Iterator[list[Any]]:
    labels = dict(FundingStatus.choices)
    for line in funders:
        kind = chart.LINES[line.code].label if line.code in chart.LINES else line.code
        status = labels.get(line.status, "")
        yield [line.key, line.funder, kind, line.amount, status, line.decided_on]
    for _ in range(SPARE_ROWS):
        yield [None] * len(FUNDER_COLUMNS)


def _scope(scope: str, amounts: dict[Any, Any], funders: Any, funders_range: str) -> Table:
    return Table(
        SHEETS[BudgetScope(scope)],
        SCOPE_COLUMNS,
        _ScopeSheet(scope, amounts, funders, funders_range).rows,
        is_locked=True,
    )


class _ScopeSheet:
    """The rows of one table, each sum a formula over the lines above it."""

    def __init__(self, scope: str, amounts: dict[Any, Any], funders: Any, elsewhere: str) -> None:
        self.scope, self.amounts, self.elsewhere = scope, amounts, elsewhere
        self.given = calculation.total({"amount": line.amount} for line in funders)
        self.singles = {line.code for line in single_lines(scope)}
        self.rows: list[Any] = []
        for side in SIDES:
            self._side(side)

    def _side(self, side: chart.Side) -> None:
        self.rows.append(Line((None, None, SIDES[side], None)))
        first, before = self._next(), len(self.rows)
        for group in chart.groups(side, scope=self.scope):
            self._group(group)
        amounts = [row[3] for row in self.rows[before:] if not isinstance(row, Line)]
        value = calculation.total({"amount": amount} for amount in amounts)
        ranges: tuple[str, ...] = (f"D{first}:D{self._next() - 1}",)
        if side == chart.Side.PRODUCT and self.elsewhere:
            ranges, value = (*ranges, self.elsewhere), value + self.given
            label = f"dont les autres financeurs, feuille «\u00a0{FUNDERS}\u00a0»"
            self.rows.append(Line((SUM, None, label, Formula(self.given, (self.elsewhere,)))))
        label = f"Total\u00a0: {SIDES[side].lower()}"
        self.rows.append(Line((SUM, None, label, Formula(value, ranges)), Tone.TOTAL))
        self.rows.append([None] * len(SCOPE_COLUMNS))

    def _group(self, group: chart.Group) -> None:
        lines = [line for line in group.lines if line.code in self.singles]
        if len(group.lines) > 1:
            self.rows.append(Line((None, shown_code(group.code), group.label, None)))
        if group.code == "74" and self.scope == BudgetScope.PROJECT:
            self._line(DRAC, "74", "Demande à la DRAC", drac_key())
        for line in lines:
            self._line(line.code, shown_code(line.code), line.label, line_key(self.scope, line))

    def _line(self, mark: str, account: str, label: str, key: dict[str, str]) -> None:
        self.rows.append([mark, account, label, self.amounts.get(sorted_key(key))])

    def _next(self) -> int:
        """The number of the next line, the heading being the first."""
        return len(self.rows) + 2


def shown_code(code: str) -> str:
    """The account's number as the form prints it; a line that has none shows none."""
    return "".join(sign for sign in code if sign.isdigit()) if code[:1].isdigit() else ""


def _manual(dossier: Any) -> Table:
    """How to fill it, in the words of the screen."""
    head = f"Budget du dossier {dossier.reference}, {dossier.project.title or 'projet sans titre'}."
    call = f"Appel\u00a0: {dossier.edition.title}. {_limits(dossier.edition.document()['money'])}"
    notes = [Line((text,), Tone.NOTE) for text in (call, "", *MANUAL_TEXT)]
    rows = [Line((head,), Tone.TOTAL), *notes]
    return Table(MANUAL, (Column("", width=110),), rows, has_heading=False, is_locked=True)


def _limits(money: dict[str, Any]) -> str:
    ceiling, share = money.get("ceiling"), money.get("share")
    told = [f"{euros(ceiling)} au plus"] if ceiling else []
    told += [f"{percent(share)} du budget au plus"] if share else []
    return f"La DRAC peut donner {' et '.join(told)}." if told else ""
