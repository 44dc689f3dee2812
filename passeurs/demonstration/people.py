"""The people one may enter as, their structures and the two coordinations: all invented."""

from dataclasses import dataclass, field

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.demonstration import invented
from passeurs.organisations.enums import ActorKind, LegalStatus, MemberRole, SiretState, TeamRole
from passeurs.organisations.models import Coordination, Membership, Structure, TeamMember
from passeurs.territories.models import Commune

HOLDER_PAGE = "dossiers:index"
DESK_PAGE = "desk:home"
HOME_PAGE = "pages:home"


@dataclass(frozen=True)
class Role:
    """A door of « Entrer comme… »: `member` is a place in a structure, `team` one in a team.

    With neither, a place in a dossier, which its story gives.
    """

    key: str
    title: str
    note: str
    first_name: str
    last_name: str
    landing: str
    member: tuple[str, str] = ("", "")
    team: tuple[str, str] = ("", "")

    @property
    def email(self):
        first, last = (part.lower() for part in (self.first_name, self.last_name))
        return f"{first}.{last}@demonstration.example"


@dataclass(frozen=True)
class Invented:
    """A structure of the demonstration, named by its `key`."""

    key: str
    rank: int
    name: str
    legal_status: str
    actor_kind: str
    street: str
    insee: str
    postcode: str
    city: str
    facts: dict = field(default_factory=dict)


ROLES = (
    Role(
        "porteuse",
        "Porteuse, représente sa structure",
        "Écrit et dépose les dossiers de la MJC, tient la liste de ses membres.",
        "Nadia",
        "Sarrazin",
        HOLDER_PAGE,
        member=("pont-vieux", MemberRole.REPRESENTATIVE),
    ),
    Role(
        "redacteur",
        "Porteur, écrit les dossiers",
        "Collègue de la MJC\u00a0: prépare les dossiers, ne dépose pas.",
        "Jules",
        "Amat",
        HOLDER_PAGE,
        member=("pont-vieux", MemberRole.EDITOR),
    ),
    Role(
        "autre-porteur",
        "Un autre porteur",
        "Représente une association voisine, et ne voit rien de la MJC.",
        "Paul",
        "Lacombe",
        HOLDER_PAGE,
        member=("causse", MemberRole.REPRESENTATIVE),
    ),
    Role(
        "invitee",
        "Invitée dans un dossier",
        "Cinéaste, écrit dans un seul dossier de la MJC et ne voit rien d’autre d’elle.",
        "Lina",
        "Castel",
        HOLDER_PAGE,
    ),
    Role(
        "coordination",
        "Coordination d’Occitanie",
        "Note les prises de contact, vérifie les SIRET, lit les dossiers, tranche.",
        "Claire",
        "Vidal",
        DESK_PAGE,
        team=("la-trame", TeamRole.COORDINATION),
    ),
    Role(
        "drac",
        "DRAC Occitanie",
        "Lit les dossiers déposés dans sa région.",
        "Odile",
        "Garrigue",
        DESK_PAGE,
        team=("la-trame", TeamRole.DRAC),
    ),
    Role(
        "region",
        "Région Occitanie",
        "Lit les dossiers déposés dans sa région.",
        "Marc",
        "Delpech",
        DESK_PAGE,
        team=("la-trame", TeamRole.REGION),
    ),
    Role(
        "comite",
        "Membre du comité",
        "Lit les dossiers déposés, avant la séance.",
        "Sonia",
        "Bellec",
        HOLDER_PAGE,
        team=("la-trame", TeamRole.COMMITTEE),
    ),
    Role(
        "national",
        "Équipe nationale",
        "Lit les pages publiques, comme tout le monde, sans ouvrir un dossier.",
        "Antoine",
        "Rey",
        HOME_PAGE,
        team=("", TeamRole.NATIONAL),
    ),
    Role(
        "autre-coordination",
        "Une autre coordination",
        "Travaille dans une autre région, sous d’autres règles, et ne voit rien d’Occitanie.",
        "Yann",
        "Morel",
        DESK_PAGE,
        team=("les-lanternes", TeamRole.COORDINATION),
    ),
)

