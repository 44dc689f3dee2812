"""A request for corrections: what is asked, until when; why a field is kept as it is."""

from datetime import datetime, time

from django import forms

from passeurs.calls.calendar import to_utc
from passeurs.core.fields import FrenchDateField

LONGEST = 2000
LAST = time(23, 59, 59)


def end_of(day, zone):
    """The last second of a day where the edition is; None without a day."""
    return to_utc(datetime.combine(day, LAST), zone, latest=True) if day else None


class DueForm(forms.Form):
    """A day, to its end, where the edition is."""

    due_on = FrenchDateField(
        label="À renvoyer au plus tard le",
        required=False,
        help_text="Jusqu’à la fin de cette journée ; les champs se referment ensuite d’eux-mêmes.",
    )

    def due_at(self, zone):
        return end_of(self.cleaned_data.get("due_on"), zone)


class DraftForm(DueForm):
    """The general word, the date, and a comment by chosen field (`comment-12`)."""

    words = forms.CharField(
        label="Un mot d’ensemble",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Le porteur le lit en tête de la page, et dans l’e-mail.",
    )

    def __init__(self, *args, items=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.items = items
        for item in items:
            self.fields[f"comment-{item.pk}"] = forms.CharField(
                label="Ce qui est à revoir",
                required=False,
                max_length=LONGEST,
                initial=item.comment,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def comments(self):
        data = self.cleaned_data
        return {item.pk: data.get(f"comment-{item.pk}", "") for item in self.items}

    def rows(self):
        return [(item, self[f"comment-{item.pk}"]) for item in self.items]


class KeepForm(forms.Form):
    reason = forms.CharField(
        label="Je maintiens, parce que",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class EndForm(forms.Form):
    reason = forms.CharField(
        label="Pourquoi",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Le porteur lit ces mots.",
    )


class ReplaceForm(forms.Form):
    file = forms.FileField(
        label="Le nouveau fichier",
        allow_empty_file=True,
        error_messages={"required": "Choisissez d’abord un fichier."},
    )
