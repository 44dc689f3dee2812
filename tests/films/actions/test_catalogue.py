import json
from pathlib import Path

import pytest

from passeurs.core.refusals import Refused
from passeurs.demonstration import apps
from passeurs.films.actions import import_films, set_list
from passeurs.films.models import Film, ListedFilm
from passeurs.films.queries import pickable
from tests.factories import contacts as make
from tests.factories import films

pytestmark = pytest.mark.django_db

DATA = Path(apps.__file__).parent / "data" / "films"
ROW = {
    "code": "invente-2020",
    "title": "Inventé",
    "directors": "Quelqu’un",
    "countries": "France",
    "year": 2020,
}


def document(*rows):
    return {"format": "passeurs.films/1", "films": list(rows)}


def test_importing_twice_changes_nothing():
    assert import_films(document(ROW)) == 1
    import_films(document(ROW))
    assert Film.objects.count() == 1


def test_importing_again_corrects_a_fact():
    import_films(document(ROW))
    import_films(document(ROW | {"duration_min": 80}))
    assert Film.objects.get().duration_min == 80


def test_one_bad_film_names_itself_and_nothing_is_half_written():
    with pytest.raises(Refused) as refused:
        import_films(document(ROW, ROW | {"code": "b", "title": "Mauvais", "genre": "western"}))
    assert refused.value.reasons[0].startswith("Mauvais")
    assert not Film.objects.exists()


def test_a_file_of_another_kind_is_refused():
    with pytest.raises(Refused):
        import_films({"format": "autre", "films": []})


def test_a_list_holds_its_films_in_order_and_withdraws_the_others():
    edition = make.edition()
    for title in ("a", "b", "c"):
        films.film(title, code=title)
    set_list(edition, "open_air", ["a", "b"], favourites=["a"], at=make.AT)
    set_list(edition, "open_air", ["c", "b"], favourites=[], at=make.AT)
    assert [film.code for film in pickable(edition, "open_air")] == ["b", "c"]
    gone = ListedFilm.objects.get(film__code="a")
    assert gone.withdrawn_at == make.AT


def test_a_film_put_back_on_its_list_is_pickable_again():
    edition = make.edition()
    films.film("a", code="a")
    for codes in (["a"], [], ["a"]):
        set_list(edition, "open_air", codes, favourites=[], at=make.AT)
    assert len(pickable(edition, "open_air")) == 1


def test_the_two_lists_of_an_edition_do_not_disturb_one_another():
    edition = make.edition()
    for title in ("a", "b"):
        films.film(title, code=title)
    set_list(edition, "open_air", ["a"], favourites=[], at=make.AT)
    set_list(edition, "accompanied", ["b"], favourites=[], at=make.AT)
    assert [film.code for film in pickable(edition, "open_air")] == ["a"]


def test_an_unknown_code_is_refused_by_name():
    with pytest.raises(Refused) as refused:
        set_list(make.edition(), "open_air", ["absent"], favourites=[], at=make.AT)
    assert "absent" in refused.value.reasons[0]


def test_the_films_of_the_demonstration_import_and_invent_no_visa():
    total = import_films(json.loads((DATA / "films.json").read_text()))
    assert total >= 60
    assert not Film.objects.exclude(visa_number="").exists()
    assert not Film.objects.exclude(visa_on=None, tariff=None).exists()


def test_the_lists_of_the_demonstration_name_known_films_and_overlap():
    import_films(json.loads((DATA / "films.json").read_text()))
    for lists in json.loads((DATA / "lists.json").read_text())["editions"].values():
        chosen = [set(lists[code]["films"]) for code in ("open_air", "accompanied")]
        known = set(Film.objects.values_list("code", flat=True))
        assert chosen[0] | chosen[1] <= known
        assert chosen[0] & chosen[1]
