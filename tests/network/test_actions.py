from datetime import timedelta

import pytest

from passeurs.core.refusals import Refused
from passeurs.journal.models import Entry
from passeurs.network import links
from passeurs.network.actions import cards, consent, desk, venues
from passeurs.network.enums import Origin, Review, Through
from passeurs.network.models import Consent, Practitioner, Venue
from passeurs.notifications.models import OutboxMessage
from tests.factories import documents, network, organisations

pytestmark = pytest.mark.django_db


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def told(obj):
    return list(Entry.objects.about(obj).order_by("pk").values_list("verb", flat=True))


# ------------------------------------------------------------------------------------- the card


@pytest.mark.parametrize(
    ("origin", "review"),
    [(Origin.HOLDER, "known"), (Origin.DESK, "verified"), (Origin.PERSON, "new")],
)
def test_what_is_known_of_a_card_depends_on_who_wrote_it(trame, at, origin, review):
    made = cards.create_card(trame, {"name": "Ada"}, origin=origin, by=None, at=at)
    assert (made.review, made.is_listed, told(made)) == (review, False, ["practitioner.create"])


def test_a_structure_s_card_is_its_own(trame, mjc, holder, at):
    made = cards.create_card(
        trame, {"name": "Ada"}, origin=Origin.HOLDER, by=holder, at=at, structure=mjc
    )
    assert list(made.structures.all()) == [mjc]


def test_the_journal_of_a_card_holds_no_word_of_it(card, holder, at):
    cards.amend_card(card, {"name": "Autre Nom", "phone": "05"}, by=holder, at=at)
    entry = Entry.objects.about(card).get(verb="practitioner.amend")
    assert entry.data == {"fields": ["name", "phone"]}
    assert fresh(card).name == "Autre Nom"


def test_a_new_address_kills_the_links_of_the_first(card, holder, at):
    card.invited_at = at
    card.save()
    token = links.token_of(card)
    cards.amend_card(card, {"email": "autre@exemple.fr"}, by=holder, at=at)
    pk, number = links.read(token)
    assert (pk, number) != (card.pk, fresh(card).link_number)
    assert fresh(card).invited_at is None


def test_a_cv_is_checked_kept_and_removed(card, holder, at):
    with pytest.raises(Refused):
        cards.attach_cv(card, documents.upload("cv.exe", b"rien"), by=holder, at=at)
    cards.attach_cv(card, documents.upload("cv.pdf", documents.pdf_bytes()), by=holder, at=at)
    assert fresh(card).cv.original_name == "cv.pdf"
    cards.remove_cv(card, by=holder, at=at)
    assert fresh(card).cv is None


def test_an_erased_card_leaves_no_name_anywhere(card, at):
    consent.give_consent(card, through=Through.LINK, by=None, at=at)
    pk, name = card.pk, card.name
    cards.erase_card(card, by=None, at=at)
    assert not Practitioner.objects.exists()
    assert not Consent.objects.exists()
    entry = Entry.objects.get(verb="practitioner.erase")
    assert entry.object_id == str(pk)
    assert name not in str(list(Entry.objects.values()))


def test_a_card_that_gathers_others_is_erased_by_hand(card, trame, at, agent):
    desk.merge_cards(card, network.card(trame), by=agent, at=at)
    with pytest.raises(Refused, match="en réunit plusieurs"):
        cards.erase_card(card, by=None, at=at)


# ---------------------------------------------------------------------------------- the consent


def test_a_consent_keeps_the_sentence_and_the_door(card, at):
    given = consent.give_consent(card, through=Through.ACCOUNT, by=None, at=at)
    assert given.words == consent.WORDS
    assert given.given_through == "account"
    assert fresh(card).is_listed
    assert card.is_listed


def test_two_clicks_are_one_consent(card, at):
    consent.give_consent(card, through=Through.LINK, by=None, at=at)
    assert consent.give_consent(card, through=Through.LINK, by=None, at=at) is None
    assert Consent.objects.count() == 1


