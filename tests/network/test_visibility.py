"""Who reads a card: canaries in each of its words, hidden contacts, consent taken back."""

import pytest
from django.test import Client
from django.urls import reverse

from passeurs.network.actions.consent import give_consent, withdraw_consent
from passeurs.network.enums import Review, Through
from passeurs.network.models import Practitioner
from tests.factories import documents, network, organisations
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db
CANARY = "kanari"
PUBLIC = {"name", "other_craft", "other_languages", "presentation", "references", "availability"}


@pytest.fixture
def secret(trame, mjc, at):
    """A card whose every word sings."""
    words = {name: f"{CANARY}-{name}" for name in PUBLIC}
    card = network.card(
        trame,
        mjc,
        email=f"{CANARY}-mail@exemple.fr",
        phone=f"{CANARY}-tel",
        website=f"https://{CANARY}-site.example",
        departments=["46"],
        **words,
    )
    card.cv = documents.stored_file(f"{CANARY}-cv.pdf")
    card.save()
    return card


def pages(card):
    """Every address where a card could show."""
    names = ("people", "venues", "mine", "register", "sent", "desk_people", "person_add")
    found = [reverse(f"network:{name}") for name in names]
    named = ("person", "person_edit", "person_cv", "person_merge", "own")
    found += [reverse(f"network:{name}", args=[card.pk]) for name in named]
    index = reverse("network:people")
    return [
        *found,
        f"{index}?q={CANARY}",
        f"{index}?departement=46",
        f"{index}?metier=sound",
        f"{index}?vue=nos-fiches",
        f"{reverse('network:desk_people')}?q={CANARY}",
        "/",
    ]


def heard(user, card):
    client = Client()
    if user:
        client.force_login(user)
    found = {}
    for url in pages(card):
        # What was typed is shown again in its box, and in the links to the other pages.
        body = read(client.get(url)).replace(f'value="{CANARY}"', "").replace(f"q={CANARY}", "")
        if CANARY in body:
            found[url] = sorted(words_of(body))
    return found


def read(answer):
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode("utf-8", "replace")


def words_of(body):
    return {part.split('"')[0].split("<")[0][:40] for part in body.split(CANARY)[1:]}


def strangers(trame):
    elsewhere = organisations.coordination("ailleurs")
    other = person()
    organisations.structure(representative=other, known_to=[trame])
    return {
        "the public": None,
        "somebody": person(),
        "another holder of the region": other,
        "another coordination": organisations.team_member("coordination", elsewhere),
        "the DRAC": organisations.team_member("drac", trame),
        "the Région": organisations.team_member("region", trame),
        "the committee": organisations.team_member("committee", trame),
        "national": organisations.team_member("national"),
    }


def test_a_card_without_consent_is_nothing_to_strangers(secret, trame):
    said = {who: heard(user, secret) for who, user in strangers(trame).items()}
    assert {who: words for who, words in said.items() if words} == {}


@pytest.mark.parametrize("review", [Review.NEW, Review.SET_ASIDE])
def test_consent_is_not_enough_for_a_card_that_nobody_read_or_that_was_set_aside(
    secret, trame, at, review
):
    give_consent(secret, through=Through.LINK, by=None, at=at)
    Practitioner.objects.update(review=review)
    assert heard(None, secret) == {}
    assert heard(strangers(trame)["another coordination"], secret) == {}


def test_a_listed_card_shows_what_its_person_ticked_and_nothing_else(secret, at):
    give_consent(secret, through=Through.LINK, by=None, at=at)
    page = Client().get(reverse("network:person", args=[secret.pk])).text
    for name in PUBLIC:
        assert f"{CANARY}-{name}" in page, name
    assert f"{CANARY}-site.example" in page
    for hidden in ("mail", "tel", "cv"):
        assert f"{CANARY}-{hidden}" not in page
    Practitioner.objects.update(shows_email=True, shows_phone=True)
    page = Client().get(reverse("network:person", args=[secret.pk])).text
    assert f"{CANARY}-mail" in page
    assert f"{CANARY}-tel" in page
    assert f"{CANARY}-cv" not in page


@pytest.mark.parametrize(
    "who", ["another holder of the region", "another coordination", "the DRAC"]
)
def test_a_listed_card_is_public_for_strangers_and_no_more(secret, trame, at, who):
    give_consent(secret, through=Through.LINK, by=None, at=at)
    said = " ".join(str(words) for words in heard(strangers(trame)[who], secret).values())
    assert "-name" in said
    for hidden in ("-mail", "-tel", "-cv"):
        assert hidden not in said


