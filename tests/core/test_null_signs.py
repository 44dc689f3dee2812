"""The null sign, which no text of a database holds, in the address and in the cookies."""

import pytest

from tests.factories import organisations

pytestmark = pytest.mark.django_db
PUBLIC = ("/communes/?q=%00", "/communes/?q=Ca%00hors", "/appels/?%00=1")
DESK = ("/bureau/structures/?q=%00", "/bureau/dossiers/?q=a%00b", "/bureau/contacts/?etat=%00")


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_with_a_null_sign_is_not_understood(client, address):
    assert client.get(address).status_code == 400


@pytest.mark.parametrize("address", DESK)
def test_a_list_of_the_desk_asked_for_a_null_sign_is_not_understood(client, address):
    client.force_login(organisations.team_member("coordination", organisations.coordination()))
    assert client.get(address).status_code == 400


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "messages"])
def test_a_cookie_with_a_null_sign_is_not_understood(client, name):
    answer = client.get("/dossiers/", headers={"cookie": f'{name}="\\000abcdefghij"'})
    assert answer.status_code == 400
    assert answer.headers["X-Frame-Options"] == "DENY"
