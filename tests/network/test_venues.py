"""The directory of venues, its map, and the desk that keeps it."""

import pytest
from django.urls import reverse

from passeurs.network.map import map_of
from passeurs.network.models import Venue
from passeurs.territories.models import Outline
from tests.factories import network, organisations
from tests.factories.territories import CommuneFactory, square

pytestmark = pytest.mark.django_db
INDEX = "/salles/"
SENT = {"name": "Cinéma Le Lanternon", "kind": "cinema", "commune": "Cahors (46)"}


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_directory_asks_as_many_queries_whatever_its_length(
    client, trame, rows, django_assert_num_queries
):
    for rank in range(rows):
        network.venue(trame, lat=44 + rank / 50, lon=1.4)
    with django_assert_num_queries(3):
        assert client.get(INDEX).status_code == 200


@pytest.mark.parametrize(
    "query",
    ["q=energie", "q=ENERGIE+cahors", "lieu=cinema", "region=la-trame", "acces=hearing_loop"],
)
def test_every_filter_finds_and_accents_count_for_nothing(client, trame, query):
    network.venue(trame, "Cinéma Énergie", has_hearing_loop=True)
    assert "Cinéma Énergie" in client.get(f"{INDEX}?{query}").text


@pytest.mark.parametrize(
    "query", ["q=absente", "lieu=library", "region=ailleurs", "acces=wheelchair_access"]
)
def test_what_does_not_answer_a_filter_is_not_shown(client, trame, query):
    organisations.coordination("ailleurs")
    network.venue(trame, has_wheelchair_access=None)
    page = client.get(f"{INDEX}?{query}").text
    assert "Aucune salle ne répond" in page


@pytest.mark.parametrize(
    "query", ["page=x", "q=" + "z" * 5_000, "lieu=%27&region=x&acces=9", "q=%3Cscript%3E"]
)
def test_an_odd_address_is_answered_with_the_page(client, trame, query):
    network.venue(trame)
    page = client.get(f"{INDEX}?{query}")
    assert page.status_code == 200
    assert "<script>" not in page.text.split("<main", 1)[1].split("</main>")[0]


def test_an_empty_directory_and_a_venue_that_is_not_there(client, db):
    assert "s’ouvre" in client.get(INDEX).text
    assert client.get(f"{INDEX}{10**18}/").status_code == 404


def test_unknown_is_never_shown_as_no(client, trame):
    venue = network.venue(trame, has_wheelchair_access=True, has_hearing_loop=False)
    page = client.get(f"{INDEX}{venue.pk}/").text
    assert page.count("<strong>Oui</strong>") == 1
    assert page.count("<strong>Non</strong>") == 1
    assert page.count("On ne sait pas") == 6
    assert "places à compter" in page


def test_a_venue_tells_what_stands_around_it(client, trame):
    here = network.venue(trame, lat=44.45, lon=1.44)
    network.venue(trame, "La Voisine", lat=44.48, lon=1.44)
    page = client.get(f"{INDEX}{here.pk}/").text
    assert "La Voisine" in page
    assert "3,3\u00a0km" in page


def test_a_closed_venue_is_read_at_its_desk_alone(client, trame, agent):
    venue = network.venue(trame, closed_at=network.AT)
    url = f"{INDEX}{venue.pk}/"
    assert client.get(url).status_code == 404
    client.force_login(agent)
    assert "Fermée" in client.get(url).text


def test_a_merged_venue_leads_to_the_one_that_stays(client, trame):
    kept = network.venue(trame)
    doubled = network.venue(trame, merged_into=kept)
    assert client.get(f"{INDEX}{doubled.pk}/")["Location"] == f"{INDEX}{kept.pk}/"


# ------------------------------------------------------------------------------------- the map


def test_venues_that_would_overlap_are_one_larger_light(trame):
    Outline.objects.create(department="46", geometry=square(1.0, 44.0, 2.2, 45.1))
    for name in ("A", "B", "C", "D", "E", "F"):
        network.venue(trame, name, lat=44.45, lon=1.44)
    network.venue(trame, "Loin", lat=44.9, lon=2.0)
    drawn = map_of(list(Venue.objects.select_related("commune", "coordination")))
    small, large = sorted(drawn.lights, key=lambda light: len(light.venues))
    assert large.radius > small.radius
    assert large.label == "A, B, C, D et 2\u00a0autres"
    assert len(drawn.shapes) == 1
    assert "Occitanie\u00a0: 7\u00a0salles en 2\u00a0points de lumière" in drawn.sentence


def test_the_map_is_that_of_the_region_where_most_of_them_are(trame):
    elsewhere = organisations.coordination("ailleurs", region_name="Bretagne")
    network.venue(elsewhere, lat=48.0, lon=-3.0)
    network.venue(trame, lat=44.4, lon=1.4)
    network.venue(trame, lat=44.5, lon=1.4)
    drawn = map_of(list(Venue.objects.select_related("commune", "coordination")))
    assert drawn.region == "Occitanie"
    assert sum(len(light.venues) for light in drawn.lights) == 2


def test_an_overseas_region_without_outlines_still_has_its_lights():
    reunion = organisations.coordination("reunion", region_name="La Réunion")
    commune = CommuneFactory(insee="97411", name="Saint-Denis", department="974")
    network.venue(reunion, commune=commune, lat=-20.88, lon=55.45)
    drawn = map_of(list(Venue.objects.select_related("commune", "coordination")))
    assert len(drawn.lights) == 1