def test_a_consent_taken_back_is_at_once_gone_and_dated(card, at):
    consent.give_consent(card, through=Through.LINK, by=None, at=at)
    later = at + timedelta(days=3)
    for _ in range(2):
        consent.withdraw_consent(card, through=Through.LINK, by=None, at=later)
    assert not Practitioner.objects.listed().exists()
    kept = Consent.objects.get()
    assert (kept.given_at, kept.withdrawn_at, kept.withdrawn_through) == (at, later, "link")
    assert told(card).count("practitioner.withdraw") == 1


def test_one_may_agree_again(card, at):
    for day in range(2):
        consent.give_consent(card, through=Through.LINK, by=None, at=at + timedelta(days=day))
        consent.withdraw_consent(card, through=Through.LINK, by=None, at=at + timedelta(days=day))
    consent.give_consent(card, through=Through.LINK, by=None, at=at + timedelta(days=9))
    assert fresh(card).is_listed
    assert Consent.objects.count() == 3


def test_a_card_one_wrote_oneself_waits_for_the_coordination(trame, agent, at):
    card = network.card(trame, review=Review.NEW, origin=Origin.PERSON)
    consent.give_consent(card, through=Through.LINK, by=None, at=at)
    assert (card.agrees, card.is_listed) == (True, False)
    message = OutboxMessage.objects.get(to=agent.email)
    assert "relire" in message.subject
    desk.review_card(card, Review.VERIFIED, by=agent, at=at, reason="")
    assert fresh(card).is_listed


def test_a_card_set_aside_cannot_be_listed(card, agent, at):
    desk.review_card(card, Review.SET_ASIDE, by=agent, at=at, reason="Un essai")
    with pytest.raises(Refused, match="écarté"):
        consent.give_consent(card, through=Through.LINK, by=None, at=at)
    assert Entry.objects.about(card).get(verb="practitioner.review").reason == "Un essai"


def test_a_listed_card_set_aside_is_hidden_whatever_was_agreed(card, agent, at):
    consent.give_consent(card, through=Through.LINK, by=None, at=at)
    desk.review_card(card, Review.SET_ASIDE, by=agent, at=at, reason="")
    assert not Practitioner.objects.listed().exists()


def test_an_invitation_carries_a_link_that_is_erased_once_sent(card, mjc, holder, at):
    consent.invite_to_agree(card, by=holder, at=at, structure=mjc)
    message = OutboxMessage.objects.get()
    assert message.to == card.email
    assert message.is_secret
    assert mjc.name in message.subject
    assert "/intervenants/lien/" in message.text


def test_the_coordination_invites_in_its_own_name(card, agent, trame, at):
    consent.invite_to_agree(card, by=agent, at=at)
    assert trame.name in OutboxMessage.objects.get().subject


@pytest.mark.parametrize("case", ["no address", "agreed", "this week"])
def test_nobody_is_written_to_for_nothing(card, holder, at, case):
    if case == "no address":
        card.email = ""
    elif case == "agreed":
        consent.give_consent(card, through=Through.LINK, by=None, at=at)
    else:
        consent.invite_to_agree(card, by=holder, at=at - timedelta(days=6))
    sent = OutboxMessage.objects.count()
    with pytest.raises(Refused):
        consent.invite_to_agree(card, by=holder, at=at)
    assert OutboxMessage.objects.count() == sent


def test_a_week_later_one_may_ask_again(card, holder, at):
    consent.invite_to_agree(card, by=holder, at=at - timedelta(days=7))
    consent.invite_to_agree(card, by=holder, at=at)
    assert OutboxMessage.objects.count() == 2


# ------------------------------------------------------------------------------------- merging


def test_two_cards_become_one_that_both_structures_know(card, trame, agent, at):
    other = organisations.structure(known_to=[trame])
    doubled = network.card(trame, other, languages=["oc"], presentation="Ses mots.")
    Practitioner.objects.filter(pk=card.pk).update(email="")
    token = links.token_of(doubled)
    desk.merge_cards(fresh(card), doubled, by=agent, at=at)
    kept = fresh(card)
    assert set(kept.structures.all()) == {*card.structures.all(), other}
    assert (kept.languages, kept.presentation, kept.email) == (["oc"], "Ses mots.", doubled.email)
    assert kept.crafts == card.crafts
    assert fresh(doubled).merged_into == kept
    assert links.read(token)[1] != fresh(doubled).link_number


