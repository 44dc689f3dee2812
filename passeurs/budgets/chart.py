"""The chart of accounts of the Cerfa 12156, project and structure tables (domain.md, 2.2).

Codes follow the State's own platform for the same form, where a line has one (`74region`); the
lines that only the project's table holds are `indirect_…` and `own`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Side(StrEnum):
    CHARGE = "charge"
    PRODUCT = "product"
    VOLUNTARY_CHARGE = "voluntary_charge"
    VOLUNTARY_PRODUCT = "voluntary_product"


class FunderKind(StrEnum):
    DRAC = "drac"
    STATE = "state"
    REGION = "region"
    DEPARTMENT = "department"
    EPCI = "epci"
    COMMUNE = "commune"
    SOCIAL = "social"
    EUROPE = "europe"
    PUBLIC = "public"
    PRIVATE = "private"
    OWN = "own"


FUNDER_LABELS = {
    FunderKind.DRAC: "DRAC",
    FunderKind.STATE: "État, autres services",
    FunderKind.REGION: "Région",
    FunderKind.DEPARTMENT: "Département",
    FunderKind.EPCI: "Intercommunalité",
    FunderKind.COMMUNE: "Commune",
    FunderKind.SOCIAL: "Organismes sociaux",
    FunderKind.EUROPE: "Fonds européens",
    FunderKind.PUBLIC: "Autres établissements publics",
    FunderKind.PRIVATE: "Fonds privés",
    FunderKind.OWN: "Ressources propres",
}


@dataclass(frozen=True)
class ChartLine:
    """A line of the table. `funder_kind` is what the line says of its funder, if anything.

    `is_repeatable` lines are entered once per funder. Only the project's table holds the lines
    that are `project_only`.
    """

    code: str
    label: str
    group: str
    side: Side
    is_cofunder: bool = False
    funder_kind: str = ""
    is_repeatable: bool = False
    project_only: bool = False


@dataclass(frozen=True)
class Group:
    """An account with its lines; where the account has no detail, it is its own only line."""

    code: str
    label: str
    side: Side
    lines: tuple[ChartLine, ...]


def group(code: str, label: str, side: Side, details: Iterable[tuple[str, str]] = ()) -> Group:
    named = tuple(details) or ((code, label),)
    lines = tuple(ChartLine(line, name, code, side) for line, name in named)
    return Group(code, label, side, lines)


def grants() -> Group:
    """Account 74: each line names a kind of funder, save the State's, which holds the DRAC too."""
    label = "Subventions d’exploitation"
    kinds = (
        ("74etat", "État : ministères, directions ou services déconcentrés", ""),
        ("74region", "Conseils régionaux", FunderKind.REGION),
        ("74dep", "Conseils départementaux", FunderKind.DEPARTMENT),
        ("74epci", "Intercommunalités : EPCI", FunderKind.EPCI),
        ("74com", "Communes", FunderKind.COMMUNE),
        ("74orgasoc", "Organismes sociaux (CAF, MSA…)", FunderKind.SOCIAL),
        ("74fe", "Fonds européens (FSE, FEDER…)", FunderKind.EUROPE),
        ("74agenceserv", "Agence de services et de paiement", FunderKind.PUBLIC),
        ("74x", "Autres établissements publics", FunderKind.PUBLIC),
        ("74aidespriv", "Aides privées (fondations)", FunderKind.PRIVATE),
    )
    lines = tuple(
        ChartLine(code, name, "74", Side.PRODUCT, True, str(kind), True)
        for code, name, kind in kinds
    )
    return Group("74", label, Side.PRODUCT, lines)


def other_income() -> Group:
    """Account 75: gifts come from others, membership fees from one's own."""
    lines = (
        ChartLine("756", "Cotisations", "75", Side.PRODUCT),
        ChartLine(
            "758", "Dons manuels, mécénat", "75", Side.PRODUCT, True, str(FunderKind.PRIVATE), True
        ),
        ChartLine("750", "Autres produits", "75", Side.PRODUCT),
    )
    return Group("75", "Autres produits de gestion courante", Side.PRODUCT, lines)


