"""What a form's control looks like: the facts that the `field` and `errors` tags draw."""

from django import forms
from django.utils.html import strip_tags

CHOICE_GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


def describe(bound, *, optional=None):
    """The parts of one control: its kind, its ids, its rendered input; a group's are its choices.

    « facultatif » is shown when the field is not required; a form whose fields may all be left
    for later names those that are truly optional in `optional_fields`.
    """
    parts = {
        "bound": bound,
        "kind": _kind(bound.field.widget),
        "id": bound.id_for_label or bound.auto_id,
        "hint_id": f"{bound.auto_id}-aide",
        "error_id": f"{bound.auto_id}-erreur",
        "optional": _is_optional(bound) if optional is None else optional,
        "described_by": "",
    }
    said = [parts["hint_id"]] * bool(bound.help_text) + [parts["error_id"]] * bool(bound.errors)
    parts["described_by"] = " ".join(said)
    if parts["kind"] != "group":
        parts["control"] = bound.as_widget(attrs=_attributes(bound, parts))
    return parts


def _kind(widget):
    if isinstance(widget, CHOICE_GROUPS):
        return "group"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    return "hidden" if widget.is_hidden else "input"


def _is_optional(bound):
    marked = getattr(bound.form, "optional_fields", None)
    return not bound.field.required if marked is None else bound.name in marked


def _attributes(bound, parts):
    """Classes and descriptions; those the widget already has are kept."""
    given = bound.field.widget.attrs
    attrs = {}
    if parts["kind"] == "input":
        attrs["class"] = " ".join(["input", *given.get("class", "").split()])
    if parts["described_by"]:
        own = given.get("aria-describedby", "")
        attrs["aria-describedby"] = f"{own} {parts['described_by']}".strip()
    return attrs


def error_links(form):
    """Lines of the summary: (id of the control, label, message); no id for the whole form."""
    if hasattr(form, "forms"):
        lines = [("", "", str(message)) for message in form.non_form_errors()]
        return lines + [line for sub in form.forms for line in error_links(sub)]
    lines = []
    for name, messages in form.errors.items():
        bound = None if name == forms.forms.NON_FIELD_ERRORS else form[name]
        target = _first_control(bound) if bound else ""
        label = bound.label if bound else ""
        lines += [(target, label, strip_tags(str(message))) for message in messages]
    return lines


def _first_control(bound):
    """A group has no control of its own: its first choice receives the focus."""
    if isinstance(bound.field.widget, CHOICE_GROUPS):
        return f"{bound.auto_id}_0"
    return bound.id_for_label or bound.auto_id
