"""What a dossier takes from the directories: a venue near an action, somebody known."""

import pytest
from django.urls import reverse

from passeurs.core.refusals import Refused
from passeurs.dossiers.actions.network import choose_venue, keep_card, take_up
from passeurs.dossiers.actions.saving import save_changes
from passeurs.dossiers.changes import AttributeChange
from passeurs.dossiers.models import Action, Dossier, FieldChange, Person
from passeurs.dossiers.queries.document import dump
from passeurs.dossiers.queries.network import offers_for
from passeurs.network.actions.consent import give_consent, withdraw_consent
from passeurs.network.actions.desk import merge_cards
from passeurs.network.enums import Through
from passeurs.network.models import Practitioner
from tests.factories import dossiers as factory
from tests.factories import network, organisations
from tests.factories.accounts import person
from tests.factories.territories import CommuneFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(edition):
    return network.venue(edition.coordination, lat=44.45, lon=1.44, rooms=[180])


@pytest.fixture
def action(draft):
    return draft.actions.create(
        position=1, title="La séance", nature="voir", commune=network.a_commune()
    )


@pytest.fixture
def card(draft):
    return network.card(
        draft.edition.coordination, draft.structure, name="Coline Mazet", crafts=["documentary"]
    )


@pytest.fixture
def holder(client, draft):
    client.force_login(draft.holder)
    return client


def near(draft, action):
    return reverse("dossiers:venues", args=[draft.pk, action.pk])


# ------------------------------------------------------------------------------------- the venue


def test_a_chosen_venue_fills_its_name_its_kind_and_its_commune(draft, action, hall, at):
    choose_venue(action, hall, version=0, by=draft.holder, at=at)
    kept = Action.objects.get(pk=action.pk)
    assert (kept.venue_name, kept.venue_kind, kept.venue_insee) == (hall.name, "cinema", "46042")
    fields = {"venue_name", "venue_kind", "venue_commune"}
    assert set(FieldChange.objects.values_list("field", flat=True)) == fields
    told = dump(Dossier.objects.get(pk=draft.pk))["actions"][0]["venue"]
    assert told == {"name": hall.name, "kind": "cinema", "insee": "46042"}


def test_a_choice_never_covers_what_a_colleague_wrote_meanwhile(draft, action, hall, at):
    change = AttributeChange(
        name="venue_name", value="Autre", before="", target=action, attribute="venue_name"
    )
    save_changes(draft, "actions", [change], row=action.key, version=0, by=person(), at=at)
    fresh = Action.objects.get(pk=action.pk)
    saved = choose_venue(fresh, hall, version=0, by=draft.holder, at=at)
    assert "venue_name" in saved.conflicts
    assert Action.objects.get(pk=action.pk).venue_name == "Autre"


def test_a_filed_dossier_takes_no_venue(draft, action, hall, at):
    Dossier.objects.update(state="submitted")
    action.dossier.refresh_from_db()
    with pytest.raises(Refused):
        choose_venue(action, hall, version=0, by=draft.holder, at=at)


def test_the_five_nearest_are_offered_from_the_action_s_own_point(draft, action, hall, edition):
    for rank in range(6):
        network.venue(edition.coordination, f"Loin {rank}", lat=45 + rank / 10, lon=1.44)
    offers = offers_for(action)
    assert offers[0].venue.name == hall.name
    assert len(offers) == 5
    action.lat, action.lon = 45.5, 1.44
    assert offers_for(action)[0].venue.name == "Loin 5"


def test_a_search_finds_any_hall_and_says_how_far(draft, action, edition):
    network.venue(edition.coordination, "Énergie", lat=48.0, lon=2.0)
    assert offers_for(action, "energie")[0].metres == pytest.approx(397_000, rel=0.01)
    action.commune = None
    assert offers_for(action, "energie")[0].metres is None


def test_without_a_point_the_halls_of_the_commune_then_of_the_department(draft, action, hall):
    action.commune = CommuneFactory(insee="46102", name="Figeac")
    network.venue(hall.coordination, "La Figeacoise", commune=action.commune)
    elsewhere = CommuneFactory(insee="12202", name="Rodez", department="12")
    network.venue(hall.coordination, "La Ruthénoise", commune=elsewhere)
    assert [offer.venue.name for offer in offers_for(action)] == ["La Figeacoise", hall.name]
    action.commune = None
    assert offers_for(action) == []


