"""A film is printed with what is known of it: its year, its visa."""

import pytest

from passeurs.dossiers.printing.actions import actions_data

FILMS = [
    ({"title": "Essai", "year": 2020, "visa": "150 001"}, "Essai (2020, visa 150 001)"),
    ({"title": "Essai", "year": 2020}, "Essai (2020)"),
    ({"title": "Essai"}, "Essai"),
]


@pytest.mark.parametrize(("film", "told"), FILMS)
def test_a_film_is_told_with_what_is_known_of_it(film, told):
    document = {"people": [], "actions": [{"title": "Séance", "films": [film]}]}
    (action,) = actions_data(document, {})
    assert told in [value for _name, value in action["rows"]]
