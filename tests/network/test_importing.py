"""A table of venues: read, told line by line, and written only once confirmed."""

import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from passeurs.core.refusals import Refused
from passeurs.journal.models import Entry
from passeurs.network.actions.venue_import import import_venues
from passeurs.network.models import Venue
from passeurs.network.venue_reading import MOST_LINES, read_venues
from passeurs.spreadsheets.models import PendingFile
from passeurs.spreadsheets.reading import open_book
from tests.factories import network

pytestmark = pytest.mark.django_db
URL = "/bureau/salles/importer/"
HEAD = "Nom;Sorte de lieu;Commune;Places de chaque salle;Latitude;Longitude;Fauteuil roulant"


def table(*lines, head=HEAD):
    return "\n".join([head, *lines]).encode()


def judged(trame, *lines, head=HEAD):
    network.a_commune()
    return read_venues(open_book(io.BytesIO(table(*lines, head=head))), trame)


def test_a_line_says_all_it_knows_of_a_venue(trame):
    line = judged(trame, "Le Lanternon;Cinéma;Cahors;180, 60;44,45;1,44;oui").lines[0]
    assert (line.state, line.line, line.reasons) == ("new", 2, [])
    assert line.facts["rooms"] == [180, 60]
    assert line.facts["has_wheelchair_access"] is True
    assert (line.facts["lat"], line.facts["is_exact"]) == (44.45, True)


def test_a_venue_that_is_known_is_completed_and_an_empty_cell_changes_nothing(trame):
    known = network.venue(trame, "Cinéma Énergie", rooms=[90], has_wheelchair_access=True)
    report = judged(
        trame,
        "cinema ENERGIE;;46000 Cahors;;;;non",
        "CINÉMA ÉNERGIE;;Cahors;;;;",
        "Autre;;Cahors;;;;",
    )
    changed, twice, new = report.lines
    assert (changed.state, changed.changed, changed.venue) == (
        "changed", ["has_wheelchair_access"], known,
    )  # fmt: skip
    assert (twice.state, "ligne 2" in twice.reasons[0]) == ("refused", True)
    assert new.facts["kind"] == "other"
    assert judged(trame, "Cinéma Énergie;Cinéma;Cahors;90;;;oui").lines[0].state == "same"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (";Cinéma;Cahors;;;;", "colonne A (nom)"),
        ("A;Théâtre;Cahors;;;;", "choisissez parmi"),
        ("A;;;;;;", "colonne C (commune)"),
        ("A;;Nulle-Part;;;;", "n’est pas dans la liste"),
        ("A;;Cahors;beaucoup;;;", "places de chaque salle"),
        ("A;;Cahors;;200;1;", "entre -90 et 90"),
        ("A;;Cahors;;ici;1;", "entre -90 et 90"),
        ("A;;Cahors;;nan;1;", "entre -90 et 90"),
        ("A;;Cahors;;44,4;;", "l’une des deux coordonnées"),
        ("A;;Cahors;;;;peut-être", "oui ou non"),
        ("x" * 300 + ";;Cahors;;;;", "160 au plus"),
        ("#REF!;;Cahors;;;;", "erreur"),
    ],
)
def test_a_line_that_cannot_be_read_says_where_and_why(trame, line, said):
    report = judged(trame, line)
    assert report.refused == 1
    assert said in " ".join(report.lines[0].reasons)


@pytest.mark.parametrize(
    ("head", "line", "said"),
    [
        ("Nom;Commune;Largeur de l’écran (m)", "A;Cahors;900", "60 m"),
        ("Nom;Commune;Courriel", "A;Cahors;x", "n’est pas complet"),
        ("Nom;Commune;Site", "A;Cahors;javascript:x", "n’est pas complet"),
    ],
)
def test_a_width_or_an_address_that_cannot_be_is_told(trame, head, line, said):
    assert said in " ".join(judged(trame, line, head=head).lines[0].reasons)


def test_other_headings_are_known_too(trame):
    head = "Lieu;Ville;CP;Écran;Email;Site web;Inconnue"
    line = judged(trame, "A;Cahors;46000;9,5;a@exemple.fr;https://a.example;z", head=head).lines[0]
    assert line.facts["screen_width_m"] == Decimal("9.5")
    assert (line.facts["email"], line.facts["website"]) == ("a@exemple.fr", "https://a.example")


def test_without_communes_no_line_is_taken(trame):
    report = read_venues(open_book(io.BytesIO(table("A;;Cahors;;;;"))), trame)
    assert "aucune commune" in report.lines[0].reasons[0]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (HEAD.encode(), "aucune ligne sous ses titres"),
        (b"", "vide"),
        (b"%PDF-1.7", "un PDF"),
        (b"PK\x03\x04coupe", ""),
        (table(*["A;;Cahors;;;;"] * (MOST_LINES + 1)), "en parties"),
    ],
)
def test_a_file_that_is_no_table_of_venues_is_refused_whole(client, agent, content, said):
    client.force_login(agent)
    file = SimpleUploadedFile("salles.csv", content)
    answer = client.post(URL, {"file": file})
    assert answer.status_code == 422
    assert said in answer.text
    assert not PendingFile.objects.exists()


def send(client, *lines):
    return client.post(URL, {"file": SimpleUploadedFile("salles.csv", table(*lines))}, follow=True)


