from passeurs.films.models import Film


def test_a_theme_that_no_longer_exists_is_not_shown():
    assert Film(themes=["art", "disparu"]).theme_labels == ["Art et création"]


def test_the_versions_are_shown_in_words():
    assert Film(versions=["vf", "wordless"]).version_labels == [
        "En français (VF)",
        "Muet ou sans paroles",
    ]
