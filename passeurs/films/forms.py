"""The filters of the catalogue: every one optional, an unknown value ignored."""

from django import forms

from .enums import Access, Audience, FilmList, Length, Theme

SUITS = [(age.value, age.label.removeprefix("Dès ")) for age in Audience]


class CatalogueForm(forms.Form):
    """The names are those of the address: `?liste=…&q=…`."""

    q = forms.CharField(label="Titre, cinéaste ou pays", required=False, max_length=200)
    liste = forms.ChoiceField(
        label="Liste", required=False, choices=[("", "Les deux listes"), *FilmList.choices]
    )
    public = forms.ChoiceField(
        label="Convient dès", required=False, choices=[("", "Tous les âges"), *SUITS]
    )
    theme = forms.ChoiceField(
        label="Thème", required=False, choices=[("", "Tous les thèmes"), *Theme.choices]
    )
    duree = forms.ChoiceField(
        label="Durée", required=False, choices=[("", "Toutes les durées"), *Length.choices]
    )
    version = forms.ChoiceField(
        label="Version", required=False, choices=[("", "Toutes les versions"), *Access.choices]
    )

    COLUMNS = {
        "q": "text",
        "liste": "list_code",
        "public": "audience",
        "theme": "theme",
        "duree": "length",
        "version": "access",
    }

    def asked(self):
        """What is filtered on, as the arguments of `queries.catalogue`."""
        self.is_valid()
        found = self.cleaned_data
        return {self.COLUMNS[name]: value for name, value in found.items() if value}
