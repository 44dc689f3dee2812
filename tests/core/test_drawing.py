"""Our drawings of controls are Django's own, white space aside."""

import re

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates

from passeurs.core.drawing import DRAWINGS, Renderer

VALUES = ["", None, "Cahors", 'a "b" <c> & d’e', "0", 0, "première\nligne"]
ATTRS = [{}, {"id": "x", "class": "input money"}, {"required": True, "disabled": False, "rows": 4}]
WIDGETS = [
    forms.TextInput,
    forms.NumberInput,
    forms.EmailInput,
    forms.URLInput,
    forms.HiddenInput,
    forms.DateInput,
    forms.Textarea,
]


def same(widget, value, attrs):
    ours, theirs = Renderer(), DjangoTemplates()
    drawn = [
        widget.render("nom", value, attrs=attrs, renderer=renderer) for renderer in (ours, theirs)
    ]
    return [re.sub(r"\s*\n\s*", "\n", text).strip() for text in drawn]


@pytest.mark.parametrize("widget", WIDGETS)
@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("attrs", ATTRS)
def test_an_input_is_drawn_as_django_draws_it(widget, value, attrs):
    ours, theirs = same(widget(), value, attrs)
    assert ours == theirs


@pytest.mark.parametrize("value", ["", None, True, False, "oui"])
@pytest.mark.parametrize("attrs", ATTRS)
def test_a_box_is_drawn_as_django_draws_it(value, attrs):
    ours, theirs = same(forms.CheckboxInput(), value, attrs)
    assert ours == theirs


@pytest.mark.parametrize("widget", [forms.RadioSelect, forms.CheckboxSelectMultiple])
@pytest.mark.parametrize("wrap", [True, False])
@pytest.mark.parametrize("attrs", [{}, {"id": "x", "class": 'a "b"'}])
def test_a_choice_among_several_is_drawn_as_django_draws_it(widget, wrap, attrs):
    choices = [("", "Choisir"), ("a", 'A & "B"'), ("<b>", "<B>"), (3, "Trois")]
    control = widget(choices=choices)
    for option in control.get_context("nom", ["a", "3"], attrs)["widget"]["optgroups"]:
        ours, theirs = (
            renderer.render(
                option[1][0]["template_name"], {"widget": option[1][0] | {"wrap_label": wrap}}
            )
            for renderer in (Renderer(), DjangoTemplates())
        )
        assert ours.split() == theirs.split()


@pytest.mark.parametrize("value", ["", "a", "<b>", None])
def test_a_list_is_drawn_as_django_draws_it(value):
    choices = [("", "Choisir"), ("a", "A & B"), ("Groupe", [("<b>", "<B>"), ("c", "C")])]
    ours, theirs = same(forms.Select(choices=choices), value, {"id": "liste", "class": "input"})
    assert re.sub(r"\s+", " ", ours) == re.sub(r"\s+", " ", theirs)


def test_a_list_of_several_keeps_its_attribute():
    widget = forms.SelectMultiple(choices=[("a", "A"), ("b", "B")])
    ours, theirs = same(widget, ["a", "b"], {"id": "liste"})
    assert re.sub(r"\s+", " ", ours) == re.sub(r"\s+", " ", theirs)


def test_the_form_s_own_templates_are_left_to_django():
    assert "django/forms/widgets/checkbox_select.html" not in DRAWINGS
