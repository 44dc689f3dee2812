"""A section's form: savable incomplete, field by field, told as changes."""

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.datastructures import MultiValueDict

from passeurs.core.refusals import Refused
from passeurs.core.typography import number

from ..changes import AttributeChange, as_text

LONGEST_TEXT = 20_000
LARGEST_COUNT = 1_000_000
TOO_MANY = f"Ce nombre est trop grand\u00a0: {number(LARGEST_COUNT)} au plus."
YES_NO = [("true", "Oui"), ("false", "Non")]


class PartialMixin:
    """Cleans only what was sent: an incomplete section is saved as it stands."""

    def keep_only(self, names):
        """Forget the fields that were not sent; those that remain are cleaned as usual."""
        self.fields = {name: self.fields[name] for name in self.fields if name in names}

    def changes(self):
        """The valid fields, each as the change it makes."""
        valid = [n for n in self.fields if n in self.cleaned_data and n not in self.errors]
        made = [self.change_of(name, self.cleaned_data[name]) for name in valid]
        for change in made:
            if change.replaces and change.after != change.before:
                change.shown = self._shown(change)
        return made

    def change_of(self, name, value):
        """The change a field makes, whoever asks it: the section, or the edition."""
        return self.change(name, value)

    def _shown(self, change):
        """What the page says it had in a field, as the history would keep it; None if it doesn't.

        Read as this form reads what is typed, so that « 4 800 » and « 4800,00 € » are one sum.
        """
        field, base = self.fields[change.name], self._base(change.name)
        if base is None:
            return None
        if not field.has_changed(self.initial.get(change.name), base):
            return change.before
        try:
            return as_text(self._kept_of(change.name, base))
        except forms.ValidationError:
            return as_text(base)

    def _base(self, name):
        """The value sent as `_base-<name>`, as the control would send it; "" alone is none."""
        key = f"_base-{name}"
        if key not in self.data:
            return None
        given = MultiValueDict({name: [one for one in self.data.getlist(key) if one]})
        found = self.fields[name].widget.value_from_datadict(given, {}, name)
        return "" if found is None else found

    def _kept_of(self, name, raw):
        """What this form would keep of a value, were it typed now."""
        typed = self.cleaned_data
        self.cleaned_data = {**typed, name: self.fields[name].clean(raw)}
        try:
            finish = getattr(self, f"clean_{name}", None)
            return finish() if finish else self.cleaned_data[name]
        finally:
            self.cleaned_data = typed

    def change(self, name, value):
        return AttributeChange(
            name=name,
            target=self.instance,
            attribute=name,
            value=value,
            before=as_text(self.initial.get(name)),
        )


class SectionForm(PartialMixin, forms.ModelForm):
    """Over one object of the dossier; nothing is required, the engine says what is missing."""

    def __init__(self, *args, edition=None, dossier=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.edition, self.dossier = edition, dossier
        for field in self.fields.values():
            field.required = False
            _bound_length(field)
            _bound_count(field)

    def _get_validation_exclusions(self):
        """An empty field is always fine here, whatever the model says."""
        empty = {name for name in self.fields if self.cleaned_data.get(name) in (None, "", [])}
        return super()._get_validation_exclusions() | empty

    def validate_unique(self):
        """Uniqueness is the action's business, not a half-filled form's."""


def _bound_length(field):
    if isinstance(field, forms.CharField) and isinstance(field.widget, forms.Textarea):
        field.widget.attrs.setdefault("rows", 6)
        limit_length(field, LONGEST_TEXT)


def limit_length(field, most):
    """Refuse longer texts in words; the control itself never cuts what is typed or pasted."""
    field.max_length = most
    field.validators.append(_not_longer_than(most))


def _bound_count(field):
    """People, meetings: a number that every database holds, instead of its own largest."""
    if type(field) is forms.IntegerField:  # a FloatField or a DecimalField is one too
        kept = [one for one in field.validators if not isinstance(one, MaxValueValidator)]
        field.validators = [*kept, MaxValueValidator(LARGEST_COUNT, TOO_MANY)]


def _not_longer_than(limit):
    def check(value):
        if len(value) > limit:
            raise forms.ValidationError(
                f"Ce texte compte {len(value)} signes : {limit} au plus. Rien n’est perdu, "
                "raccourcissez-le ou joignez-le en pièce libre.",
                code="too_long",
            )

    return check


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or not yet answered (null)."""

    def __init__(self, *, label=None, help_text="", **kwargs):
        kwargs.setdefault("required", False)
        super().__init__(
            label=label,
            help_text=help_text,
            choices=YES_NO,
            coerce=lambda value: value == "true",
            empty_value=None,
            widget=forms.RadioSelect,
            **kwargs,
        )

    def prepare_value(self, value):
        return {True: "true", False: "false"}.get(value, value)


class CodesField(forms.MultipleChoiceField):
    """Several codes among a list, kept as a JSON list in the list's own order."""

    def __init__(self, *, choices, label=None, help_text=""):
        super().__init__(
            required=False,
            choices=choices,
            label=label,
            help_text=help_text,
            widget=forms.CheckboxSelectMultiple,
        )

    def clean(self, value):
        chosen = set(super().clean(value))
        return [code for code, _ in self.choices if code in chosen]


def sent_names(form, data, *, autosave):
    """The fields a request speaks of: all of them for a whole form, the changed ones otherwise."""
    if not autosave:
        return set(form.fields)
    return {name for name in form.fields if name in data or f"_empty-{name}" in data}


def version_of(data):
    """The version the page was read at. Raises `Refused` when it is not a number."""
    try:
        return max(0, int(data.get("_version", "")))
    except ValueError as error:
        raise Refused(
            "Cette page est incomplète : rechargez-la, votre texte sera repris."
        ) from error
