"""One's own name and telephone."""

import pytest

from tests.factories.accounts import person

pytestmark = pytest.mark.django_db
PROFILE = "/compte/profil/"


def test_a_newcomer_says_their_name_and_goes_on(client):
    user = person(first_name="", last_name=" ")
    client.force_login(user)
    page = client.get(f"{PROFILE}?next=/structures/").text
    assert "Comment vous appelez-vous" in page
    data = {"first_name": "Zoé", "last_name": "D’Aragon", "next": "/structures/"}
    assert client.post(PROFILE, data)["Location"] == "/structures/"
    user.refresh_from_db()
    assert user.get_full_name() == "Zoé D’Aragon"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("0536490012", "05 36 49 00 12"),
        ("+33 5 36 49 00 12", "05 36 49 00 12"),
        ("+32 2 555 12 12", "+32 2 555 12 12"),
        ("", ""),
    ],
)
def test_a_telephone_is_kept_as_one_reads_it(client, typed, stored):
    user = person()
    client.force_login(user)
    client.post(PROFILE, {"first_name": "A", "last_name": "B", "phone": typed})
    user.refresh_from_db()
    assert user.phone == stored


def test_what_is_missing_is_said_and_what_was_typed_stays(client):
    client.force_login(person())
    page = client.post(PROFILE, {"first_name": "", "last_name": "Garde", "phone": "12"})
    assert page.status_code == 422
    assert "Indiquez votre prénom" in page.text
    assert "pas complet" in page.text
    assert 'value="Garde"' in page.text


def test_the_profile_never_leads_to_another_site(client):
    client.force_login(person())
    data = {"first_name": "A", "last_name": "B", "next": "https://ailleurs.example/"}
    assert client.post(PROFILE, data)["Location"] == PROFILE


def test_the_address_cannot_be_changed_from_the_profile(client):
    user = person()
    client.force_login(user)
    client.post(PROFILE, {"first_name": "A", "last_name": "B", "email": "autre@exemple.fr"})
    before = user.email
    user.refresh_from_db()
    assert user.email == before
