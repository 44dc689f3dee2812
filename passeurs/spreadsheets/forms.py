"""Sending a table, then confirming what it would do."""

from django import forms

from .cells import column_letter
from .reading.book import MOST_BYTES

ACCEPT = ".xlsx,.ods,.csv"
WORKBOOKS = ".xlsx,.ods"
LIMIT_MB = MOST_BYTES // 1_000_000


class TableForm(forms.Form):
    """One file; `accept` is a help to the chooser, its content is what is judged."""

    file = forms.FileField(
        label="Fichier rempli",
        allow_empty_file=True,
        max_length=255,
        error_messages={
            "required": "Choisissez d’abord un fichier.",
            "max_length": "Le nom de ce fichier est trop long\u00a0: renommez-le.",
        },
        widget=forms.FileInput(attrs={"class": "input"}),
    )

    def __init__(self, *args, accept=ACCEPT, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = accept


class ConfirmForm(forms.Form):
    """What is refused is left out in so many words, never in silence."""

    leave_out = forms.BooleanField(
        label="J’ai vu ce qui est refusé, et je l’écarte de cet import",
        error_messages={
            "required": "Cochez pour écarter ce qui est refusé, ou corrigez le fichier et "
            "renvoyez-le."
        },
    )

    def __init__(self, *args, refused, **kwargs):
        super().__init__(*args, **kwargs)
        if not refused:
            del self.fields["leave_out"]


class ColumnsForm(forms.Form):
    """Which column gives which fact: a choice for each fact, named after it."""

    def __init__(self, *args, targets, headings, mapping, **kwargs):
        super().__init__(*args, **kwargs)
        columns = [(str(rank), _named(rank, heading)) for rank, heading in enumerate(headings)]
        for target in targets:
            box = forms.Select(attrs={"class": "input"})
            self.fields[target.name] = forms.ChoiceField(
                label=target.label,
                required=target.is_required,
                choices=[("", "Aucune colonne"), *columns],
                initial=str(mapping.get(target.name, "")),
                widget=box,
                error_messages={"required": "Dites quelle colonne donne ce renseignement."},
            )

    def clean(self):
        found = super().clean()
        chosen = [rank for rank in found.values() if rank]
        twice = sorted({int(rank) for rank in chosen if chosen.count(rank) > 1})
        if twice:
            letters = ", ".join(map(column_letter, twice))
            raise forms.ValidationError(
                f"La colonne {letters} est choisie deux fois\u00a0: gardez-la pour un seul "
                "renseignement."
            )
        return found

    def mapping(self):
        return {name: int(rank) for name, rank in self.cleaned_data.items() if rank}


def _named(rank, heading):
    return f"{column_letter(rank)}\u00a0: {heading[:60]}" if heading else column_letter(rank)
