"""Two cards of one structure made one: all that pointed at the second points at the first."""

from datetime import UTC, datetime

import pytest
from django.db import models
from django.urls import reverse
from django.utils import timezone

from passeurs.core.refusals import Refused
from passeurs.dossiers.actions.merging import merge_holders
from passeurs.dossiers.models import Dossier
from passeurs.dossiers.queries.context import other_requests
from passeurs.journal.models import Entry
from passeurs.notifications.models import OutboxMessage
from passeurs.organisations import actions
from passeurs.organisations.actions import merging
from passeurs.organisations.actions.merging import merge_structures
from passeurs.organisations.models import JoinRequest, Structure, StructureInvitation
from passeurs.organisations.queries.merging import (
    look_alikes,
    parts_of,
    pointing_at,
    what_moves,
)
from tests.factories import calls
from tests.factories import dossiers as factory
from tests.factories import organisations as make
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def edition():
    return calls.edition("occitanie-en-cours", today=timezone.localdate())


@pytest.fixture
def agent(edition):
    return make.team_member("coordination", edition.coordination)


@pytest.fixture
def twins(edition):
    """The same MJC, registered twice."""
    region = edition.coordination
    kept = make.structure(name="MJC des Tilleuls", representative=person(), known_to=[region])
    absorbed = make.structure(
        name="M.J.C. Les Tilleuls", siret=None, representative=person(), known_to=[region]
    )
    return kept, absorbed


def merge(kept, absorbed, *, by=None, taken=()):
    return merge_structures(
        kept, absorbed, taken=taken, by=by or person(), at=AT, reason="La même", scope="la-trame"
    )


def test_everything_moves_and_the_trace_remains(twins, edition):
    kept, absorbed = twins
    dossier = factory.complete_dossier(edition, structure=absorbed)
    actions.invite_member(
        absorbed, email="x@y.fr", role="reader", by=absorbed.memberships.get().user, at=AT
    )
    actions.ask_to_join(absorbed, message="", by=person(), at=AT)
    assert dict(what_moves(absorbed))["dossier"] == 1
    merge(kept, absorbed)
    dossier.refresh_from_db()
    absorbed.refresh_from_db()
    assert dossier.structure == kept
    assert kept.coordinations.get() == edition.coordination
    assert kept.contacts.count() == 1
    assert (kept.memberships.count(), kept.invitations.count(), kept.join_requests.count()) == (
        2,
        1,
        1,
    )
    assert what_moves(absorbed) == []
    assert (absorbed.absorbed_by, absorbed.siret) == (kept, None)
    assert not absorbed.coordinations.exists()
    assert list(
        Entry.objects.filter(verb__contains="bsorbed").values_list("reason", flat=True)
    ) == ["La même"]
    entry = Entry.objects.get(verb="structure.merged")
    assert entry.data["moved"]["dossiers.dossier"] == 1
    assert entry.scope == "la-trame"


def test_the_members_of_both_are_told_and_see_all_the_dossiers(twins, edition):
    kept, absorbed = twins
    ours, theirs = (factory.dossier(edition, structure=one) for one in twins)
    merge(kept, absorbed)
    for row in kept.memberships.select_related("user"):
        assert set(Dossier.objects.visible_to(row.user)) == {ours, theirs}
        assert "ne font plus qu’une fiche" in OutboxMessage.objects.get(to=row.user.email).subject


@pytest.mark.parametrize(
    ("here", "there", "kept_role"),
    [
        ("reader", "representative", "representative"),
        ("representative", "reader", "representative"),
        ("editor", "editor", "editor"),
    ],
)
def test_who_was_in_both_keeps_the_wider_role(twins, here, there, kept_role):
    kept, absorbed = twins
    lou = person()
    kept.memberships.create(user=lou, role=here)
    absorbed.memberships.create(user=lou, role=there)
    merge(kept, absorbed)
    assert kept.memberships.get(user=lou).role == kept_role


def test_what_waited_in_both_waits_once(twins):
    kept, absorbed = twins
    lou = person()
    for one in twins:
        boss = one.memberships.get().user
        actions.invite_member(one, email="x@y.fr", role="reader", by=boss, at=AT)
        actions.ask_to_join(one, message="", by=lou, at=AT)
    merge(kept, absorbed)
    assert StructureInvitation.objects.get().structure == kept
    assert JoinRequest.objects.get().structure == kept


def test_only_the_chosen_parts_of_the_card_come_along(twins):
    kept, absorbed = twins
    Structure.objects.filter(pk=absorbed.pk).update(
        street="2 rue", postcode="46000", phone="05", city_text="Cahors"
    )
    merge(kept, absorbed, taken=["address", "inconnue"])
    kept.refresh_from_db()
    assert (kept.street, kept.postcode, kept.city, kept.phone) == ("2 rue", "46000", "Cahors", "")
    assert kept.name == "MJC des Tilleuls"


