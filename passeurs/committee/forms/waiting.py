"""Giving up what was granted; leaving a dossier of the waiting list aside."""

from django import forms


class RenounceForm(forms.Form):
    reason = forms.CharField(
        label="Pourquoi vous renoncez",
        help_text="La coordination lira ce motif.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Dites pourquoi vous renoncez, en une phrase."},
    )


class SkipForm(forms.Form):
    reason = forms.CharField(
        label="Pourquoi ce dossier est laissé de côté",
        max_length=300,
        error_messages={"required": "Dites pourquoi\u00a0: cela reste écrit."},
    )