def test_a_file_is_read_told_confirmed_and_served_once(client, trame, agent):
    network.a_commune()
    client.force_login(agent)
    page = send(client, "Le Lanternon;Cinéma;Cahors;180;;;oui", "Le Faux;Zoo;Cahors;;;;").text
    assert "choisissez parmi" in page
    assert not Venue.objects.exists()
    assert client.post(f"{URL}confirmer/").status_code == 422
    assert not Venue.objects.exists()
    client.post(f"{URL}confirmer/", {"leave_out": "on"})
    venue = Venue.objects.get()
    assert (venue.name, venue.rooms, venue.verified_at) == ("Le Lanternon", [180], None)
    assert Entry.objects.get(verb="venue.import").data == {"lines": 1, "refused": 1}
    again = client.post(f"{URL}confirmer/", {"leave_out": "on"}, follow=True)
    assert "a déjà servi" in again.text
    assert Venue.objects.count() == 1


def test_a_file_completes_what_is_known(client, trame, agent):
    venue = network.venue(trame, "Le Lanternon")
    client.force_login(agent)
    send(client, "Le Lanternon;;Cahors;180;;;")
    client.post(f"{URL}confirmer/")
    venue.refresh_from_db()
    assert (venue.rooms, venue.kind) == ([180], "cinema")


def test_two_confirmations_at_once_write_once(client, trame, agent, at):
    network.a_commune()
    client.force_login(agent)
    send(client, "Le Lanternon;Cinéma;Cahors;180;;;")
    pending = PendingFile.objects.get()
    report = judged(trame, "Le Lanternon;Cinéma;Cahors;180;;;")
    import_venues(trame, report, pending=pending, by=agent, at=at)
    with pytest.raises(Refused, match="déjà servi"):
        import_venues(trame, report, pending=pending, by=agent, at=at)
    assert Venue.objects.count() == 1


def test_a_file_may_be_forgotten(client, trame, agent):
    network.a_commune()
    client.force_login(agent)
    send(client, "Le Lanternon;Cinéma;Cahors;180;;;")
    for _ in range(2):
        client.post(f"{URL}oublier/")
    assert not PendingFile.objects.exists()
    assert not Venue.objects.exists()


def test_a_refusal_at_the_last_moment_leaves_everything(client, trame, agent, monkeypatch):
    from passeurs.network.views import importing

    network.a_commune()
    client.force_login(agent)
    send(client, "Le Lanternon;Cinéma;Cahors;180;;;")

    def refuse(*_args, **_options):
        raise Refused("Trop tard.")

    monkeypatch.setattr(importing, "import_venues", refuse)
    assert "Trop tard." in client.post(f"{URL}confirmer/", follow=True).text
    assert not Venue.objects.exists()


@pytest.mark.parametrize("code", ["xlsx", "ods", "csv"])
def test_the_model_is_read_back_without_a_change(client, trame, agent, code):
    network.venue(
        trame, rooms=[180, 60], has_dcp=False, has_hearing_loop=True, lat=44.45, lon=1.44,
        screen_width_m=Decimal("9.5"),
    )  # fmt: skip
    network.venue(trame, "=SOMME(A1)", kind="open_air")
    client.force_login(agent)
    content = b"".join(client.get(f"/bureau/salles/modele/{code}/").streaming_content)
    report = read_venues(open_book(io.BytesIO(content)), trame)
    assert [(line.state, line.reasons) for line in report.lines] == [("same", [])] * 2
    assert client.get("/bureau/salles/modele/exe/").status_code == 404


def test_another_region_s_venue_of_the_same_name_is_not_touched(trame):
    network.venue(None, "Le Lanternon")
    assert judged(trame, "Le Lanternon;;Cahors;;;;").lines[0].state == "new"


@pytest.mark.parametrize("verb", ["", "confirmer/", "oublier/"])
def test_importing_is_for_a_coordination(client, holder, verb):
    client.force_login(holder)
    assert client.post(f"{URL}{verb}").status_code == 403


OTHER_WORDS = "Enseigne;Où;Combien"


def test_headings_of_ones_own_wait_for_their_columns_then_are_read_by_them(client, agent):
    network.a_commune()
    client.force_login(agent)
    sent = table("Le Lanternon;Cahors;180", head=OTHER_WORDS)
    client.post(URL, {"file": SimpleUploadedFile("salles.csv", sent)})
    page = client.get(URL)
    assert "report" not in page.context
    assert "A\u00a0: Enseigne" in page.text
    said = {"columns": "1", "name": "0", "commune": "1", "rooms": "2"}
    assert client.post(URL, said).status_code == 302
    assert client.get(URL).context["report"].usable[0].facts["rooms"] == [180]
    client.post(f"{URL}confirmer/")
    assert Venue.objects.get().name == "Le Lanternon"


@pytest.mark.parametrize(
    "said", [{"name": "0"}, {"name": "0", "commune": "0"}, {"name": "9", "commune": "1"}]
)
def test_columns_missing_twice_or_out_of_the_table_are_refused_in_words(client, agent, said):
    client.force_login(agent)
    sent = table("Le Lanternon;Cahors;180", head=OTHER_WORDS)
    client.post(URL, {"file": SimpleUploadedFile("salles.csv", sent)})
    page = client.post(URL, {"columns": "1", **said})
    assert page.status_code == 422
    assert "À corriger" in page.text
    assert "report" not in page.context
