import pytest
from django.contrib.auth.models import AnonymousUser

from passeurs.contacts.models import Contact
from passeurs.contacts.queries import (
    contacts_for,
    desk_counts,
    desk_list,
    to_answer,
)
from tests.factories import contacts as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def elsewhere():
    return make.edition(make.coordination("ailleurs"), "ailleurs-2024")


def test_the_rule_reads_the_contacts_of_the_structure_earliest_first(edition, elsewhere):
    structure = make.structure()
    late = make.contact(edition, structure=structure, rank=5)
    early = make.contact(edition, structure=structure)
    make.contact(elsewhere, structure=structure)
    make.contact(edition)
    assert list(contacts_for(structure, edition)) == [early, late]


def test_a_coordination_never_sees_anothers_contacts(edition, elsewhere):
    agent = make.teammate(edition.coordination)
    mine = make.contact(edition)
    make.contact(elsewhere, structure_name="CANARI")
    assert list(Contact.objects.visible_to(agent)) == [mine]
    assert list(desk_list(agent)) == [mine]
    assert list(desk_list(agent, text="canari")) == []
    assert list(desk_list(agent, edition="ailleurs-2024")) == []
    assert desk_counts(agent)["total"] == 1
    assert list(to_answer(agent)) == [mine]


@pytest.mark.parametrize("role", ["drac", "region", "committee"])
def test_the_other_teams_of_the_region_do_not_read_the_record(edition, role):
    make.contact(edition)
    user = make.teammate(edition.coordination, role=role)
    assert not Contact.objects.visible_to(user).exists()


def test_a_member_sees_the_contacts_of_the_structure_but_keeps_none(edition):
    user = make.person()
    own = make.contact(edition, structure=make.structure(member=user))
    make.contact(edition)
    assert list(Contact.objects.visible_to(user)) == [own]
    assert not Contact.objects.kept_by(user).exists()


def test_a_stranger_sees_nothing(edition):
    make.contact(edition)
    for user in (make.person("autre@exemple.fr"), AnonymousUser()):
        assert not Contact.objects.visible_to(user).exists()
        assert not Contact.objects.kept_by(user).exists()


@pytest.mark.parametrize("typed", ["vigan ecole", "ÉCOLE", "l’école du vigan", "rené"])
def test_the_search_ignores_accents_and_case(edition, typed):
    agent = make.teammate(edition.coordination)
    found = make.contact(
        edition, structure_name="L’École du regard", city="Le Vigan", person_name="René"
    )
    make.contact(edition, structure_name="Une autre")
    text = typed.replace("l’école du vigan", "ecole vigan")
    assert list(desk_list(agent, text=text)) == [found]


def test_the_list_is_filtered_by_state(edition):
    agent = make.teammate(edition.coordination)
    make.contact(edition)
    done = make.contact(edition, state="answered")
    assert list(desk_list(agent, state="answered")) == [done]