def test_a_siret_is_taken_when_asked_and_when_it_alone_is_verified():
    for verified, taken, theirs in ((True, [], True), (False, ["siret"], True), (False, [], False)):
        kept = make.structure()
        absorbed = make.structure(siret_state="verified" if verified else "unverified")
        numbers = kept.siret, absorbed.siret
        merge(kept, absorbed, taken=taken)
        kept.refresh_from_db()
        assert kept.siret == numbers[theirs]
        assert kept.has_verified_siret == verified


def test_a_verified_siret_is_not_replaced_by_one_that_is_not():
    kept = make.structure(siret_state="verified")
    number = kept.siret
    merge(kept, make.structure(), taken=["siret"])
    kept.refresh_from_db()
    assert (kept.siret, kept.has_verified_siret) == (number, True)


def test_two_verified_structures_the_same_one_and_a_trace_are_refused(twins):
    kept, absorbed = twins
    with pytest.raises(Refused, match="différentes"):
        merge(kept, kept)
    with pytest.raises(Refused, match="ce ne sont pas des doublons"):
        merge(make.structure(siret_state="verified"), make.structure(siret_state="verified"))
    merge(kept, absorbed)
    for pair in ((kept, absorbed), (absorbed, kept)):
        with pytest.raises(Refused, match="déjà été fondue"):
            merge(*pair)


def test_a_trace_follows_when_its_structure_is_merged_in_turn(twins, client):
    kept, absorbed = twins
    last = make.structure(representative=person())
    merge(kept, absorbed)
    merge(last, kept)
    absorbed.refresh_from_db()
    assert absorbed.absorbed_by == last
    client.force_login(last.memberships.first().user)
    url = reverse("organisations:card", args=[absorbed.pk])
    assert client.get(url)["Location"] == reverse("organisations:card", args=[last.pk])
    client.force_login(person())
    assert client.get(url).status_code == 404


def test_nothing_moves_when_one_row_stands_in_the_way(twins, monkeypatch):
    kept, absorbed = twins
    lou = person()
    for one in twins:
        one.memberships.create(user=lou, role="reader")
    monkeypatch.setattr(merging, "SETTLED", {})
    with pytest.raises(Refused, match="ne peut pas être tenue deux fois"):
        merge(kept, absorbed)


def test_every_column_that_cannot_hold_both_is_settled_first():
    """A model that comes later and may hold a structure only once must say what a merge does."""
    settled = set(merging.SETTLED)
    once = {
        model._meta.label
        for model, name in pointing_at(Structure)
        if _holds_it_once(model, name) and not model._meta.auto_created
    }
    assert once - settled == set()
    assert len(pointing_at(Structure)) >= 7


def _holds_it_once(model, name):
    field = model._meta.get_field(name)
    constraints = [
        one for one in model._meta.constraints if isinstance(one, models.UniqueConstraint)
    ]
    together = [set(one.fields) for one in constraints] + [
        set(one) for one in model._meta.unique_together
    ]
    return field.unique or any(name in names for names in together)


# ----------------------------------------------------------------------------- what dossiers ask


def holders(kept, absorbed, agent):
    return merge_holders(kept, absorbed, taken=["name"], by=agent, at=AT, reason="La même")


def test_two_dossiers_filed_in_one_edition_are_refused(twins, edition, agent):
    for one in twins:
        factory.dossier(edition, structure=one)
    Dossier.objects.update(state="submitted")
    with pytest.raises(Refused, match="faites retirer l’un des deux"):
        holders(*twins, agent)
    Dossier.objects.filter(structure=twins[1]).update(state="withdrawn")
    holders(*twins, agent)


def test_the_search_follows_the_name_and_the_requests_add_up(twins, edition, agent):
    kept, absorbed = twins
    ours = factory.complete_dossier(edition, structure=kept, request="2000.00")
    factory.complete_dossier(edition, structure=absorbed, request="1500.00")
    assert other_requests(ours) == []
    holders(kept, absorbed, agent)
    assert [row["requested"] for row in other_requests(ours)] == ["1500.00"]
    ours.refresh_from_db()
    assert "m j c les tilleuls" in ours.search


def test_nobody_moves_what_another_region_knows(twins, agent):
    kept, absorbed = twins
    absorbed.coordinations.add(make.coordination())
    with pytest.raises(Refused, match="autre coordination"):
        holders(kept, absorbed, agent)
    holders(absorbed, kept, agent)  # the one known elsewhere may be the one that stays


# ------------------------------------------------------------------------------------- the screens


