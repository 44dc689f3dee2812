"""Narrowing a history, and choosing what to compare."""

from django import forms

from ..enums import SectionCode

PRESENT = "present"


class HistoryForm(forms.Form):
    """By part and by person; a field is asked by a link, with its row."""

    partie = forms.ChoiceField(label="Partie", required=False)
    personne = forms.ChoiceField(label="Personne", required=False)
    ligne = forms.CharField(required=False, max_length=24, widget=forms.HiddenInput)
    champ = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, *args, authors, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["partie"].choices = [("", "Tout le dossier"), *SectionCode.choices]
        self.fields["personne"].choices = [("", "Tout le monde"), *authors]


class CompareForm(forms.Form):
    """Two states of a dossier; what is asked wrongly is left at its usual."""

    de = forms.ChoiceField(label="De", required=False)
    a = forms.ChoiceField(label="À", required=False)
    tout = forms.BooleanField(label="Montrer aussi ce qui n’a pas changé", required=False)

    def __init__(self, *args, states, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["de"].choices = self.fields["a"].choices = states

    def chosen(self, usual):
        """The two states asked for; the usual one where none, or one that is not."""
        self.is_valid()
        found = [self.cleaned_data.get(name) for name in ("de", "a")]
        return [asked or own for asked, own in zip(found, usual, strict=True)]
