from datetime import date
from decimal import Decimal

import pytest
from django import forms

from passeurs.core.fields import AmountField, FrenchDateField


class BudgetForm(forms.Form):
    amount = AmountField(required=False)
    planned_on = FrenchDateField(required=False)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1 234,50 €", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1234.5", "1234.50"),
        ("1\u202f234,50\u00a0€", "1234.50"),
        ("4800", "4800.00"),
        ("4 800 euros", "4800.00"),
        ("4.800", "4800.00"),
        ("1.234.567", "1234567.00"),
        ("0,5", "0.50"),
        ("12,", "12.00"),
        ("1’200", "1200.00"),
    ],
)
def test_a_sum_is_read_as_people_write_it(typed, amount):
    assert AmountField().clean(typed) == Decimal(amount)


@pytest.mark.parametrize(
    "typed", ["quatre mille", "12,34,56.7.8", "NaN", "inf", "1e400x", "--5", "😀"]
)
def test_what_is_not_a_sum_is_refused_with_an_example(typed):
    with pytest.raises(forms.ValidationError, match="n’est pas un nombre"):
        AmountField().clean(typed)


@pytest.mark.parametrize("typed", ["1e27", "1e400", "-1e999999", "9" * 400])
def test_an_enormous_number_is_refused_and_breaks_nothing(typed):
    with pytest.raises(forms.ValidationError, match="trop grande"):
        AmountField().clean(typed)


def test_thousandths_are_not_taken_for_thousands():
    with pytest.raises(forms.ValidationError, match="au centime"):
        AmountField().clean("0.001")


def test_a_sum_stops_at_the_cent():
    with pytest.raises(forms.ValidationError, match="centime"):
        AmountField().clean("5000,001")


def test_a_sum_is_not_negative_unless_it_may_be():
    with pytest.raises(forms.ValidationError, match="négatif"):
        AmountField().clean("-1")
    assert AmountField(min_value=None).clean("-1") == Decimal(-1)


def test_no_sum_is_not_zero():
    assert AmountField(required=False).clean("  € ") is None


def test_what_was_typed_stays_as_typed():
    form = BudgetForm({"amount": "quatre mille"})
    assert not form.is_valid()
    assert form["amount"].value() == "quatre mille"


def test_a_stored_sum_is_shown_the_french_way():
    assert BudgetForm(initial={"amount": Decimal("1234.50")})["amount"].value() == "1\u202f234,50"


def test_the_same_sum_written_otherwise_has_not_changed():
    field = AmountField()
    assert not field.has_changed(Decimal("1234.50"), "1 234,5 €")
    assert field.has_changed(Decimal("1234.50"), "1 234,51")
    assert field.has_changed(Decimal("1234.50"), "rien de tel")


@pytest.mark.parametrize("typed", ["19/07/2024", "2024-07-19", "19 juillet 2024"])
def test_a_date_is_read_as_people_write_it(typed):
    assert FrenchDateField().clean(typed) == date(2024, 7, 19)


def test_a_date_already_read_stays_itself():
    assert FrenchDateField().clean(date(2024, 7, 19)) == date(2024, 7, 19)
    assert FrenchDateField(required=False).clean("") is None


def test_a_wrong_date_is_refused_with_an_example():
    with pytest.raises(forms.ValidationError, match="19/07/2024"):
        FrenchDateField().clean("31/02/2024")


def test_the_browser_gets_the_form_of_date_it_knows():
    html = str(BudgetForm({"planned_on": "19 juillet 2024"})["planned_on"])
    assert 'type="date"' in html
    assert 'value="2024-07-19"' in html


def test_a_date_that_cannot_be_read_stays_visible():
    html = str(BudgetForm({"planned_on": "vers la mi-juillet"})["planned_on"])
    assert 'type="text"' in html
    assert 'value="vers la mi-juillet"' in html
