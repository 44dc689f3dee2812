"""What the screens of an edition ask of the database: the same, whatever the dossiers."""

import pytest
from django.urls import reverse
from django.utils import timezone

from passeurs.editions.actions.changing import ask_for_change, read_change
from passeurs.editions.models import Change
from tests.factories import dossiers as factory

pytestmark = pytest.mark.django_db
SCREENS = {
    ("index",): 4,
    ("new",): 4,
    ("detail", "slug"): 4,
    ("part", "slug", "aide"): 4,
    ("part", "slug", "dates"): 4,
    ("rows", "slug", "questions"): 4,
    ("row_add", "slug", "questions"): 4,
    ("preview", "slug"): 4,
    ("open", "slug"): 4,
    ("extend", "slug"): 4,
    ("close", "slug"): 4,
}
READING = 14


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("screen", SCREENS, ids="-".join)
def test_a_screen_asks_as_much_whatever_the_dossiers(
    client, agent, edition, screen, count, django_assert_num_queries
):
    for rank in range(count):
        factory.dossier(edition, title=f"Projet {rank}")
    name, *rest = screen
    address = reverse(
        f"editions:{name}", args=[edition.slug if one == "slug" else one for one in rest]
    )
    with django_assert_num_queries(SCREENS[screen]):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("count", [1, 4])
def test_reading_a_change_asks_as_much_whatever_the_dossiers(
    agent, edition, count, django_assert_num_queries
):
    for rank in range(count):
        factory.dossier(edition, title=f"Projet {rank}")
    document = edition.document() | {"title": "Autrement dit"}
    asked = {"part": "titre", "version": edition.version, "by": agent, "at": timezone.now()}
    change = ask_for_change(edition, document, **asked)
    Change.objects.filter(pk=change.pk).update(total=100)
    change = Change.objects.select_related("edition").get(pk=change.pk)
    with django_assert_num_queries(READING):
        read_change(change, at=timezone.now())