def test_the_page_offers_and_a_button_fills_without_javascript(holder, draft, action, hall):
    page = holder.get(near(draft, action))
    assert hall.name in page.text
    assert "à moins de 50\u00a0m" in page.text
    sent = {"venue": hall.pk, "_version": "0"}
    answer = holder.post(f"{near(draft, action)}choisir/", sent, follow=True)
    assert "la salle est notée" in answer.text
    assert 'value="Cinéma Le Lanternon"' in answer.text
    assert 'value="Cahors (46)"' in answer.text


def test_the_list_alone_is_answered_to_the_page_in_place(holder, draft, action, hall):
    page = holder.get(f"{near(draft, action)}?partie=liste").text
    assert f'data-venue="{hall.name}"' in page
    assert "<form" not in page
    assert "<html" not in page


@pytest.mark.parametrize(
    "sent",
    [{}, {"venue": ""}, {"venue": "x"}, {"venue": "9" * 40}, {"venue": "²"}, {"venue": "-1"}],
)
def test_a_hall_that_is_not_there_is_said_to_be_gone(holder, draft, action, sent):
    answer = holder.post(f"{near(draft, action)}choisir/", sent | {"_version": "0"}, follow=True)
    assert "n’est plus proposée" in answer.text


def test_a_choice_from_an_incomplete_or_stale_page_is_told(holder, draft, action, hall, at):
    url = f"{near(draft, action)}choisir/"
    assert "rechargez-la" in holder.post(url, {"venue": hall.pk}, follow=True).text
    change = AttributeChange(
        name="venue_name", value="Autre", before="", target=action, attribute="venue_name"
    )
    save_changes(draft, "actions", [change], row=action.key, version=0, by=person(), at=at)
    answer = holder.post(url, {"venue": hall.pk, "_version": "0"}, follow=True)
    assert "les deux textes sont gardés" in answer.text


@pytest.mark.parametrize("query", ["q=" + "z" * 5_000, "q=%F0%9F%8E%AC", "q=%3Cscript%3E&partie=x"])
def test_an_odd_search_is_answered(holder, draft, action, query):
    page = holder.get(f"{near(draft, action)}?{query}")
    assert page.status_code == 200
    assert "<script>" not in page.text.split("<main", 1)[1].split("</main>")[0]


def test_a_hall_s_commune_is_typed_by_hand_too(holder, draft, action):
    url = reverse("dossiers:row", args=[draft.pk, "actions", action.pk])
    holder.post(url, {"_version": "0", "venue_commune": "Cahors (46)"}, headers={"X-Autosave": "1"})
    assert Action.objects.get().venue_insee == "46042"
    version = draft.sections.get(code="actions").version
    sent = {"_version": version, "venue_commune": "", "_empty-venue_commune": ""}
    holder.post(url, sent, headers={"X-Autosave": "1"})
    assert Action.objects.get().venue_insee == ""


# ---------------------------------------------------------------------------------- the people


def test_somebody_known_fills_a_row_that_never_changes_the_card(draft, card, at):
    row = take_up(draft, card, by=draft.holder, at=at)
    assert (row.name, row.craft) == ("Coline Mazet", "Cinéma documentaire")
    assert row.practitioner == card
    Person.objects.update(name="Autrement", craft="Autre")
    card.refresh_from_db()
    assert (card.name, card.craft_labels) == ("Coline Mazet", ["Cinéma documentaire"])


def test_what_the_last_dossier_said_of_them_comes_along(draft, card, edition, at):
    earlier = factory.dossier(edition, holder=draft.holder, structure=draft.structure)
    first = take_up(earlier, card, by=draft.holder, at=at)
    Person.objects.filter(pk=first.pk).update(kind="artist", employer="Les Films", hourly_rate=60)
    row = take_up(draft, card, by=draft.holder, at=at)
    assert (row.kind, row.employer, row.hourly_rate) == ("artist", "Les Films", 60)


def test_another_structure_s_rows_stay_its_own(draft, card, edition, at):
    elsewhere = factory.dossier(edition)
    first = take_up(elsewhere, card, by=elsewhere.holder, at=at)
    Person.objects.filter(pk=first.pk).update(employer="Secret")
    assert take_up(draft, card, by=draft.holder, at=at).employer == ""


def test_taken_up_twice_is_one_row_even_after_a_merge(draft, card, at):
    first = take_up(draft, card, by=draft.holder, at=at)
    assert take_up(draft, card, by=draft.holder, at=at) == first
    kept = network.card(card.coordination)
    merge_cards(kept, card, by=draft.holder, at=at)
    assert take_up(draft, kept, by=draft.holder, at=at) == first


