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


class WishForm(forms.Form):
    """A film one would like to show, and why; the structure is asked for when one has several."""

    structure = forms.ModelChoiceField(None, label="Votre structure", empty_label=None)
    title = forms.CharField(
        label="Titre du film",
        max_length=200,
        error_messages={"required": "Donnez le titre du film."},
    )
    year = forms.IntegerField(
        label="Année",
        required=False,
        min_value=1890,
        max_value=2100,
        help_text="Si vous la connaissez\u00a0: elle évite de confondre deux films.",
        error_messages={
            "invalid": "Une année s’écrit en quatre chiffres.",
            "min_value": "Aucun film n’est si ancien\u00a0: vérifiez l’année.",
            "max_value": "Cette année est trop lointaine\u00a0: vérifiez-la.",
        },
    )
    list = forms.ChoiceField(
        label="Pour",
        widget=forms.RadioSelect,
        error_messages={"required": "Dites pour quelle sorte de séance."},
    )
    reason = forms.CharField(
        label="Pourquoi ce film",
        max_length=2_000,
        help_text="Ce qu’il apporterait à votre public, en quelques phrases.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": "Dites en quelques mots pourquoi ce film.",
            "max_length": "Ce texte est trop long\u00a0: 2\u202f000 signes au plus.",
        },
    )

    def __init__(self, *args, edition, structures, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["structure"].queryset = structures
        declared = edition.document().get("film_lists", [])
        known = [(row["code"], row["label"]) for row in declared if row["code"] in FilmList.values]
        self.fields["list"].choices = known
        if len(known) == 1:
            self.initial.setdefault("list", known[0][0])

    def facts(self):
        return {name: self.cleaned_data[name] for name in ("title", "year", "list", "reason")}
