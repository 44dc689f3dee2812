"""A filed dossier on screen: what each reader is told, and who filed."""

import pytest
from django.urls import reverse
from django.utils import timezone

from passeurs.dossiers.actions.filing import submit_dossier
from tests.factories import contacts

pytestmark = pytest.mark.django_db


@pytest.fixture
def filed(ready):
    return submit_dossier(ready, by=ready.holder, at=timezone.now())


def shown(client, reader, route, *args):
    client.force_login(reader)
    return client.get(reverse(f"dossiers:{route}", args=args)).content.decode()


def test_who_represents_the_holder_is_told_how_to_withdraw(client, filed, ready):
    assert "vous pouvez le <a" in shown(client, ready.holder, "review", ready.pk)


def test_a_reader_is_not_told_to_withdraw(client, filed, ready):
    reader = contacts.teammate(ready.edition.coordination)
    for route in ("review", "projet", "budget"):
        page = shown(client, reader, route, ready.pk)
        assert "Son contenu est figé." in page
        assert "vous pouvez le <a" not in page


def test_the_receipt_names_by_the_address_who_gave_no_name(client, filed, ready):
    type(ready.holder).objects.filter(pk=ready.holder.pk).update(first_name="", last_name="")
    page = shown(client, ready.holder, "receipt", ready.pk, filed.number)
    assert f"<dt>Déposé par</dt><dd>{ready.holder.email}</dd>" in page
