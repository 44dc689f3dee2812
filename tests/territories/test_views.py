import pytest
from django.urls import reverse

from tests.factories.territories import CommuneFactory

pytestmark = pytest.mark.django_db
URL = reverse("territories:communes")


def test_the_picker_reads_value_label_and_hint(client, django_assert_num_queries):
    CommuneFactory(insee="46042", name="Cahors", postcodes=["46000"])
    with django_assert_num_queries(1):
        answer = client.get(URL, {"q": "caho"})
    assert answer.json() == [{"value": "46042", "label": "Cahors (46)", "hint": "46000"}]
    assert answer["Cache-Control"] == "public, max-age=86400"


def test_a_town_of_many_postcodes_shows_the_first(client):
    CommuneFactory(name="Toulouse", postcodes=["31000", "31100", "31200", "31300"])
    assert client.get(URL, {"q": "31"}).json()[0]["hint"] == "31000, 31100, 31200…"


@pytest.mark.parametrize("text", ["", "%%", "é" * 5_000, "' OR 1=1 --", "\u202e"])
def test_bad_input_finds_nothing(client, text):
    CommuneFactory(name="Cahors")
    answer = client.get(URL, {"q": text})
    assert (answer.status_code, answer.json()) == (200, [])


def test_the_list_is_only_read(client):
    assert client.get(URL).json() == []
    assert client.post(URL, {"q": "cahors"}).status_code == 405
