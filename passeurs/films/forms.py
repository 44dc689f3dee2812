"""The filters of the catalogue: every one optional, an unknown value ignored."""

from django import forms

from .enums import Access, Audience, FilmList, Length, Theme


def choice(label, anything, choices):
    """A select whose first line asks for nothing."""
    box = forms.Select(attrs={"class": "input"})
    return forms.ChoiceField(
        label=label, required=False, choices=[("", anything), *choices], widget=box
    )


class CatalogueForm(forms.Form):
    """The names are those of the address: `?liste=…&q=…`."""

    q = forms.CharField(
        label="Titre, cinéaste ou pays",
        required=False,
        max_length=200,
        widget=forms.TextInput(
            attrs={"class": "input", "type": "search", "placeholder": "Titre, cinéaste ou pays"}
        ),
    )
    liste = choice("Liste", "Les deux listes", FilmList.choices)
    public = choice("Public", "Tous les âges", Audience.choices)
    theme = choice("Thème", "Tous les thèmes", Theme.choices)
    duree = choice("Durée", "Toutes les durées", Length.choices)
    version = choice("Version", "Toutes les versions", Access.choices)

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
