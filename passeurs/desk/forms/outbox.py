"""The filters of the outbox: every one optional, an unknown value ignored."""

from django import forms

from ..queries.outbox import LABELS


class OutboxFilterForm(forms.Form):
    """The names are those of the address: `?etat=…&a=…&objet=…&region=…`."""

    etat = forms.ChoiceField(
        required=False, choices=[("", "Tous"), *LABELS.items()], widget=forms.HiddenInput
    )
    a = forms.CharField(label="Adresse", required=False, max_length=254)
    objet = forms.CharField(label="Mots de l’objet", required=False, max_length=200)
    region = forms.ChoiceField(label="Région", required=False)

    NAMES = {"etat": "group", "a": "address", "objet": "words", "region": "scope"}

    def __init__(self, *args, scopes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [("", "Toutes"), *scopes.items()]

    def asked(self):
        """What is filtered on, as the arguments of `queries.outbox.filtered`."""
        self.is_valid()
        given = {key: self.cleaned_data.get(name) for name, key in self.NAMES.items()}
        return {name: value for name, value in given.items() if value}
