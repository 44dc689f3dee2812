"""From a contact to a dossier: the invitation, its one addressee, and what their yes does."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from passeurs.core.refusals import Refused
from passeurs.dossiers.actions import starting
from passeurs.dossiers.models import Dossier, FieldChange, Origin, StartInvitation
from passeurs.dossiers.queries.verdicts import verdicts_of
from passeurs.journal.models import Entry
from passeurs.notifications.models import OutboxMessage
from passeurs.organisations.models import Structure
from tests.factories import contacts, organisations
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db
EMAIL = "nadia@exemple.fr"


@pytest.fixture
def at():
    return timezone.now()


@pytest.fixture
def agent(edition):
    return organisations.team_member("coordination", edition.coordination)


@pytest.fixture
def nadia():
    user = person("Nadia", "Ferrer")
    user.email = EMAIL
    user.save()
    return user


@pytest.fixture
def contact(edition, at):
    return contacts.contact(edition, at=at, message="Un parcours à Terre Rouge")


def invited(contact, agent, at, **more):
    facts = {"email": " Nadia@Exemple.fr ", "title": "Lumières", "summary": "Un parcours"} | more
    return starting.invite_to_start(contact, **facts, by=agent, at=at)


def fresh(**facts):
    return Structure(
        name="MJC du Pont-Vieux", legal_status="association", actor_kind="audience", **facts
    )


def token_in(letter):
    return re.search(r"/dossiers/debuts/([\w-]{30,})/", letter.text)[1]


def test_the_link_leaves_and_only_its_digest_is_kept(contact, agent, at):
    invitation = invited(contact, agent, at, word="Au plaisir")
    letter = OutboxMessage.objects.get()
    assert letter.to == EMAIL
    assert "Au plaisir" in letter.text
    assert token_in(letter) not in str(StartInvitation.objects.values_list())
    assert invitation.expires_at == at + timedelta(days=14)
    entry = Entry.objects.about(contact).get(verb="dossier.start_invited")
    assert EMAIL not in str(entry.data)


def test_one_invites_neither_oneself_nor_twice_nor_once_closed(contact, agent, at):
    with pytest.raises(Refused):
        invited(contact, agent, at, email=agent.email)
    invited(contact, agent, at)
    with pytest.raises(Refused):
        invited(contact, agent, at)
    with pytest.raises(Refused):
        invited(
            contact, agent, contact.edition.filing_before_at + timedelta(days=1), email="a@b.fr"
        )
    assert StartInvitation.objects.count() == 1


def test_sent_again_the_former_link_is_dead(client, contact, agent, nadia, at):
    invitation = invited(contact, agent, at)
    first = token_in(OutboxMessage.objects.get())
    starting.invite_again(invitation, by=agent, at=at + timedelta(minutes=11))
    client.force_login(nadia)
    assert client.get(reverse("dossiers:start_invitation", args=[first])).status_code == 404


def test_cancelled_it_opens_nothing(contact, agent, nadia, at):
    invitation = invited(contact, agent, at)
    starting.cancel_invitation(invitation, by=agent, at=at)
    with pytest.raises(Refused):
        starting.accept_invitation(invitation, structure=fresh(), by=nadia, at=at)
    assert not Dossier.objects.exists()
    assert not Structure.objects.exists()


def test_the_yes_of_the_person_registers_the_structure_and_opens_the_dossier(
    contact, agent, nadia, at
):
    invitation = invited(contact, agent, at)
    dossier = starting.accept_invitation(invitation, structure=fresh(), by=nadia, at=at)
    contact.refresh_from_db()
    invitation.refresh_from_db()
    assert contact.structure == dossier.structure
    assert (dossier.project.title, dossier.project.summary) == ("Lumières", "Un parcours")
    assert dossier.structure.memberships.get().role == "representative"
    assert Origin.objects.get().dossier == invitation.dossier == dossier
    assert FieldChange.objects.get().by == nadia


def test_the_contact_then_counts_for_the_structure(contact, agent, nadia, at):
    invitation = invited(contact, agent, at)
    dossier = starting.accept_invitation(invitation, structure=fresh(), by=nadia, at=at)
    found = {one.rule: one.state for one in verdicts_of(dossier, at=at)}
    assert found["contact.before_deadline"] == "met"


def test_without_first_words_the_dossier_is_empty(contact, agent, nadia, at):
    invitation = invited(contact, agent, at, title="", summary="")
    dossier = starting.accept_invitation(invitation, structure=fresh(), by=nadia, at=at)
    assert not dossier.changes.exists()


def test_the_structure_that_the_coordination_opened_is_the_persons_from_then_on(
    contact, agent, nadia, at
):
    contact.structure = organisations.structure(known_to=[contact.coordination])
    contact.save()
    invitation = invited(contact, agent, at)
    starting.accept_invitation(invitation, structure=contact.structure, by=nadia, at=at)
    assert contact.structure.memberships.get().user == nadia


def test_a_structure_that_somebody_represents_is_not_given(contact, agent, nadia, at):
    contact.structure = organisations.structure(representative=person())
    contact.save()
    invitation = invited(contact, agent, at)
    with pytest.raises(Refused, match="rejoindre"):
        starting.accept_invitation(invitation, structure=contact.structure, by=nadia, at=at)
    invitation.refresh_from_db()
    assert (invitation.answer, Dossier.objects.count()) == ("", 0)


def test_a_structure_found_by_its_siret_is_not_given_either(contact, agent, nadia, at):
    invitation = invited(contact, agent, at)
    with pytest.raises(Refused, match="membre"):
        starting.accept_invitation(invitation, structure=organisations.structure(), by=nadia, at=at)


def test_a_member_who_writes_chooses_the_structure_of_hers(contact, agent, nadia, at):
    own = organisations.structure(editor=nadia)
    invitation = invited(contact, agent, at)
    dossier = starting.accept_invitation(invitation, structure=own, by=nadia, at=at)
    assert dossier.structure == own


def test_only_the_addressee_says_yes_or_no(contact, agent, at):
    invitation = invited(contact, agent, at)
    with pytest.raises(Refused):
        starting.accept_invitation(invitation, structure=fresh(), by=person(), at=at)
    with pytest.raises(Refused):
        starting.decline_invitation(invitation, by=person(), at=at)


def test_a_no_is_told_to_who_invited(contact, agent, nadia, at):
    starting.decline_invitation(invited(contact, agent, at), by=nadia, at=at)
    assert OutboxMessage.objects.filter(to=agent.email).exists()


def test_the_dossier_begun_for_the_person_waits_for_them(contact, agent, nadia, at):
    contact.structure = organisations.structure(known_to=[contact.coordination])
    contact.save()
    begun = starting.start_for(contact, title="Lumières", by=agent, at=at)
    invitation = invited(contact, agent, at, dossier=begun)
    assert (
        starting.accept_invitation(invitation, structure=contact.structure, by=nadia, at=at)
        == begun
    )
    assert Dossier.objects.count() == 1


def test_none_is_begun_without_a_structure_nor_twice(contact, agent, at):
    with pytest.raises(Refused, match="Rattachez"):
        starting.start_for(contact, title="", by=agent, at=at)
    contact.structure = organisations.structure(known_to=[contact.coordination])
    starting.start_for(contact, title="", by=agent, at=at)
    with pytest.raises(Refused, match="déjà un dossier"):
        starting.start_for(contact, title="", by=agent, at=at)


# ------------------------------------------------------------------------------------ the screens


def page_of(invitation):
    return reverse("dossiers:start_invited", args=[invitation.pk])


NEW = {"answer": "accept", "name": "MJC", "legal_status": "association", "actor_kind": "audience"}


def test_the_link_leads_its_addressee_alone(client, contact, agent, nadia, at):
    invitation = invited(contact, agent, at)
    url = reverse("dossiers:start_invitation", args=[token_in(OutboxMessage.objects.get())])
    client.force_login(person())
    assert client.get(url).status_code == 403
    assert client.get(page_of(invitation)).status_code == 404
    client.force_login(nadia)
    assert client.get(url)["Location"] == page_of(invitation)
    page = client.get(page_of(invitation)).text
    assert "MJC du Pont-Vieux" in page
    assert "Un parcours" in page


def test_the_person_opens_the_dossier_and_a_second_click_leads_to_it(
    client, contact, agent, nadia, at
):
    invitation = invited(contact, agent, at)
    client.force_login(nadia)
    for _ in range(2):
        answer = client.post(page_of(invitation), NEW)
        dossier = Dossier.objects.get()
        assert answer["Location"] == reverse("dossiers:structure", args=[dossier.pk])
    assert "Ouvrir le dossier" in client.get(page_of(invitation)).text


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"legal_status": ""}, {"actor_kind": "x"}, {"siret": "12"}, {"name": "x" * 999}],
    ids=["name", "status", "kind", "siret", "long"],
)
def test_what_is_missing_is_told_and_nothing_is_opened(client, contact, agent, nadia, at, wrong):
    invitation = invited(contact, agent, at)
    client.force_login(nadia)
    assert client.post(page_of(invitation), NEW | wrong).status_code == 422
    assert not Structure.objects.exists()


def test_a_structure_of_others_leads_to_asking_to_join(client, contact, agent, nadia, at):
    taken = organisations.structure(representative=person())
    invitation = invited(contact, agent, at)
    client.force_login(nadia)
    page = client.post(page_of(invitation), NEW | {"siret": taken.siret})
    assert page.status_code == 422
    assert reverse("organisations:join") in page.text


def test_a_member_finds_her_structures_in_the_list(client, contact, agent, nadia, at):
    own = organisations.structure(editor=nadia)
    invitation = invited(contact, agent, at)
    client.force_login(nadia)
    client.post(page_of(invitation), {"answer": "accept", "structure": own.pk})
    assert Dossier.objects.get().structure == own


def test_declining_is_one_click_and_an_unknown_answer_none(client, contact, agent, nadia, at):
    invitation = invited(contact, agent, at)
    client.force_login(nadia)
    assert client.post(page_of(invitation), {"answer": "?"}).status_code == 404
    for _ in range(2):
        assert client.post(page_of(invitation), {"answer": "decline"}).status_code == 302
    invitation.refresh_from_db()
    assert invitation.answer == "declined"
