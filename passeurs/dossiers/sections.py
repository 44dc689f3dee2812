"""The sections of a dossier as screens: their address, their form, their order."""

from dataclasses import dataclass

from django.urls import reverse

from .enums import SectionCode


@dataclass(frozen=True, slots=True)
class Screen:
    """One section: its code, its word in the address, the question it answers."""

    code: str
    slug: str
    label: str
    lead: str

    @property
    def route(self):
        return f"dossiers:{self.slug}"


SCREENS = (
    Screen(
        SectionCode.STRUCTURE,
        "structure",
        "La structure",
        "Qui porte le projet. Ces informations servent à tous vos dossiers.",
    ),
    Screen(
        SectionCode.PARTNERS,
        "partenaires",
        "Les partenaires",
        "Celles et ceux avec qui vous menez le projet, et la fonction que chacun y tient.",
    ),
    Screen(
        SectionCode.PROJECT,
        "projet",
        "La note d’intention",
        "Ce que vous voulez faire, pour qui, et pourquoi ici. Écrivez comme vous parleriez.",
    ),
    Screen(
        SectionCode.AUDIENCE,
        "publics",
        "Les publics",
        "Combien de personnes, de quels âges, venues d’où. Des estimations suffisent.",
    ),
    Screen(
        SectionCode.ACTIONS,
        "actions",
        "Les actions",
        "Du Voir et du Faire qui se répondent au fil de l’année. L’ordre raconte le parcours.",
    ),
    Screen(
        SectionCode.BUDGET,
        "budget",
        "Le budget",
        "Le plan du Cerfa, avec les totaux, l’équilibre et ce que vous pouvez demander.",
    ),
    Screen(
        SectionCode.DOCUMENTS,
        "pieces",
        "Les pièces",
        "Ce que l’appel demande de joindre, et ce que vous voulez ajouter.",
    ),
    Screen(
        SectionCode.COMMITMENTS,
        "engagements",
        "Les engagements",
        "Ce à quoi l’on s’engage pour un an. Lisez, puis cochez.",
    ),
)
BY_CODE = {screen.code: screen for screen in SCREENS}
REVIEW = "review"


def url_of(dossier, code):
    """The address of a section's screen, or of the review."""
    if code == REVIEW or code not in BY_CODE:
        return reverse("dossiers:review", args=[dossier.pk])
    return reverse(f"dossiers:{BY_CODE[code].slug}", args=[dossier.pk])


def links_of(dossier):
    """Section code → address, for the verdicts' « Aller à » links."""
    codes = [*BY_CODE, REVIEW]
    return {str(code): url_of(dossier, code) for code in codes}


def neighbours(code):
    """The sections before and after, None at the ends."""
    place = [screen.code for screen in SCREENS].index(code)
    before = SCREENS[place - 1] if place else None
    after = SCREENS[place + 1] if place + 1 < len(SCREENS) else None
    return before, after
