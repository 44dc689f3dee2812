"""A structure on screen: created, corrected, shared, verified; closed to the others."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from passeurs.notifications.models import OutboxMessage
from passeurs.organisations.models import Membership, Structure
from passeurs.territories.models import Commune
from passeurs.territories.rules import search_index
from tests.factories import organisations as make
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db

NEW = "/structures/nouvelle/"
CARD = {"name": "Ciné-club", "legal_status": "association", "actor_kind": "cultural"}


def signed_in(client, user=None):
    user = user or person()
    client.force_login(user)
    return user


def commune(insee, name, *postcodes, department):
    return Commune.objects.create(
        insee=insee,
        name=name,
        department=department,
        postcodes=list(postcodes),
        search=search_index(name=name, postcodes=list(postcodes), insee=insee),
    )


def test_a_newcomer_is_shown_what_to_do_first(client):
    signed_in(client)
    page = client.get("/structures/").text
    assert "Pas encore de structure" in page
    assert NEW in page


def test_a_structure_is_registered_with_what_people_paste(client):
    user = signed_in(client)
    number = make.siret()
    pasted = f" {number[:3]}\u00a0{number[3:6]} {number[6:9]}\u202f{number[9:]} "
    data = CARD | {"siret": pasted, "rna": "w 461 000 000", "phone": "0536490011"}
    assert client.post(NEW, data)["Location"] == "/structures/"
    structure = Structure.objects.get()
    assert (structure.siret, structure.rna, structure.phone) == (
        number,
        "W461000000",
        "05 36 49 00 11",
    )
    assert structure.access_roles(user) == {"holder_representative"}
    assert structure.name in client.get("/structures/").text


def test_one_goes_back_to_where_the_structure_was_needed(client):
    signed_in(client)
    assert client.post(NEW, CARD | {"next": "/dossiers/"})["Location"] == "/dossiers/"
    data = CARD | {"next": "https://ailleurs.example/"}
    assert client.post(NEW, data)["Location"] == "/structures/"


def test_what_is_missing_is_said_beside_each_field_and_what_was_typed_stays(client):
    signed_in(client)
    page = client.post(NEW, {"acronym": "CC46", "siret": "123", "phone": "5", "rna": "46"})
    assert page.status_code == 422
    for sentence in (
        "Indiquez le nom",
        "Choisissez le statut",
        "Choisissez la famille",
        "celui-ci en compte 3",
        "pas complet",
        "W461000000",
    ):
        assert sentence in page.text
    assert 'value="CC46"' in page.text
    assert not Structure.objects.exists()


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "😀" * 40, "\u202eemor", "x" * 100_000]
)
def test_hostile_names_are_shown_as_text_or_refused(client, text):
    signed_in(client)
    response = client.post(NEW, CARD | {"name": text})
    assert response.status_code in {302, 422}
    assert "<script>alert" not in client.get("/structures/").text


def test_only_associations_have_an_rna(client):
    signed_in(client)
    data = CARD | {"legal_status": "commune", "rna": "W461000000"}
    assert "Seules les associations" in client.post(NEW, data).text


def test_a_siret_already_there_leads_to_asking_and_names_nobody(client):
    boss = person(first_name="Secrète", last_name="Personne")
    known = make.structure(name="MJC connue", representative=boss, email="secret@mjc.example")
    signed_in(client)
    page = client.post(NEW, CARD | {"siret": known.siret})
    assert page.status_code == 422
    assert "MJC connue" in page.text
    assert reverse("organisations:join") in page.text
    for secret in ("Secrète", "Personne", boss.email, "secret@mjc.example", str(known.pk)):
        assert secret not in page.text


def test_asking_to_join_writes_to_the_representative_and_shows_nothing(client):
    boss = person()
    known = make.structure(representative=boss)
    user = signed_in(client)
    url = reverse("organisations:join")
    answer = client.post(url, {"siret": known.siret, "message": "C’est moi"}, follow=True)
    assert "Votre demande est partie" in answer.text
    assert boss.email not in answer.text
    assert OutboxMessage.objects.get().to == boss.email
    assert not Membership.objects.filter(user=user).exists()


def test_asking_to_join_what_does_not_exist_or_what_is_one_s_own_is_explained(client):
    user = signed_in(client)
    url = reverse("organisations:join")
    assert "n’est pas enregistrée" in client.post(url, {"siret": "1"}, follow=True).text
    own = make.structure(representative=user)
    assert "déjà membre" in client.post(url, {"siret": own.siret}, follow=True).text
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize(
    "typed",
    [
        "Cahors",
        "46000 Cahors",
        "cahors (46)",
        "46042",
        "CAHORS 46042",
        "Cahors 46000",
        "  cahors  ",
    ],
)
def test_a_commune_is_found_as_people_write_it(client, typed):
    cahors = commune("46042", "Cahors", "46000", department="46")
    commune("46999", "Cahors-le-Vieux", "46100", department="46")
    signed_in(client)
    client.post(NEW, CARD | {"commune": typed})
    structure = Structure.objects.get()
    assert (structure.commune, structure.city_text, structure.city) == (cahors, "", "Cahors")


def test_a_commune_that_is_two_or_none_is_asked_again(client):
    commune("31001", "Saint-Jean", "31240", department="31")
    commune("46001", "Saint-Jean", "46400", department="46")
    signed_in(client)
    assert "Plusieurs communes" in client.post(NEW, CARD | {"commune": "Saint-Jean"}).text
    assert "n’est pas dans la liste" in client.post(NEW, CARD | {"commune": "Nulleville"}).text
    assert client.post(NEW, CARD | {"commune": "Saint-Jean (46)"}).status_code == 302


def test_while_no_commune_is_loaded_the_name_is_kept_in_full_letters(client):
    signed_in(client)
    client.post(NEW, CARD | {"commune": "Cahors"})
    structure = Structure.objects.get()
    assert (structure.commune, structure.city_text) == (None, "Cahors")
    assert 'value="Cahors"' in client.get(reverse("organisations:card", args=[structure.pk])).text


def test_a_card_is_corrected_and_its_heading_stays_true_while_it_is_wrong(client):
    user = signed_in(client)
    structure = make.structure(name="Avant", representative=user)
    url = reverse("organisations:card", args=[structure.pk])
    wrong = client.post(url, CARD | {"name": "", "siret": structure.siret})
    assert wrong.status_code == 422
    assert "<h1>Avant</h1>" in wrong.text
    assert client.post(url, CARD | {"name": "Après", "siret": structure.siret})["Location"] == url
    structure.refresh_from_db()
    assert structure.name == "Après"


@pytest.mark.parametrize("page", ["create", "card"])
def test_a_siret_taken_at_the_same_instant_is_explained_beside_the_field(client, monkeypatch, page):
    user = signed_in(client)
    own = make.structure(representative=user)
    taken = make.structure()
    monkeypatch.setattr(
        "passeurs.organisations.forms.structures.structure_with_siret", lambda _siret: None
    )
    monkeypatch.setattr(Structure, "validate_unique", lambda self, exclude=None: None)
    monkeypatch.setattr(Structure, "validate_constraints", lambda self, exclude=None: None)
    url = NEW if page == "create" else reverse("organisations:card", args=[own.pk])
    response = client.post(url, CARD | {"siret": taken.siret})
    assert response.status_code == 422
    assert "déjà enregistrée avec ce SIRET" in response.text


def test_a_reader_reads_and_does_not_write(client):
    reader = person()
    structure = make.structure(representative=person(), reader=reader, name="Avant")
    signed_in(client, reader)
    url = reverse("organisations:card", args=[structure.pk])
    assert '<form class="flow long"' not in client.get(url).text
    assert client.post(url, CARD).status_code == 403
    structure.refresh_from_db()
    assert structure.name == "Avant"


def routes(structure, member):
    return [
        reverse("organisations:card", args=[structure.pk]),
        reverse("organisations:members", args=[structure.pk]),
        reverse("organisations:member_role", args=[structure.pk, member.pk]),
        reverse("organisations:member_remove", args=[structure.pk, member.pk]),
        reverse("organisations:leave", args=[structure.pk]),
        reverse("organisations:invitation_renew", args=[structure.pk, uuid4()]),
        reverse("organisations:invitation_cancel", args=[structure.pk, uuid4()]),
        reverse("organisations:join_answer", args=[structure.pk, 1]),
        reverse("organisations:give", args=[structure.pk]),
        reverse("organisations:verify_siret", args=[structure.pk]),
    ]


@pytest.mark.parametrize("role", ["stranger", "other_holder", "other_region", "national"])
def test_who_has_no_tie_gets_404_everywhere_and_writes_nothing(client, role):
    structure = make.structure(representative=person(), known_to=[make.coordination()])
    member = structure.memberships.get()
    intruder = {
        "stranger": person,
        "other_holder": _holder_elsewhere,
        "other_region": lambda: make.team_member("coordination", make.coordination()),
        "national": lambda: make.team_member("national"),
    }[role]()
    signed_in(client, intruder)
    for url in routes(structure, member):
        assert client.post(url, {"role": "reader", "reason": "x", **CARD}).status_code == 404, url
        assert client.get(url).status_code in {404, 405}, url
    structure.refresh_from_db()
    member.refresh_from_db()
    assert (member.role, structure.siret_state) == ("representative", "unverified")


def _holder_elsewhere():
    user = person()
    make.structure(representative=user)
    return user


@pytest.mark.parametrize("role", ["editor", "reader"])
def test_only_a_representative_keeps_the_list_of_members(client, role):
    user = person()
    structure = make.structure(representative=person(), **{role: user})
    boss = structure.memberships.get(role="representative")
    signed_in(client, user)
    url = reverse("organisations:members", args=[structure.pk])
    assert "Inviter une personne" not in client.get(url).text
    assert client.post(url, {"email": "x@y.fr", "role": "reader"}).status_code == 403
    for name in ("member_role", "member_remove"):
        target = reverse(f"organisations:{name}", args=[structure.pk, boss.pk])
        assert client.post(target, {"role": "reader"}).status_code == 403
    assert structure.memberships.count() == 2


def test_a_representative_changes_a_role_and_removes(client):
    user = signed_in(client)
    structure = make.structure(representative=user, editor=person())
    lou = structure.memberships.get(role="editor")
    client.post(
        reverse("organisations:member_role", args=[structure.pk, lou.pk]), {"role": "reader"}
    )
    lou.refresh_from_db()
    assert lou.role == "reader"
    client.post(reverse("organisations:member_remove", args=[structure.pk, lou.pk]))
    assert structure.memberships.count() == 1


def test_a_member_of_another_structure_cannot_be_reached_through_one_s_own(client):
    user = signed_in(client)
    mine = make.structure(representative=user)
    victim = make.structure(representative=person()).memberships.get()
    url = reverse("organisations:member_remove", args=[mine.pk, victim.pk])
    assert client.post(url).status_code == 404
    assert Membership.objects.filter(pk=victim.pk).exists()


def test_the_last_representative_is_told_why_they_stay(client):
    user = signed_in(client)
    structure = make.structure(representative=user)
    member = structure.memberships.get()
    url = reverse("organisations:member_remove", args=[structure.pk, member.pk])
    assert "au moins une personne" in client.post(url, follow=True).text
    assert structure.memberships.exists()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"email": "", "role": "editor"}, "Indiquez l’adresse"),
        ({"email": "lou", "role": "editor"}, "pas complète"),
        ({"email": "lou@exemple.fr", "role": "chef"}, "chef"),
    ],
)
def test_a_wrong_invitation_is_explained(client, data, sentence):
    user = signed_in(client)
    structure = make.structure(representative=user)
    page = client.post(reverse("organisations:members", args=[structure.pk]), data)
    assert page.status_code == 422
    assert sentence in page.text
    assert structure.memberships.count() == 1


def test_inviting_a_member_again_is_explained_beside_the_address(client):
    user = signed_in(client)
    structure = make.structure(representative=user)
    colleague = person()
    structure.memberships.create(user=colleague, role="reader")
    told = {colleague.email: "déjà membre", user.email: "est la vôtre"}
    for email, sentence in told.items():
        data = {"email": email.upper(), "role": "editor"}
        page = client.post(reverse("organisations:members", args=[structure.pk]), data)
        assert page.status_code == 422
        assert sentence in page.text


def test_the_desk_lists_its_own_structures_and_no_canary(client):
    region = make.coordination()
    make.structure(name="Chez nous", known_to=[region])
    make.structure(name="CANARI", known_to=[make.coordination()])
    make.structure(name="CANARI inconnu")
    signed_in(client, make.team_member("coordination", region))
    for query in ("", "?q=CANARI", "?vue=a-verifier", "?q=chez"):
        page = re.sub(r'value="CANARI"', "", client.get(f"/bureau/structures/{query}").text)
        assert "CANARI" not in page
    assert "Chez nous" in client.get("/bureau/structures/?q=chez").text


def test_the_coordination_verifies_a_siret_and_the_drac_does_not(client):
    region = make.coordination()
    structure = make.structure(known_to=[region])
    url = reverse("organisations:verify_siret", args=[structure.pk])
    signed_in(client, make.team_member("drac", region))
    assert "Le SIRET est le bon" not in client.get("/bureau/structures/").text
    assert client.post(url, {"reason": "x"}).status_code == 403
    signed_in(client, make.team_member("coordination", region))
    assert "Le SIRET est le bon" in client.get("/bureau/structures/").text
    assert "Dites d’après quoi" in client.post(url, {"reason": ""}, follow=True).text
    assert "est vérifié" in client.post(url, {"reason": "Annuaire"}, follow=True).text
    structure.refresh_from_db()
    assert structure.has_verified_siret


def test_verifying_a_missing_siret_is_explained(client):
    region = make.coordination()
    structure = make.structure(known_to=[region], siret=None)
    signed_in(client, make.team_member("coordination", region))
    url = reverse("organisations:verify_siret", args=[structure.pk])
    assert "pas encore de SIRET" in client.post(url, {"reason": "x"}, follow=True).text


def test_a_committee_member_and_a_holder_have_no_desk(client):
    for user in (make.team_member("committee", make.coordination()), person()):
        signed_in(client, user)
        assert client.get("/bureau/structures/").status_code == 403


def test_a_desk_reader_reads_the_card_without_a_form(client):
    region = make.coordination()
    structure = make.structure(known_to=[region], representative=person(first_name="Ana"))
    signed_in(client, make.team_member("region", region))
    page = client.get(reverse("organisations:card", args=[structure.pk])).text
    assert "Non renseigné" in page
    assert "Enregistrer la fiche" not in page
    assert "Ana" in client.get(reverse("organisations:members", args=[structure.pk])).text


@pytest.mark.parametrize("count", [1, 3, 60])
def test_the_desk_s_list_costs_the_same_at_any_length(client, count, django_assert_num_queries):
    region = make.coordination()
    for _ in range(count):
        make.structure(known_to=[region], representative=person())
    signed_in(client, make.team_member("coordination", region))
    with django_assert_num_queries(4):
        client.get("/bureau/structures/")


@pytest.mark.parametrize("count", [1, 3, 30])
def test_my_structures_cost_the_same_at_any_length(client, count, django_assert_num_queries):
    user = signed_in(client)
    for _ in range(count):
        make.structure(representative=user)
    with django_assert_num_queries(6):
        client.get("/structures/")


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_members_cost_the_same_at_any_length(client, count, django_assert_num_queries):
    user = signed_in(client)
    structure = make.structure(representative=user)
    for _ in range(count):
        Membership.objects.create(structure=structure, user=person(), role="reader")
    with django_assert_num_queries(10):
        client.get(reverse("organisations:members", args=[structure.pk]))
