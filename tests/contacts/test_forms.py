from datetime import UTC, date, datetime

import pytest

from passeurs.calls.models import Edition
from passeurs.contacts.forms import ContactForm, RecordForm, TieForm
from passeurs.organisations.models import Structure
from tests.factories import contacts as make

pytestmark = pytest.mark.django_db

WRITTEN = {
    "structure_name": "MJC",
    "city": "Cahors",
    "person_name": "Nadia",
    "email": "nadia@exemple.fr",
    "wish": "mail",
    "message": "Bonjour",
}
NOTED = {"on": "12/09/2023", "channel": "phone", "structure_name": "MJC",
         "person_name": "Nadia", "message": "Premier échange"}  # fmt: skip
NOW = datetime(2023, 9, 20, 9, tzinfo=UTC)


def written(**changes):
    none = Structure.objects.none()
    return ContactForm(WRITTEN | changes, structures=none, has_selftest=False)


def noted(edition, **changes):
    data = NOTED | {"edition": edition.pk} | changes
    editions, known = Edition.objects.all(), Structure.objects.all()
    return RecordForm(data, editions=editions, structures=known, now=NOW)


def test_a_plain_message_is_accepted():
    assert written().is_valid()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("structure_name", ""),
        ("city", " "),
        ("person_name", "n" * 151),
        ("email", "nadia@"),
        ("message", ""),
        ("message", "x" * 100_000),
        ("message", "nul\x00"),
        ("wish", "pigeon"),
        ("site_web", "http://robot"),
    ],
)
def test_bad_input_is_refused_beside_its_field(field, value):
    form = written(**{field: value})
    assert not form.is_valid()
    assert field in form.errors


@pytest.mark.parametrize("text", ["🎬 à l’été", "\u202emot\u202c", "<script>alert(1)</script>"])
def test_odd_texts_are_kept_as_typed(text):
    form = written(message=text, structure_name=text)
    assert form.is_valid()
    assert form.facts()["message"] == text


def test_a_message_too_long_is_told_in_figures():
    assert "100\u202f000\u00a0caractères" in written(message="x" * 100_000).errors["message"][0]


def test_a_person_to_call_back_gives_a_number():
    assert "phone" in written(wish="call").errors
    assert written(wish="call", phone="05 65 00 00 00").is_valid()


def test_the_structure_of_a_member_fills_its_name():
    structure = make.structure("MJC du Pont-Vieux")
    form = ContactForm(
        WRITTEN | {"structure": structure.pk, "structure_name": ""},
        structures=Structure.objects.all(),
        has_selftest=False,
    )
    assert form.is_valid(), form.errors
    assert form.facts()["structure_name"] == "MJC du Pont-Vieux"


def test_an_earlier_exchange_is_dated_at_noon_of_its_zone(edition):
    form = noted(edition)
    assert form.is_valid(), form.errors
    assert form.facts()["at"] == datetime(2023, 9, 12, 10, tzinfo=UTC)


def test_an_exchange_of_today_is_dated_now(edition):
    form = noted(edition, on=date(2023, 9, 20).isoformat())
    assert form.is_valid()
    assert form.facts()["at"] == NOW


@pytest.mark.parametrize("day", ["21/09/2023", "hier", "", "31/02/2023"])
def test_a_date_to_come_or_unreadable_is_refused(edition, day):
    assert "on" in noted(edition, on=day).errors


def test_the_form_channel_cannot_be_noted_by_hand(edition):
    assert "channel" in noted(edition, channel="form").errors


def test_a_structure_is_tied_by_its_siret_with_spaces():
    structure = make.structure(siret="12345678200010")
    form = TieForm({"siret": "123 456 782 00010"}, structures=Structure.objects.none())
    assert form.is_valid(), form.errors
    assert form.cleaned_data["structure"] == structure


@pytest.mark.parametrize(("data", "field"), [({}, "structure"), ({"siret": "99"}, "siret")])
def test_tying_to_nothing_is_refused(data, field):
    assert field in TieForm(data, structures=Structure.objects.none()).errors
