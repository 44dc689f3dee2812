"""The lists of films at the desk: seen by their own coordination, imported, compared."""

import io

import pytest
from django.urls import reverse

from passeurs.films.models import Film, ListedFilm
from passeurs.spreadsheets.models import PendingFile
from passeurs.spreadsheets.reading import open_book
from tests.factories import calls, films, organisations
from tests.factories.spreadsheets import raw_xlsx, upload, xlsx, zipped

pytestmark = pytest.mark.django_db
GOOD = "Titre;Année;Réalisateur;Visa\nÉlan;2024;Une Cinéaste;153261\nCerf;2020;Un Cinéaste;\n"
MIXED = GOOD + ";abc;;\nÉlan;2024;;\n"


@pytest.fixture
def edition():
    return calls.edition("occitanie-2024")


@pytest.fixture
def desk(client, edition):
    client.force_login(organisations.team_member("coordination", edition.coordination))
    return client


def url(edition, name="film_list", *more, code="open_air"):
    return reverse(f"desk:{name}", args=[edition.slug, code, *more])


def send(client, edition, content=GOOD, name="liste.csv"):
    return client.post(url(edition, "film_send"), {"file": upload(content, name)})


def confirm(client, edition, **more):
    return client.post(url(edition, "film_confirm"), {"mode": "add"} | more)


def text(response):
    return response.content.decode()


def test_a_file_is_read_reported_and_confirmed(desk, edition):
    assert send(desk, edition).status_code == 302
    shown = text(desk.get(url(edition, "film_import")))
    assert "2\u00a0nouveaux films" in shown
    assert "texte, codage UTF-8, séparateur point-virgule" in shown
    assert not Film.objects.exists()
    assert confirm(desk, edition).status_code == 302
    assert [row.film.title for row in ListedFilm.objects.all()] == ["Élan", "Cerf"]
    assert not PendingFile.objects.exists()
    assert "Élan" in text(desk.get(url(edition)))


def test_refused_lines_are_left_out_in_so_many_words(desk, edition):
    send(desk, edition, MIXED)
    shown = text(desk.get(url(edition, "film_import")))
    assert "2\u00a0lignes refusées" in shown
    assert "ce film est déjà à la ligne 2" in shown.lower()
    assert confirm(desk, edition).status_code == 422
    assert not Film.objects.exists()
    assert confirm(desk, edition, leave_out="on").status_code == 302
    assert Film.objects.count() == 2


def test_refused_lines_are_downloaded_to_be_corrected(desk, edition):
    send(desk, edition, MIXED)
    whole = desk.get(url(edition, "film_report", "csv")).getvalue().decode("utf-8-sig")
    assert len(whole.splitlines()) == 5
    refused = desk.get(url(edition, "film_report", "csv") + "?lignes=refusees").getvalue()
    assert [line.split(";")[0] for line in refused.decode("utf-8-sig").splitlines()] == [
        "Ligne",
        "4",
        "5",
    ]
    assert desk.get(url(edition, "film_report", "exe")).status_code == 404


def test_columns_are_corrected_by_hand(desk, edition):
    send(desk, edition, "a;b;c\nÉlan;2024;Une Cinéaste\n")
    shown = text(desk.get(url(edition, "film_import")))
    assert "Dites quelle colonne donne" in shown
    assert confirm(desk, edition).status_code == 409
    here = url(edition, "film_import")
    assert desk.post(here, {"title": "0", "year": ""}).status_code == 422
    twice = desk.post(here, {"title": "0", "year": "0"})
    assert "La colonne A est choisie deux fois" in text(twice)
    assert desk.post(here, {"title": "0", "year": "9"}).status_code == 422
    assert desk.post(here, {"title": "0", "year": "1", "directors": "2"}).status_code == 302
    confirm(desk, edition)
    assert Film.objects.get().directors == "Une Cinéaste"


def test_a_list_that_replaces_another_asks_why_films_leave(desk, edition):
    films.listed(edition, "Ancien", year=1999)
    send(desk, edition)
    assert "1\u00a0film de la liste n’est pas" in text(desk.get(url(edition, "film_import")))
    assert confirm(desk, edition, mode="replace").status_code == 422
    assert confirm(desk, edition, mode="replace", reason="Droits échus").status_code == 302
    withdrawn = text(desk.get(url(edition) + "?voir=retires"))
    assert "Ancien" in withdrawn
    assert "Droits échus" in withdrawn


def test_a_catalogue_changed_since_the_report_is_reported_again(desk, edition):
    send(desk, edition)
    films.film("Cerf", year=2020)
    stale = confirm(desk, edition)
    assert stale.status_code == 409
    assert "Le catalogue a changé" in text(stale)
    assert not ListedFilm.objects.exists()
    assert confirm(desk, edition).status_code == 302