def test_a_cv_is_for_those_who_keep_the_card(secret, trame, mjc, holder, agent, at):
    give_consent(secret, through=Through.LINK, by=None, at=at)
    url = reverse("network:person_cv", args=[secret.pk])
    for who, user in strangers(trame).items():
        client = Client()
        if user:
            client.force_login(user)
        assert client.get(url).status_code in {302, 403, 404}, who


def test_consent_taken_back_is_gone_from_everything_public_at_once(secret, at):
    give_consent(secret, through=Through.LINK, by=None, at=at)
    assert heard(None, secret)
    withdraw_consent(secret, through=Through.LINK, by=None, at=at)
    assert heard(None, secret) == {}


def test_no_cache_may_keep_a_page_that_shows_people(client, card, at):
    give_consent(card, through=Through.LINK, by=None, at=at)
    for url in ("/intervenants/", reverse("network:person", args=[card.pk])):
        answer = client.get(url)
        assert "no-store" in answer["Cache-Control"]
        assert "noarchive" in answer["X-Robots-Tag"]


def test_those_who_keep_a_card_read_it_whole(secret, holder, agent):
    for user in (holder, agent):
        said = str(heard(user, secret))
        for part in ("-name", "-mail", "-tel", "-cv", "-presentation"):
            assert part in said, (user, part)


def test_one_s_own_card_is_found_by_the_address_of_one_s_account(secret):
    owner = person(email=secret.email.upper())
    assert "-mail" in str(heard(owner, secret))
    assert "-tel" in str(heard(owner, secret))


def test_a_venue_hides_its_contact_unless_it_may_be_shown(client, trame, agent):
    venue = network.venue(
        trame, contact_name=CANARY, email=f"{CANARY}@exemple.fr", phone=f"{CANARY}-tel"
    )
    url = reverse("network:venue", args=[venue.pk])
    assert CANARY not in client.get(url).text
    assert CANARY not in client.get("/salles/").text
    client.force_login(agent)
    assert CANARY in client.get(url).text
    venue.shows_contact = True
    venue.save()
    assert CANARY in Client().get(url).text


WRITTEN = {
    "person_edit": {"name": "Forcé", "crafts": ["sound"]},
    "person_invite": {},
    "person_cv_attach": {},
    "person_cv_remove": {},
}


@pytest.mark.parametrize("name", WRITTEN)
def test_nobody_writes_a_card_that_is_not_theirs_to_write(card, trame, mjc, at, name):
    reader = person()
    mjc.memberships.create(user=reader, role="reader")
    url = reverse(f"network:{name}", args=[card.pk])
    for who, user in {**strangers(trame), "a reader of the structure": reader}.items():
        client = Client()
        if user:
            client.force_login(user)
        assert client.post(url, WRITTEN[name]).status_code in {302, 403, 404}, who
        if user:
            expected = 403 if user == reader else 404
            assert client.post(url, WRITTEN[name]).status_code == expected, who
    assert Practitioner.objects.get().name == card.name


@pytest.mark.parametrize("name", WRITTEN)
def test_once_its_person_agreed_only_they_write_it(card, holder, agent, at, name):
    give_consent(card, through=Through.LINK, by=None, at=at)
    for user in (holder, agent):
        client = Client()
        client.force_login(user)
        url = reverse(f"network:{name}", args=[card.pk])
        assert client.post(url, WRITTEN[name]).status_code == 403


@pytest.mark.parametrize(
    "url",
    [
        "/bureau/intervenants/{card}/verifier/",
        "/bureau/intervenants/{card}/ecarter/",
        "/bureau/intervenants/{card}/reunir/",
        "/bureau/salles/{venue}/",
        "/bureau/salles/{venue}/fermer/",
        "/bureau/salles/{venue}/reunir/",
    ],
)
def test_the_desk_of_another_region_writes_nothing(card, trame, holder, url):
    venue = network.venue(trame)
    url = url.format(card=card.pk, venue=venue.pk)
    users = {**strangers(trame), "the holder": holder}
    for who, user in users.items():
        if user is None:
            continue
        client = Client()
        client.force_login(user)
        assert client.post(url).status_code == 404, who


@pytest.mark.parametrize(
    "url", ["/bureau/intervenants/", "/bureau/salles/", "/bureau/salles/ajouter/"]
)
def test_the_desk_s_lists_are_for_coordinations(trame, holder, url):
    users = {**strangers(trame), "the holder": holder}
    for who, user in users.items():
        client = Client()
        if user:
            client.force_login(user)
        expected = {"the public": 302, "another coordination": 200}.get(who, 403)
        assert client.get(url).status_code == expected, who