def test_look_alikes_come_by_number_then_by_name_and_a_search_folds_accents():
    structure = make.structure(name="Ciné-club de l’Étoile", email="a@etoile.example")
    near = make.structure(name="Cine club Etoile")
    branch = make.structure(name="Autre", siret=None)
    Structure.objects.filter(pk=branch.pk).update(siret=structure.siret[:9] + "99999")
    mail = make.structure(name="Rien à voir", email="a@etoile.example")
    make.structure(name="Médiathèque")
    assert look_alikes(structure, Structure.objects.all()) == [branch, near, mail]
    found = look_alikes(structure, Structure.objects.all(), text="MEDIATHEQUE")
    assert [row.name for row in found] == ["Médiathèque"]


def test_the_side_that_says_more_is_advised(twins):
    kept, absorbed = twins
    absorbed.phone = "05 00 00 00 00"
    advised = {part.code: part.advised for part in parts_of(kept, absorbed)}
    assert (advised["name"], advised["contact_details"], advised["siret"]) == (
        "kept",
        "absorbed",
        "kept",
    )


def test_the_coordination_compares_reads_what_moves_and_confirms(client, twins, edition, agent):
    kept, absorbed = twins
    factory.dossier(edition, structure=kept, title="Un projet d’ici")
    factory.dossier(edition, structure=absorbed, title="Un projet de là")
    client.force_login(agent)
    assert "Un doublon" in client.get("/bureau/structures/").text
    page = client.get(reverse("desk:merge", args=[kept.pk])).text
    url = reverse("desk:merge_with", args=[kept.pk, absorbed.pk])
    assert url in page
    page = client.get(url).text
    for words in ("Un projet de là", "compteront ensemble", "Un projet d’ici"):
        assert words in page
    parts = {part.code: "kept" for part in parts_of(kept, absorbed)}
    wrong = client.post(url, parts | {"reason": "", "confirmation": "oui"})
    assert wrong.status_code == 422
    for sentence in ("Dites pourquoi", "Tapez exactement"):
        assert sentence in wrong.text
    assert client.post(url, {"reason": "x" * 100_000, "confirmation": "fondre"}).status_code == 422
    data = parts | {"name": "absorbed", "reason": "La même", "confirmation": " Fondre "}
    done = client.post(url, data)
    assert done["Location"] == reverse("organisations:card", args=[kept.pk])
    kept.refresh_from_db()
    assert kept.name == "M.J.C. Les Tilleuls"
    assert client.post(url, data).status_code == 404


def test_a_refusal_stands_on_top_of_the_comparison(client, twins, edition, agent):
    for one in twins:
        factory.dossier(edition, structure=one)
    Dossier.objects.update(state="submitted")
    client.force_login(agent)
    kept, absorbed = twins
    url = reverse("desk:merge_with", args=[kept.pk, absorbed.pk])
    assert "faites d’abord retirer" in client.get(url).text
    parts = {part.code: "kept" for part in parts_of(kept, absorbed)}
    answer = client.post(url, parts | {"reason": "La même", "confirmation": "fondre"})
    assert answer.status_code == 422
    assert "faites retirer l’un des deux" in answer.text


@pytest.mark.parametrize("role", ["drac", "region"])
def test_the_others_at_the_desk_merge_nothing(client, twins, edition, role):
    client.force_login(make.team_member(role, edition.coordination))
    assert "Un doublon" not in client.get("/bureau/structures/").text
    for name, pks in (("merge", [twins[0].pk]), ("merge_with", [one.pk for one in twins])):
        assert client.get(reverse(f"desk:{name}", args=pks)).status_code == 403


def test_a_structure_of_another_region_is_not_found(client, twins, agent):
    foreign = make.structure(known_to=[make.coordination()], name="CANARI MJC des Tilleuls")
    client.force_login(agent)
    kept = twins[0]
    assert "CANARI" not in client.get(reverse("desk:merge", args=[kept.pk]) + "?q=tilleuls").text
    for pks in ([kept.pk, foreign.pk], [foreign.pk, kept.pk]):
        assert client.get(reverse("desk:merge_with", args=pks)).status_code == 404
    assert client.get(reverse("desk:merge", args=[kept.pk]) + "?q=rien").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_comparison_costs_the_same_whatever_moves(
    client, twins, edition, agent, count, django_assert_num_queries
):
    kept, absorbed = twins
    for _ in range(count):
        factory.dossier(edition, structure=absorbed)
        absorbed.memberships.create(user=person(), role="reader")
    client.force_login(agent)
    url = reverse("desk:merge_with", args=[kept.pk, absorbed.pk])
    client.get(url)
    with django_assert_num_queries(21):
        client.get(url)
