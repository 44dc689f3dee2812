"""Coordinations, structures, members and teams."""

from itertools import count

from stdnum import luhn

from passeurs.organisations.models import Coordination, Membership, Structure, TeamMember
from tests.factories.accounts import person

_ranks = count(1)


def siret(rank=None):
    """A SIRET whose keys are right."""
    siren = _keyed(f"8{rank or next(_ranks):07}")
    return _keyed(f"{siren}0001")


def _keyed(number):
    return number + luhn.calc_check_digit(number)


def coordination(slug=None, **fields):
    slug = slug or f"coordination-{next(_ranks)}"
    fields.setdefault("name", f"Coordination {slug}")
    fields.setdefault("region_name", "Occitanie")
    fields.setdefault("email", f"bonjour@{slug}.example")
    return Coordination.objects.create(slug=slug, **fields)


def structure(*, representative=None, editor=None, reader=None, known_to=(), **fields):
    """An association with a SIRET; its members and the coordinations that know it by name."""
    fields.setdefault("name", f"Structure {next(_ranks)}")
    fields.setdefault("siret", siret())
    fields.setdefault("legal_status", "association")
    fields.setdefault("actor_kind", "cultural")
    made = Structure.objects.create(**fields)
    made.coordinations.add(*known_to)
    people = {"representative": representative, "editor": editor, "reader": reader}
    for role, user in people.items():
        if user:
            Membership.objects.create(structure=made, user=user, role=role)
    return made


def team_member(role, coordination=None, **fields):
    """A person of a team (coordination, drac, region, committee; national without coordination)."""
    user = person(**fields)
    TeamMember.objects.create(user=user, coordination=coordination, role=role)
    return user