def project_only() -> tuple[Group, Group]:
    """The foot of the project's table: its part of the fixed costs, and the holder's own money."""
    costs = (
        ("indirect_fixed", "Charges fixes de fonctionnement"),
        ("indirect_financial", "Frais financiers"),
        ("indirect_other", "Autres"),
    )
    indirect = tuple(
        ChartLine(code, label, "indirect", Side.CHARGE, project_only=True) for code, label in costs
    )
    own = ChartLine(
        "own",
        "Autofinancement",
        "own",
        Side.PRODUCT,
        funder_kind=str(FunderKind.OWN),
        project_only=True,
    )
    return (
        Group("indirect", "Charges indirectes affectées au projet", Side.CHARGE, indirect),
        Group("own", "Ressources propres affectées au projet", Side.PRODUCT, (own,)),
    )


INDIRECT, OWN = project_only()
CHARGES = (
    group(
        "60",
        "Achats",
        Side.CHARGE,
        (
            ("601", "Achats de matières et fournitures"),
            ("604", "Prestations de services"),
            ("60x", "Autres fournitures"),
        ),
    ),
    group(
        "61",
        "Services extérieurs",
        Side.CHARGE,
        (
            ("613", "Locations"),
            ("615", "Entretien et réparation"),
            ("616", "Assurance"),
            ("618", "Documentation"),
        ),
    ),
    group(
        "62",
        "Autres services extérieurs",
        Side.CHARGE,
        (
            ("622", "Rémunérations intermédiaires et honoraires"),
            ("623", "Publicité, publication"),
            ("625", "Déplacements, missions"),
            ("62x", "Services bancaires, autres"),
        ),
    ),
    group(
        "63",
        "Impôts et taxes",
        Side.CHARGE,
        (("631", "Impôts et taxes sur rémunération"), ("635", "Autres impôts et taxes")),
    ),
    group(
        "64",
        "Charges de personnel",
        Side.CHARGE,
        (
            ("641", "Rémunération des personnels"),
            ("645", "Charges sociales"),
            ("647", "Autres charges de personnel"),
        ),
    ),
    group("65", "Autres charges de gestion courante", Side.CHARGE),
    group("66", "Charges financières", Side.CHARGE),
    group("67", "Charges exceptionnelles", Side.CHARGE),
    group("68", "Dotations aux amortissements, provisions et engagements", Side.CHARGE),
    group("69", "Impôt sur les bénéfices, participation des salariés", Side.CHARGE),
    INDIRECT,
)
PRODUCTS = (
    group("70", "Vente de produits finis, de marchandises, prestations de services", Side.PRODUCT),
    group("73", "Dotations et produits de tarification", Side.PRODUCT),
    grants(),
    other_income(),
    group("76", "Produits financiers", Side.PRODUCT),
    group("77", "Produits exceptionnels", Side.PRODUCT),
    group(
        "78",
        "Reprises et reports",
        Side.PRODUCT,
        (
            ("78", "Reprises sur amortissements, dépréciations et provisions"),
            ("789", "Report de ressources non utilisées d’exercices antérieurs"),
        ),
    ),
    group("79", "Transfert de charges", Side.PRODUCT),
    OWN,
)
VOLUNTARY_CHARGES = (
    group(
        "86",
        "Emplois des contributions volontaires en nature",
        Side.VOLUNTARY_CHARGE,
        (
            ("860", "Secours en nature"),
            ("861", "Mise à disposition gratuite de biens et services"),
            ("862", "Prestations"),
            ("864", "Personnel bénévole"),
        ),
    ),
)
VOLUNTARY_PRODUCTS = (
    group(
        "87",
        "Contributions volontaires en nature",
        Side.VOLUNTARY_PRODUCT,
        (("870", "Bénévolat"), ("871", "Prestations en nature"), ("875", "Dons en nature")),
    ),
)
GROUPS = CHARGES + PRODUCTS + VOLUNTARY_CHARGES + VOLUNTARY_PRODUCTS
LINES = {line.code: line for one in GROUPS for line in one.lines}


def groups(side: str, *, scope: str = "project") -> tuple[Group, ...]:
    """The accounts of one side, in the form's order, for the `project` or `structure` table."""
    own = {INDIRECT.code, OWN.code} if scope == "structure" else set()
    return tuple(one for one in GROUPS if one.side == side and one.code not in own)


def group_of(code: str) -> Group | None:
    """The account a line belongs to; a code the chart does not hold has none."""
    found = LINES.get(code)
    return next((one for one in GROUPS if one.code == found.group), None) if found else None
