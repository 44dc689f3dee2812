"""Form controls drawn straight, as Django's own templates draw them, and what stands around them.

A budget has ninety controls: through templates they took more than half of the page's time.
A test compares each drawing of a control with Django's, to the letter.
"""

import html

from django.forms.renderers import DjangoTemplates
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

WIDGETS = "django/forms/widgets/"
INPUTS = ("text", "number", "email", "url", "date", "hidden", "tel", "search", "input", "checkbox")
OPTIONS = ("radio_option", "checkbox_option")


class Renderer(DjangoTemplates):
    """Django's renderer, with a shorter way for inputs, text areas and lists."""

    def render(self, template_name, context, request=None):
        draw = DRAWINGS.get(template_name)
        return draw(context["widget"]) if draw else super().render(template_name, context, request)


def escape(value):
    """Django's `conditional_escape`, without its care for lazy results: ours are drawn at once."""
    return value.__html__() if hasattr(value, "__html__") else html.escape(str(value))


def draw_input(widget):
    value = widget["value"]
    shown = "" if value is None else f' value="{escape(value)}"'
    name = f'name="{escape(widget["name"])}"'
    return _safe(f'<input type="{widget["type"]}" {name}{shown}{attributes(widget["attrs"])}>')


def draw_option(widget):
    """A choice among several: its control, within its label where it is asked for."""
    drawn = draw_input(widget)
    if not widget["wrap_label"]:
        return drawn
    key = widget["attrs"].get("id")
    told = f' for="{escape(key)}"' if key else ""
    return _safe(f"<label{told}>{drawn} {escape(widget['label'])}</label>")


def draw_textarea(widget):
    name, value = escape(widget["name"]), escape(widget["value"] or "")
    return _safe(f'<textarea name="{name}"{attributes(widget["attrs"])}>\n{value}</textarea>')


def draw_select(widget):
    groups = "".join(_group(*group) for group in widget["optgroups"])
    name = escape(widget["name"])
    return _safe(f'<select name="{name}"{attributes(widget["attrs"])}>{groups}\n</select>')


def _group(name, options, _index):
    drawn = "".join(f"\n  {_option(option)}" for option in options)
    if not name:
        return drawn
    return f'\n  <optgroup label="{escape(name)}">{drawn}\n  </optgroup>'


def _option(option):
    value, label = escape(option["value"]), escape(option["label"])
    return f'<option value="{value}"{attributes(option["attrs"])}>{label}</option>'


def attributes(attrs):
    """Attributes in the order given: True is a bare name, False is left out."""
    return "".join(
        f" {name}" if value is True else f' {name}="{escape(value)}"'
        for name, value in attrs.items()
        if value is not False
    )


def draw_field(parts):
    """One control with its label, hint and error, from what `core.forms.describe` says of it."""
    return _safe(FIELDS[parts["kind"]](parts))


def _line(parts):
    label = f'<label for="{parts["id"]}">{_name(parts)}</label>\n{parts["control"]}\n'
    return f"{_opening(parts)}\n{label}{_hint(parts)}{_message(parts)}\n</div>"


def _check(parts):
    label = escape(parts["label"])
    choice = f'<label class="choice" for="{parts["id"]}">{parts["control"]} <span>{label}</span>'
    return f"{_opening(parts)}\n{choice}</label>\n{_hint(parts)}{_message(parts)}\n</div>"


def _group_of_choices(parts):
    bound = parts["bound"]
    told = f' aria-describedby="{parts["described_by"]}"' if parts["described_by"] else ""
    told += ' aria-invalid="true"' if bound.errors else ""
    choices = "".join(
        f'<label class="choice" for="{choice.id_for_label}">{choice.tag()} '
        f"{escape(choice.choice_label)}</label>"
        for choice in bound
    )
    return (
        f"{_opening(parts, 'fieldset', told)}\n<legend>{_name(parts)}</legend>\n{_hint(parts)}"
        f'<div class="choices">{choices}</div>\n{_message(parts)}\n</fieldset>'
    )


def _opening(parts, tag="div", more=""):
    wide = " all" if parts["wide"] else ""
    return f'<{tag} class="field{wide}" id="{parts["bound"].auto_id}-champ"{more}>'


def _name(parts):
    optional = ' <span class="opt">facultatif</span>' if parts["optional"] else ""
    return f"{escape(parts['label'])}{optional}"


def _hint(parts):
    text = parts["bound"].help_text
    return f'<p class="hint" id="{parts["hint_id"]}">{escape(text)}</p>\n' if text else ""


def _message(parts):
    messages = parts["bound"].errors
    said = {"messages": messages, "id": parts["error_id"]}
    return render_to_string("core/components/message.html", said) if messages else ""


def _safe(drawn):
    """Every value above went through `escape`; names of attributes are the program's own."""
    return mark_safe(drawn)


DRAWINGS = {
    **{f"{WIDGETS}{name}.html": draw_input for name in INPUTS},
    **{f"{WIDGETS}{name}.html": draw_option for name in OPTIONS},
    f"{WIDGETS}textarea.html": draw_textarea,
    f"{WIDGETS}select.html": draw_select,
}
FIELDS = {
    "input": _line,
    "check": _check,
    "group": _group_of_choices,
    "hidden": lambda parts: parts["control"],
}
