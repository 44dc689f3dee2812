import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_ox.testing import run_tasks

from passeurs.territories.addresses import is_proven
from passeurs.territories.models import Import, RuralClass
from tests.factories.accounts import person
from tests.factories.calls import edition
from tests.factories.organisations import team_member
from tests.factories.territories import CommuneFactory

HEAD = "Code_insee;Departement;Commune;Classement FRR\n"
GOOD, BAD = "46042;46;Cahors;FRR socle\n", "46043;46;?;FRR socle\n"
INDEX = "/bureau/referentiels/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def national(client):
    CommuneFactory(insee="46042", name="Cahors")
    user = team_member("national", None, first_name="Naïma")
    client.force_login(user)
    return client


def file(text=HEAD + GOOD, name="frr.csv"):
    return SimpleUploadedFile(name, text.encode())


def asked(**changes):
    return {"kind": "FRR", "vintage": "2025", "origin": "file", "uploads": file(), **changes}


def text_of(response):
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def test_a_file_is_sent_read_shown_and_loaded(national):
    response = national.post(INDEX, asked(uploads=file(HEAD + GOOD + BAD)))
    assert response.status_code == 302
    page = text_of(national.get(response["Location"]))
    assert "Le fichier se lit" in page
    assert "data-running" in page
    run_tasks()
    page = text_of(national.get(response["Location"]))
    assert "Charger ce millésime ?" in page
    assert "aucune commune, actuelle ou ancienne, n’a le code 46043" in page
    national.post(response["Location"] + "charger/")
    run_tasks()
    assert "Ce millésime est chargé" in text_of(national.get(response["Location"]))
    assert RuralClass.objects.count() == 1
    history = text_of(national.get(INDEX))
    assert "frr.csv" in history
    assert "1 département" in history


def test_the_report_is_kept_as_a_text(national):
    response = national.post(INDEX, asked(uploads=file(HEAD + GOOD + BAD)))
    run_tasks()
    kept = national.get(response["Location"] + "compte-rendu/")
    assert kept["Content-Disposition"] == 'attachment; filename="import-frr-2025.txt"'
    assert "Ligne 3 : aucune commune" in text_of(kept)


def test_a_long_report_says_how_many_lines_it_leaves_out(national):
    one = Import.objects.create(
        kind="FRR", vintage=2025, asked_at="2026-01-01T00:00Z", state="ready",
        report={"refused": 3, "lines": [{"where": "Ligne 2", "text": "non"}], "remarks": ["Oui"]},
    )  # fmt: skip
    told = text_of(national.get(reverse("territories:import_report", args=[one.pk])))
    assert "… et 2 autres lignes refusées." in told
    assert "Remarque : Oui" in told


def test_an_import_is_given_up(national):
    response = national.post(INDEX, asked())
    run_tasks()
    national.post(response["Location"] + "abandonner/")
    assert "Abandonné" in text_of(national.get(response["Location"]))
    again = national.post(response["Location"] + "charger/", follow=True)
    assert "n’attend plus de réponse" in text_of(again)


def test_what_cannot_be_used_is_told_on_its_page(national):
    response = national.post(INDEX, asked(uploads=file("<!doctype html>")))
    run_tasks()
    page = text_of(national.get(response["Location"]))
    assert "Rien n’a été chargé" in page
    assert "page web" in page


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"kind": ""}, "Choisissez ce que le fichier décrit."),
        ({"kind": "AUTRE"}, "AUTRE"),
        ({"vintage": ""}, "Indiquez l’année."),
        ({"vintage": "deux mille"}, "Une année s’écrit en quatre chiffres."),
        ({"vintage": "99999999999999999999"}, "Une année entre 1990 et 2100."),
        ({"uploads": ""}, "Choisissez un fichier."),
        ({"departments": "46, 99"}, "Département inconnu : 99."),
        ({"departments": "é" * 100_000}, "600"),
        ({"origin": "state", "uploads": ""}, "n’est pas connue de la plateforme"),
    ],
)
def test_a_wrong_answer_is_told_and_what_was_typed_stays(national, changes, told):
    response = national.post(INDEX, asked(**changes))
    assert response.status_code == 422
    assert told in text_of(response)
    assert not Import.objects.exists()


def test_too_many_or_too_large_files_are_refused(national, monkeypatch):
    response = national.post(INDEX, asked(uploads=[file(name=f"{n}.csv") for n in range(5)]))
    assert "Quatre fichiers au plus" in text_of(response)
    monkeypatch.setattr("passeurs.territories.forms.MOST_BYTES", 10)
    assert "dépassent" in text_of(national.post(INDEX, asked()))


def test_the_official_address_is_taken_on_request(national, http_peer, settings):
    settings.OFFICIAL_SOURCES = {"FRR-2025": f"{http_peer.url}/frr.csv"}
    http_peer.answers = lambda path, query: (HEAD + GOOD).encode()
    response = national.post(INDEX, asked(origin="state", uploads=""))
    run_tasks()
    assert "Charger ce millésime ?" in text_of(national.get(response["Location"]))


def test_nobody_else_imports(client):
    call = edition("occitanie-en-cours")
    one = Import.objects.create(kind="FRR", vintage=2025, asked_at="2026-01-01T00:00Z")
    people = [person("Ada", "Autre")] + [
        team_member(role, call.coordination)
        for role in ("coordination", "drac", "region", "committee")
    ]
    for user in people:
        client.force_login(user)
        assert client.get(INDEX).status_code == 403
        assert client.post(INDEX, asked()).status_code == 403
        for name in ("import", "import_report"):
            assert client.get(reverse(f"territories:{name}", args=[one.pk])).status_code == 403
        for name in ("import_confirm", "import_drop"):
            assert client.post(reverse(f"territories:{name}", args=[one.pk])).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_history_asks_as_much_whatever_its_length(national, django_assert_num_queries, rows):
    for _ in range(rows):
        national.post(INDEX, asked())
    national.get(INDEX)
    with django_assert_num_queries(6):
        national.get(INDEX)


def test_an_address_is_proposed_with_what_it_fills(client, http_peer, settings):
    CommuneFactory(insee="46042", name="Cahors")
    client.force_login(person("Ada", "Autre"))
    settings.ADDRESS_URL = http_peer.url
    http_peer.answers = lambda path, query: {
        "features": [
            {
                "geometry": {"coordinates": [1.4411, 44.4476]},
                "properties": {
                    "label": "12 Rue des Tilleuls 46000 Cahors", "name": "12 Rue des Tilleuls",
                    "postcode": "46000", "citycode": "46042", "type": "housenumber",
                },
            }
        ]
    }  # fmt: skip
    found = client.get("/adresses/", {"q": "12 rue des tilleuls"}).json()["results"]
    proof = found[0]["fills"].pop("place_proof")
    assert is_proven(proof, insee="46042", lat=44.4476, lon=1.4411)
    assert found[0]["fills"] == {
        "street": "12 Rue des Tilleuls", "commune": "Cahors (46)", "lat": 44.4476, "lon": 1.4411,
    }  # fmt: skip


def test_an_address_service_that_is_away_says_what_to_do(client):
    client.force_login(person("Ada", "Autre"))
    response = client.get("/adresses/", {"q": "12 rue des tilleuls"})
    assert (response.status_code, response.json()["results"]) == (200, [])
    assert "choisissez la commune" in response.json()["message"]
