"""What is done to structures and members, with what follows from it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from passeurs.core.refusals import Refused
from passeurs.journal.models import Entry
from passeurs.notifications.models import OutboxMessage
from passeurs.organisations import actions
from passeurs.organisations.models import Membership, Structure, TeamMember
from tests.factories import organisations as make
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def verbs():
    return list(Entry.objects.values_list("verb", flat=True))


def draft(**fields):
    facts = {"name": "Ciné-club", "legal_status": "association", "actor_kind": "cultural"}
    return Structure(**facts | fields)


def test_whoever_registers_a_structure_represents_it():
    by = person()
    structure = actions.register_structure(draft(siret=make.siret()), by=by, at=AT)
    assert structure.access_roles(by) == {"holder_representative"}
    assert verbs() == ["structure.registered"]


def test_a_siret_is_registered_once_even_when_two_people_press_together():
    first = make.structure()
    with pytest.raises(Refused, match="déjà enregistrée"):
        actions.register_structure(draft(siret=first.siret), by=person(), at=AT)
    assert Structure.objects.count() == 1
    assert verbs() == []


def test_structures_without_a_siret_do_not_stand_in_each_other_s_way():
    for name in ("Un", "Deux"):
        actions.register_structure(draft(name=name, siret=None), by=person(), at=AT)
    assert Structure.objects.count() == 2


def test_a_new_siret_is_to_be_verified_again():
    structure = make.structure(siret_state="verified")
    structure.siret = make.siret()
    actions.correct_structure(structure, changed=["siret", "name"], by=person(), at=AT)
    structure.refresh_from_db()
    assert not structure.has_verified_siret
    assert Entry.objects.get().data == {"fields": ["name", "siret"]}


def test_another_correction_leaves_the_verification_alone():
    structure = make.structure(siret_state="verified")
    actions.correct_structure(structure, changed=["phone"], by=person(), at=AT)
    structure.refresh_from_db()
    assert structure.has_verified_siret


def test_a_correction_that_changes_nothing_is_not_told():
    actions.correct_structure(make.structure(), changed=[], by=person(), at=AT)
    assert verbs() == []


def test_a_correction_to_a_siret_already_taken_is_refused():
    taken = make.structure().siret
    structure = make.structure()
    structure.siret = taken
    with pytest.raises(Refused):
        actions.correct_structure(structure, changed=["siret"], by=person(), at=AT)


def test_the_last_representative_neither_leaves_nor_steps_down():
    boss = person()
    structure = make.structure(representative=boss, editor=person())
    member = Membership.objects.get(user=boss)
    with pytest.raises(Refused, match="au moins une personne"):
        actions.remove_member(member, by=boss, at=AT)
    with pytest.raises(Refused, match="au moins une personne"):
        actions.change_role(member, role="reader", by=boss, at=AT)
    assert structure.access_roles(boss) == {"holder_representative"}
    assert verbs() == []


def test_one_of_two_representatives_may_leave_and_the_other_then_stays():
    boss, second = person(), person()
    structure = make.structure(representative=boss)
    Membership.objects.create(structure=structure, user=second, role="representative")
    actions.remove_member(Membership.objects.get(user=boss), by=second, at=AT)
    with pytest.raises(Refused):
        actions.remove_member(Membership.objects.get(user=second), by=second, at=AT)
    assert verbs() == ["structure.member_removed"]


def test_a_stale_page_does_not_get_round_the_last_representative():
    boss, second = person(), person()
    structure = make.structure(representative=boss)
    Membership.objects.create(structure=structure, user=second, role="representative")
    seen_before = Membership.objects.get(user=second)
    actions.change_role(Membership.objects.get(user=boss), role="reader", by=boss, at=AT)
    with pytest.raises(Refused):
        actions.change_role(seen_before, role="reader", by=second, at=AT)


def test_somebody_removed_meanwhile_cannot_be_changed():
    boss, editor = person(), person()
    make.structure(representative=boss, editor=editor)
    seen_before = Membership.objects.get(user=editor)
    Membership.objects.filter(user=editor).delete()
    with pytest.raises(Refused, match="plus membre"):
        actions.change_role(seen_before, role="reader", by=boss, at=AT)


def test_a_role_changes_once_and_is_told_once():
    boss, editor = person(), person()
    make.structure(representative=boss, editor=editor)
    member = Membership.objects.get(user=editor)
    for _ in range(2):
        actions.change_role(member, role="representative", by=boss, at=AT)
    assert verbs() == ["structure.role_changed"]


def test_a_request_to_join_goes_to_the_representatives_once_a_day():
    boss, asking = person(), person()
    structure = make.structure(representative=boss, reader=person())
    for hours in (0, 2, 24):
        at = AT + timedelta(hours=hours)
        actions.ask_to_join(structure, message="Bonjour !", by=asking, at=at)
    assert list(OutboxMessage.objects.values_list("to", flat=True)) == [boss.email] * 2
    assert asking.email in OutboxMessage.objects.first().text
    assert structure.join_requests.get().user == asking


def test_a_request_to_join_a_structure_nobody_represents_goes_to_the_coordination():
    region = make.coordination("la-trame")
    structure = make.structure(known_to=[region])
    actions.ask_to_join(structure, message="", by=person(), at=AT)
    assert OutboxMessage.objects.get().to == "bonjour@la-trame.example"


def test_a_verified_siret_is_journaled_with_its_reason_and_its_region():
    agent, structure = person(), make.structure()
    actions.verify_siret(structure, by=agent, at=AT, reason="Annuaire", scope="la-trame")
    structure.refresh_from_db()
    assert structure.has_verified_siret
    entry = Entry.objects.get()
    assert (entry.reason, entry.scope, entry.actor) == ("Annuaire", "la-trame", agent)
    assert entry.data == {"siret": structure.siret}


def test_a_structure_without_siret_has_nothing_to_verify():
    with pytest.raises(Refused, match="pas encore de SIRET"):
        actions.verify_siret(make.structure(siret=None), by=person(), at=AT, reason="x")


def test_a_siret_changed_meanwhile_is_not_verified_by_mistake():
    structure = make.structure()
    Structure.objects.filter(pk=structure.pk).update(siret=make.siret())
    with pytest.raises(Refused, match="vient de changer"):
        actions.verify_siret(structure, by=person(), at=AT, reason="x")
    assert verbs() == []


def test_a_coordination_that_hears_of_a_structure_twice_knows_it_once():
    region, structure = make.coordination(), make.structure()
    for _ in range(2):
        actions.make_known(structure, region)
    assert list(region.structures.all()) == [structure]


@pytest.mark.parametrize(("role", "bound"), [("national", True), ("coordination", False)])
def test_a_team_is_bound_to_its_coordination_and_the_national_one_to_none(role, bound):
    region = make.coordination() if bound else None
    with pytest.raises(ValidationError, match="rattachée à sa coordination"):
        TeamMember(user=person(), coordination=region, role=role).full_clean()