def test_a_card_that_was_agreed_to_keeps_its_words(card, trame, agent, at):
    consent.give_consent(card, through=Through.LINK, by=None, at=at)
    desk.merge_cards(card, network.card(trame, presentation="D’autres mots."), by=agent, at=at)
    assert fresh(card).presentation == ""


def test_what_was_merged_into_the_doubled_card_follows(card, trame, agent, at):
    first, second = network.card(trame), network.card(trame)
    desk.merge_cards(second, first, by=agent, at=at)
    desk.merge_cards(card, second, by=agent, at=at)
    assert fresh(first).merged_into == fresh(second).merged_into == card


@pytest.mark.parametrize("case", ["itself", "another region", "already", "agreed"])
def test_cards_that_cannot_be_one_stay_two(card, trame, agent, at, case):
    other = {
        "itself": lambda: card,
        "another region": network.card,
        "already": lambda: network.card(trame, merged_into=network.card(trame)),
        "agreed": lambda: network.card(trame, agreed=True),
    }[case]()
    with pytest.raises(Refused):
        desk.merge_cards(card, other, by=agent, at=at)


# ------------------------------------------------------------------------------------- venues


def test_a_venue_without_a_point_stands_at_its_commune(trame, agent, at):
    facts = {"name": "La Salle", "kind": "cinema", "commune": network.a_commune()}
    made = venues.create_venue(trame, facts, by=agent, at=at, verified_at=at)
    assert (made.lat, made.lon, made.is_exact) == (44.45, 1.44, False)
    assert "cahors" in made.search


def test_a_venue_is_amended_verified_closed_and_opened(trame, agent, at):
    venue = network.venue(trame)
    venues.amend_venue(venue, {"rooms": [90]}, by=agent, at=at)
    venues.verify_venue(fresh(venue), by=agent, at=at)
    venues.close_venue(venue, by=agent, at=at)
    with pytest.raises(Refused):
        venues.close_venue(venue, by=agent, at=at)
    assert not Venue.objects.open().exists()
    venues.reopen_venue(venue, by=agent, at=at)
    with pytest.raises(Refused):
        venues.reopen_venue(venue, by=agent, at=at)
    assert told(venue) == ["venue.amend", "venue.verify", "venue.close", "venue.reopen"]
    assert fresh(venue).seats == 90


def test_a_venue_learns_from_its_double_what_it_did_not_know(trame, agent, at):
    kept = network.venue(trame, has_dcp=False)
    doubled = network.venue(
        trame,
        lat=44.46,
        lon=1.43,
        rooms=[120],
        has_dcp=True,
        has_hearing_loop=False,
        contact_name="Théo",
        email="theo@exemple.fr",
        shows_contact=True,
    )
    older = network.venue(trame, merged_into=doubled)
    venues.merge_venues(kept, doubled, by=agent, at=at)
    kept = fresh(kept)
    assert (kept.rooms, kept.has_dcp, kept.has_hearing_loop) == ([120], False, False)
    assert (kept.lat, kept.is_exact, kept.contact_name) == (44.46, True, "Théo")
    assert kept.shows_contact
    assert fresh(older).merged_into == kept


def test_a_hidden_contact_is_never_mixed_with_one_that_is_shown(trame, agent, at):
    kept = network.venue(trame, email="cachee@exemple.fr", rooms=[90])
    shown = network.venue(trame, phone="05 36 49 00 01", shows_contact=True)
    venues.merge_venues(kept, shown, by=agent, at=at)
    assert (fresh(kept).shows_contact, fresh(kept).phone) == (False, "")
    assert fresh(kept).rooms == [90]


@pytest.mark.parametrize("case", ["itself", "another region", "already"])
def test_venues_that_cannot_be_one_stay_two(trame, agent, at, case):
    venue = network.venue(trame)
    other = {
        "itself": lambda: venue,
        "another region": network.venue,
        "already": lambda: network.venue(trame, merged_into=network.venue(trame)),
    }[case]()
    with pytest.raises(Refused):
        venues.merge_venues(venue, other, by=agent, at=at)
