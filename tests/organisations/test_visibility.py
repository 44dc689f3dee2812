"""Who may know of what: one region never sees another's, the national team sees no structure."""

import pytest
from django.contrib.auth.models import AnonymousUser

from passeurs.organisations import queries
from passeurs.organisations.models import Coordination, Membership, Structure, TeamMember
from tests.factories import organisations as make
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db
MODELS = (Structure, Membership, TeamMember, Coordination)


@pytest.fixture
def world():
    """Two regions, a structure known to each, and somebody of every kind."""
    south, north = make.coordination("sud"), make.coordination("nord")
    boss, other = person(), person()
    mine = make.structure(name="Sudiste", representative=boss, known_to=[south])
    theirs = make.structure(name="CANARI", representative=other, known_to=[north])
    return {
        "south": south,
        "north": north,
        "boss": boss,
        "other": other,
        "mine": mine,
        "theirs": theirs,
        "agent": make.team_member("coordination", south),
        "rival": make.team_member("coordination", north),
        "national": make.team_member("national"),
    }


@pytest.mark.parametrize("model", MODELS)
def test_the_public_and_strangers_see_nothing(world, model):
    assert not model.objects.visible_to(AnonymousUser()).exists()
    assert not model.objects.visible_to(person()).exists()


def test_a_member_sees_their_structure_and_no_other(world):
    assert list(Structure.objects.visible_to(world["boss"])) == [world["mine"]]
    assert list(Membership.objects.visible_to(world["boss"])) == list(
        world["mine"].memberships.all()
    )


@pytest.mark.parametrize("role", ["coordination", "drac", "region", "committee"])
def test_a_regional_team_sees_the_structures_its_coordination_knows(world, role):
    user = make.team_member(role, world["south"])
    assert list(Structure.objects.visible_to(user)) == [world["mine"]]
    assert list(Coordination.objects.visible_to(user)) == [world["south"]]
    assert world["rival"] not in {row.user for row in TeamMember.objects.visible_to(user)}


def test_a_structure_known_to_nobody_is_seen_by_its_members_alone(world):
    boss = person()
    lonely = make.structure(representative=boss)
    assert lonely not in Structure.objects.visible_to(world["agent"])
    assert lonely in Structure.objects.visible_to(boss)


def test_a_structure_known_to_two_regions_appears_once_in_each(world):
    world["mine"].coordinations.add(world["north"])
    make.team_member("drac", world["north"])
    for agent in (world["agent"], world["rival"]):
        assert list(Structure.objects.visible_to(agent)).count(world["mine"]) == 1


def test_the_national_team_sees_every_coordination_and_no_structure(world):
    assert Coordination.objects.visible_to(world["national"]).count() == 2
    assert not Structure.objects.visible_to(world["national"]).exists()
    assert not Membership.objects.visible_to(world["national"]).exists()
    assert TeamMember.objects.visible_to(world["national"]).count() == 1


def test_roles_are_told_object_by_object(world):
    mine, agent = world["mine"], world["agent"]
    assert mine.access_roles(world["boss"]) == {"holder_representative"}
    assert mine.access_roles(world["other"]) == set()
    assert mine.access_roles(agent) == {"coordination"}
    assert world["theirs"].access_roles(agent) == set()
    assert mine.access_roles(AnonymousUser()) == set()
    assert world["south"].access_roles(agent) == {"coordination"}
    assert world["north"].access_roles(agent) == set()
    assert world["north"].access_roles(world["national"]) == {"national"}


def test_the_roles_held_somewhere_are_gathered(world, django_assert_num_queries):
    TeamMember.objects.create(user=world["boss"], coordination=world["south"], role="committee")
    with django_assert_num_queries(1):
        assert queries.roles_of(world["boss"]) == {"holder_representative", "committee"}
    assert queries.roles_of(person()) == set()
    assert queries.roles_of(AnonymousUser()) == set()


def test_belonging_is_read_from_both_sides(world):
    assert list(queries.coordinations_of(world["agent"])) == [world["south"]]
    assert not queries.coordinations_of(AnonymousUser()).exists()
    assert list(queries.structures_of(world["boss"])) == [world["mine"]]
    assert not queries.structures_of(AnonymousUser()).exists()
    assert queries.team_of(world["south"], "coordination") == [world["agent"]]
    assert queries.representatives_of(world["mine"]) == [world["boss"]]
    assert queries.structure_with_siret(world["mine"].siret) == world["mine"]
    assert queries.structure_with_siret("") is None


def test_a_reader_writes_in_nobody_s_name(world):
    reader = person()
    Membership.objects.create(structure=world["mine"], user=reader, role="reader")
    assert not queries.structures_written_by(reader).exists()
    assert list(queries.structures_written_by(world["boss"])) == [world["mine"]]


def test_the_siren_is_read_from_the_siret(world):
    assert world["mine"].siren == world["mine"].siret[:9]
    assert make.structure(siret=None).siren == ""