def test_a_row_becomes_a_card_private_to_the_structure(draft, at):
    row = draft.persons.create(position=1, name="Bastien Garric", craft="monteur")
    card = keep_card(row, by=draft.holder, at=at)
    assert (card.name, card.other_craft, card.review) == ("Bastien Garric", "monteur", "known")
    assert list(card.structures.all()) == [draft.structure]
    assert keep_card(row, by=draft.holder, at=at) == card
    assert not Practitioner.objects.listed().exists()


def test_a_row_without_a_name_is_no_card(draft, at):
    row = draft.persons.create(position=1, name=" ")
    with pytest.raises(Refused, match="le nom"):
        keep_card(row, by=draft.holder, at=at)


def test_the_picker_and_the_page_offer_one_s_own_and_the_listed(holder, draft, card, at):
    elsewhere = organisations.structure(known_to=[card.coordination])
    network.card(card.coordination, elsewhere, name="Privée Ailleurs")
    network.card(card.coordination, elsewhere, name="Listée Ailleurs", agreed=True)
    url = reverse("dossiers:people", args=[draft.pk])
    for text in (holder.get(url).text, holder.get(f"{url}choisir/?q=").text):
        assert "Privée Ailleurs" not in text
    names = [row["label"] for row in holder.get(f"{url}choisir/?q=e").json()]
    assert names == ["Coline Mazet", "Listée Ailleurs"]
    assert holder.get(f"{url}choisir/?q=zzz").json() == []


def test_a_private_card_of_another_structure_is_never_taken_up(holder, draft, card):
    stranger = network.card(card.coordination, name="Privée Ailleurs")
    url = reverse("dossiers:people_take", args=[draft.pk])
    answer = holder.post(url, {"practitioner": stranger.pk, "q": "Privée"})
    assert "q=Priv" in answer["Location"]
    assert not draft.persons.exists()


def test_taking_up_without_javascript_looks_for_what_was_typed(holder, draft, card):
    url = reverse("dossiers:people_take", args=[draft.pk])
    page = holder.post(url, {"q": "coline", "practitioner": ""}, follow=True)
    assert "Coline Mazet" in page.text
    assert holder.post(url, {}).status_code == 302
    holder.post(url, {"practitioner": card.pk})
    assert draft.persons.get().practitioner == card


def test_a_filed_dossier_takes_nobody_up(holder, draft, card):
    row = draft.persons.create(position=1, name="Ada")
    Dossier.objects.update(state="submitted")
    for name, args in (("people_take", []), ("people_keep", [row.pk])):
        url = reverse(f"dossiers:{name}", args=[draft.pk, *args])
        assert holder.post(url, {"practitioner": card.pk}).status_code == 403


def test_past_the_closing_nobody_is_taken_up_nor_kept(holder, draft, card, edition, monkeypatch):
    monkeypatch.setattr(type(edition), "is_closed", lambda *_, **__: True)
    row = draft.persons.create(position=1, name="Ada")
    url = reverse("dossiers:people_take", args=[draft.pk])
    page = holder.post(url, {"practitioner": card.pk}, follow=True)
    holder.post(reverse("dossiers:people_keep", args=[draft.pk, row.pk]))
    assert page.status_code == 200
    assert Practitioner.objects.count() == draft.persons.count() == 1


def test_the_section_leads_to_the_cards_its_reader_may_open(holder, draft, card, at):
    take_up(draft, card, by=draft.holder, at=at)
    url = reverse("dossiers:actions", args=[draft.pk])
    assert f"/intervenants/{card.pk}/" in holder.get(url).text
    card.structures.clear()
    give_consent(card, through=Through.LINK, by=None, at=at)
    assert f"/intervenants/{card.pk}/" in holder.get(url).text
    withdraw_consent(card, through=Through.LINK, by=None, at=at)
    assert f"/intervenants/{card.pk}/" not in holder.get(url).text


def test_a_row_is_kept_from_its_button(holder, draft):
    row = draft.persons.create(position=1, name="Ada")
    page = holder.post(reverse("dossiers:people_keep", args=[draft.pk, row.pk]), follow=True)
    assert "La fiche de Ada est gardée chez vous" in page.text
    nameless = draft.persons.create(position=2, name="")
    page = holder.post(reverse("dossiers:people_keep", args=[draft.pk, nameless.pk]), follow=True)
    assert "Écrivez d’abord le nom" in page.text