def test_a_region_of_no_known_name_takes_the_departments_of_its_venues():
    nowhere = organisations.coordination("nulle-part", region_name="Nulle part")
    Outline.objects.create(department="46", geometry=square(1.0, 44.0, 2.2, 45.1))
    network.venue(nowhere, lat=44.4, lon=1.4)
    drawn = map_of(list(Venue.objects.select_related("commune", "coordination")))
    assert len(drawn.shapes) == 1


def test_without_any_point_there_is_no_map(client, trame):
    commune = CommuneFactory(insee="46001", name="Albas")
    network.venue(trame, commune=commune)
    page = client.get(INDEX).text
    assert 'class="map"' not in page
    assert "Albas" in page


# ------------------------------------------------------------------------------------- the desk


def test_the_desk_adds_corrects_verifies_and_closes_a_venue(client, trame, agent):
    network.a_commune()
    client.force_login(agent)
    answer = client.post(
        "/bureau/salles/ajouter/",
        SENT | {"rooms": "180, 60 et 45", "lat": "44,4491", "lon": "1.4389", "has_dcp": "yes"},
    )
    venue = Venue.objects.get()
    assert answer["Location"] == f"{INDEX}{venue.pk}/"
    assert (venue.rooms, venue.seats, venue.lat, venue.is_exact) == (
        [180, 60, 45],
        285,
        44.4491,
        True,
    )
    assert (venue.has_dcp, venue.has_portable) == (True, None)
    client.post(f"/bureau/salles/{venue.pk}/", SENT | {"has_dcp": "no"})
    venue.refresh_from_db()
    assert (venue.has_dcp, venue.lat, venue.is_exact, venue.rooms) == (False, 44.45, False, [])
    for verb in ("verifier", "fermer", "fermer", "rouvrir"):
        client.post(f"/bureau/salles/{venue.pk}/{verb}/")
    assert Venue.objects.open().count() == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": ""}, "obligatoire"),
        ({"commune": "Nulle-Part-sur-Rien"}, "n’est pas dans la liste"),
        ({"kind": "théâtre"}, "théâtre"),
        ({"lat": "44,4"}, "les deux coordonnées"),
        ({"lat": "144", "lon": "1"}, "90"),
        ({"lat": "nan", "lon": "1"}, "nombre"),
        ({"rooms": "beaucoup"}, "par exemple"),
        ({"rooms": "0"}, "par exemple"),
        ({"rooms": "²"}, "par exemple"),
        ({"rooms": "99999999"}, "comptez ses chiffres"),
        ({"rooms": ",".join(["9"] * 40)}, "30 salles"),
        ({"screen_width_m": "1000"}, "60"),
        ({"equipment_notes": "x" * 100_000}, "100\u202f000 signes"),
        ({"website": "ftp://x"}, "https://exemple.fr"),
        ({"email": "x"}, "nom@exemple.fr"),
        ({"has_dcp": "peut-être"}, "peut-être"),
        ({"name": "a\x00b"}, "nul"),
    ],
)
def test_what_cannot_be_read_is_said_and_kept_as_typed(client, agent, changed, said):
    network.a_commune()
    client.force_login(agent)
    answer = client.post("/bureau/salles/ajouter/", SENT | changed)
    assert answer.status_code == 422
    assert said in answer.text
    assert not Venue.objects.exists()


def test_the_desk_lists_what_is_to_verify_what_lacks_seats_what_is_closed(client, trame, agent):
    network.venue(trame, "Sans rien")
    network.venue(trame, "Close", closed_at=network.AT)
    client.force_login(agent)
    for state in ("a-verifier", "sans-place"):
        page = client.get(f"/bureau/salles/?etat={state}").text
        assert "Sans rien" in page
        assert "Close" not in page
    page = client.get("/bureau/salles/?etat=fermees&lieu=cinema").text
    assert "Close" in page
    assert "Sans rien" not in page


def test_the_desk_merges_two_venues_of_a_commune(client, trame, agent):
    kept, doubled = network.venue(trame), network.venue(trame, "LANTERNON")
    client.force_login(agent)
    url = f"/bureau/salles/{kept.pk}/reunir/"
    assert "LANTERNON" in client.get(url).text
    assert client.post(url, {"doubled": doubled.pk}).status_code == 302
    assert "Aucune autre salle" in client.get(url).text


def test_a_merge_that_came_second_says_so(client, trame, agent, monkeypatch):
    from passeurs.core.refusals import Refused
    from passeurs.network.actions import venues

    def refuse(*_args, **_options):
        raise Refused("Trop tard.")

    monkeypatch.setattr(venues, "merge_venues", refuse)
    kept, doubled = network.venue(trame), network.venue(trame)
    client.force_login(agent)
    answer = client.post(f"/bureau/salles/{kept.pk}/reunir/", {"doubled": doubled.pk})
    assert answer.status_code == 422
    assert "Trop tard." in answer.text


def test_the_contact_of_a_venue_says_that_it_stays_at_the_desk(client, trame, agent):
    venue = network.venue(trame, email="theo@exemple.fr")
    client.force_login(agent)
    page = client.get(reverse("network:venue", args=[venue.pk])).text
    assert "restent au bureau" in page
