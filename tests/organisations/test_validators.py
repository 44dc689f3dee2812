"""Numbers of the registers, colours and zones."""

import pytest
from django.core.exceptions import ValidationError

from passeurs.organisations import validators


@pytest.mark.parametrize("number", ["73282932000074", "35600000000048", "35600000049837"])
def test_a_right_siret_passes_and_la_poste_has_its_own_sum(number):
    validators.validate_siret(number)


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("123456789", "celui-ci en compte 9"),
        ("7328293200007A", "celui-ci en compte 13"),
        ("732829320000745", "celui-ci en compte 15"),
        ("73282932000075", "clé de contrôle"),
        ("35600000049836", "clé de contrôle"),
        ("", "celui-ci en compte 0"),
    ],
)
def test_a_wrong_siret_says_what_is_wrong(number, sentence):
    with pytest.raises(ValidationError) as refusal:
        validators.validate_siret(number)
    assert sentence in refusal.value.message


@pytest.mark.parametrize(
    "pasted",
    [
        "732 829 320 00074",
        "732\u00a0829\u00a0320\u202f00074",
        "732.829.320-00074",
        "\ufeff73282932000074",
    ],
)
def test_the_spaces_of_a_pasted_number_are_dropped(pasted):
    assert validators.compact(pasted) == "73282932000074"


@pytest.mark.parametrize("number", ["W461000000", "WA61000000", ""])
def test_a_right_rna_passes(number):
    validators.validate_rna(number)


@pytest.mark.parametrize(
    "number", ["461000000", "W46100000", "W46100000A", "W4610000000", "w461000000"]
)
def test_a_wrong_rna_shows_what_one_looks_like(number):
    with pytest.raises(ValidationError, match="W461000000"):
        validators.validate_rna(number)


def test_a_zone_that_does_not_exist_is_refused():
    validators.validate_zone("Indian/Reunion")
    for wrong in ("Europe/Cahors", "../etc/passwd"):
        with pytest.raises(ValidationError):
            validators.validate_zone(wrong)


@pytest.mark.parametrize("colour", ["#8a3d24", "#1f5f6b", ""])
def test_a_colour_that_reads_well_on_the_page_passes(colour):
    validators.validate_accent_light(colour)


@pytest.mark.parametrize(
    ("colour", "sentence"), [("#f0a184", "se lirait mal"), ("rouge", "six signes"), ("#fff", "six")]
)
def test_a_colour_too_pale_or_badly_written_is_refused(colour, sentence):
    with pytest.raises(ValidationError, match=sentence):
        validators.validate_accent_light(colour)


def test_the_dark_page_wants_a_light_colour():
    validators.validate_accent_dark("#f0a184")
    with pytest.raises(ValidationError):
        validators.validate_accent_dark("#8a3d24")


def test_a_refused_colour_is_told_in_figures_with_the_nearest_that_does():
    with pytest.raises(ValidationError) as refusal:
        validators.validate_accent_light("#ff0000")
    (sentence,) = refusal.value.messages
    assert sentence == (
        "Cette couleur se lirait mal sur les creux\u00a0: 3,4 pour 1 — il en faut 4,5. "
        "La plus proche qui convient\u00a0: #d80402."
    )
    validators.validate_accent_light("#d80402")
