"""A person is their address, whatever its case."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from passeurs.accounts.models import User
from tests.factories.accounts import person


@pytest.mark.django_db
def test_an_address_is_found_whatever_its_case():
    user = person(email="Nina@Exemple.FR ")
    assert user.email == "nina@exemple.fr"
    assert User.objects.with_email(" NINA@exemple.fr") == user
    assert User.objects.get_by_natural_key("NINA@exemple.fr") == user
    assert User.objects.with_email("nora@exemple.fr") is None


@pytest.mark.django_db
def test_the_database_itself_refuses_the_same_address_in_another_case():
    person(email="nina@exemple.fr")
    other = person()
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_user SET email = 'NINA@exemple.fr' WHERE id = %s", [other.pk]
        )


@pytest.mark.django_db
def test_a_second_account_of_the_same_address_is_explained():
    person(email="nina@exemple.fr")
    with pytest.raises(ValidationError) as refusal:
        User(email="nina@exemple.fr").full_clean(exclude=["password"])
    assert "existe déjà" in str(refusal.value)


@pytest.mark.django_db
def test_an_account_has_no_password_that_works():
    user = User.objects.create_user("nina@exemple.fr", password="secret")
    assert not user.has_usable_password()


@pytest.mark.parametrize(
    ("first", "last", "full", "short"),
    [
        ("Nina", "Bloy", "Nina Bloy", "Nina"),
        ("", "", "n@exemple.fr", "n@exemple.fr"),
        ("", "Bloy", "Bloy", "n@exemple.fr"),
    ],
)
def test_somebody_without_a_name_is_called_by_their_address(first, last, full, short):
    user = User(email="n@exemple.fr", first_name=first, last_name=last)
    assert (user.get_full_name(), user.get_short_name(), str(user)) == (full, short, full)