COORDINATIONS = (
    {
        "slug": "la-trame",
        "name": "La Trame – Occitanie",
        "region_name": "Occitanie",
        "service_name": "DRAC Occitanie, service de l’action culturelle",
        "service_address": "1 place de la Démonstration, 34000 Montpellier",
        "email": "passeurs@la-trame.example",
        "phone": invented.phone(1),
        "postal_address": "La Trame, 2 rue de l’Écran, 31000 Toulouse",
        "accent_light": "#8a3d24",
        "accent_dark": "#f0a184",
        "referent_name": "Claire Vidal",
        "drac_name": "DRAC Occitanie",
    },
    {
        "slug": "les-lanternes",
        "name": "Les Lanternes – Bretagne",
        "region_name": "Bretagne",
        "service_name": "DRAC Bretagne, service de l’action culturelle",
        "service_address": "1 place de la Démonstration, 35000 Rennes",
        "email": "passeurs@les-lanternes.example",
        "phone": invented.phone(2),
        "postal_address": "Les Lanternes, 5 quai de la Projection, 35000 Rennes",
        "accent_light": "#1f5f6b",
        "accent_dark": "#7fcbd8",
        "referent_name": "Yann Morel",
        "drac_name": "DRAC Bretagne",
    },
)

STRUCTURES = (
    Invented(
        "pont-vieux",
        1,
        "MJC du Pont-Vieux",
        LegalStatus.ASSOCIATION,
        ActorKind.AUDIENCE,
        "14 quai de la Passerelle",
        "46042",
        "46000",
        "Cahors",
        {"acronym": "MJC"},
    ),
    Invented(
        "causse",
        2,
        "Les Toiles du Causse",
        LegalStatus.ASSOCIATION,
        ActorKind.CULTURAL,
        "3 place de la Lanterne",
        "12202",
        "12000",
        "Rodez",
    ),
)


@transaction.atomic
def load_people():
    """Create what is missing, and leave the rest as visitors made it; {key: User}."""
    coordinations = {row["slug"]: _coordination(row) for row in COORDINATIONS}
    structures = {row.key: _structure(row) for row in STRUCTURES}
    for structure in structures.values():
        structure.coordinations.add(coordinations["la-trame"])
    return {role.key: _person(role, structures, coordinations) for role in ROLES}


def role_named(key):
    """The role of this key, or None."""
    return next((role for role in ROLES if role.key == key), None)


def _coordination(row):
    facts = {name: value for name, value in row.items() if name != "slug"}
    return Coordination.objects.get_or_create(slug=row["slug"], defaults=facts)[0]


def _structure(row):
    commune = Commune.objects.filter(insee=row.insee).first()
    facts = {
        "name": row.name,
        "siret_state": SiretState.VERIFIED,
        "rna": invented.rna(row.rank),
        "legal_status": row.legal_status,
        "actor_kind": row.actor_kind,
        "street": row.street,
        "postcode": row.postcode,
        "commune": commune,
        "city_text": "" if commune else row.city,
        "email": f"contact@{row.key}.example",
        "phone": invented.phone(10 + row.rank),
        **_representative(row.key),
        **row.facts,
    }
    siret = invented.siret(row.rank)
    return Structure.objects.get_or_create(siret=siret, defaults=facts)[0]


def _representative(key):
    place = (key, MemberRole.REPRESENTATIVE)
    role = next(role for role in ROLES if role.member == place)
    return {
        "representative_first_name": role.first_name,
        "representative_last_name": role.last_name,
        "representative_role": "Présidence",
        "representative_email": role.email,
    }


def _person(role, structures, coordinations):
    names = {"first_name": role.first_name, "last_name": role.last_name}
    user, _ = User.objects.get_or_create(email=role.email, defaults=names)
    place, rank = role.member
    if place:
        Membership.objects.get_or_create(
            structure=structures[place], user=user, defaults={"role": rank}
        )
    slug, duty = role.team
    if duty:
        TeamMember.objects.get_or_create(user=user, coordination=coordinations.get(slug), role=duty)
    return user