def test_two_clicks_import_once(desk, edition):
    send(desk, edition)
    assert [confirm(desk, edition).status_code for _ in range(2)] == [302, 302]
    assert "a déjà servi" in text(desk.get(url(edition)))
    assert Film.objects.count() == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vide"),
        (b"%PDF-1.7", "un PDF"),
        (b"<html><table>", "une page web"),
        (b"\xd0\xcf\x11\xe0", "avant 2007"),
        (zipped({"a": "b"}), "une archive ou un document"),
        (raw_xlsx(**{"xl/vbaProject.bin": "x"}), "macros"),
        (raw_xlsx(**{"xl/sharedStrings.xml": b" " * 30_000_000}), "volume anormal"),
        (xlsx([["Titre", "Année"]])[:-30], "abîmé"),
        (raw_xlsx(), "aucune ligne"),
        ("Titre;Année\nÉlan;é".encode()[:-1], "illisible"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_nothing_waits(desk, edition, content, words):
    answer = send(desk, edition, content)
    assert answer.status_code == 422
    assert words in text(answer)
    assert not PendingFile.objects.exists()


def test_sending_nothing_is_told(desk, edition):
    assert desk.post(url(edition, "film_send")).status_code == 422


def test_a_hundred_thousand_lines_give_their_report(desk, edition):
    rows = "".join(f"Film {rank};{1950 + rank % 70};\n" for rank in range(100_000))
    assert send(desk, edition, "Titre;Année;Visa\n" + rows).status_code == 302
    shown = text(desk.get(url(edition, "film_import")))
    assert "100\u202f000\u00a0nouveaux films" in shown
    assert "Les 100 premières lignes" in shown
    assert len(shown) < 200_000


def test_a_file_may_be_forgotten(desk, edition):
    send(desk, edition)
    desk.post(url(edition, "film_give_up"))
    assert desk.get(url(edition, "film_import")).status_code == 302
    assert desk.get(url(edition, "film_report", "csv")).status_code == 404
    assert desk.post(url(edition, "film_give_up")).status_code == 302


def test_a_film_is_withdrawn_with_a_reason_and_put_back(desk, edition):
    films.listed(edition, "Élan")
    listed = ListedFilm.objects.get()
    withdraw = url(edition, "film_withdraw", listed.pk)
    refused = desk.post(withdraw, {f"{listed.pk}-reason": ""})
    assert refused.status_code == 422
    assert "Dites pourquoi" in text(refused)
    desk.post(withdraw, {f"{listed.pk}-reason": "Copie perdue"})
    assert "La liste est vide" in text(desk.get(url(edition)))
    desk.post(url(edition, "film_restore", listed.pk))
    assert "Élan" in text(desk.get(url(edition)))
    assert desk.post(url(edition, "film_restore", 0)).status_code == 404


def test_two_years_are_compared(desk, edition):
    before = calls.edition("occitanie-en-cours")
    films.listed(before, "Parti")
    kept = films.listed(before, "Resté")
    ListedFilm.objects.create(film=kept, edition=edition, list="open_air")
    films.listed(edition, "Entré")
    shown = text(desk.get(url(edition) + f"?comparer={before.slug}"))
    assert "Entrent\u00a0: 1\u00a0film" in shown
    assert "Sortent\u00a0: 1\u00a0film" in shown
    assert shown.index("<li>Entré") < shown.index("<li>Parti")


def test_a_search_ignores_accents(desk, edition):
    films.listed(edition, "Énergie")
    films.listed(edition, "Élan")
    shown = text(desk.get(url(edition) + "?q=energie"))
    assert "Énergie" in shown
    assert "Élan" not in shown
    assert "Aucun film de cette liste" in text(desk.get(url(edition) + "?q=zzz"))


@pytest.mark.parametrize("kind", ["xlsx", "ods", "csv"])
def test_a_list_is_exported(desk, edition, kind):
    films.listed(edition, "Élan")
    content = desk.get(url(edition, "film_export", kind)).getvalue()
    rows = [row.cells[0] for row in open_book(io.BytesIO(content)).sheets[0].rows()]
    assert rows == ["Titre", "Élan"]
    assert desk.get(url(edition, "film_export", "exe")).status_code == 404


def test_every_list_of_one_s_editions_is_shown_and_no_other(desk, edition):
    films.listed(edition, "Élan")
    calls.edition("deux-seances-1")
    shown = text(desk.get(reverse("desk:films")))
    assert edition.title in shown
    assert "1\u00a0film" in shown
    assert "deux-seances" not in shown


def test_another_coordination_and_a_colleague_find_nothing(client, desk, edition):
    send(desk, edition)
    client.force_login(organisations.team_member("coordination", edition.coordination))
    assert client.get(url(edition, "film_import")).status_code == 302
    assert "Élan" not in text(client.get(url(edition)))
    theirs = calls.edition("deux-seances-1")
    client.force_login(organisations.team_member("coordination", theirs.coordination))
    for name in ("film_list", "film_import"):
        assert client.get(url(edition, name)).status_code == 404
    for name in ("film_send", "film_confirm", "film_give_up"):
        assert client.post(url(edition, name)).status_code == 404
    assert client.get(url(theirs, code="autre")).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same_whatever_its_length(
    desk, edition, count, django_assert_max_num_queries
):
    for rank in range(count):
        films.listed(edition, f"Film {rank}")
    with django_assert_max_num_queries(11):
        desk.get(url(edition))
