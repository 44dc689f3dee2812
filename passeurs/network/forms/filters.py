"""The filters of the directories and of the desk's lists: every one optional."""

from django import forms

from passeurs.territories.regions import DEPARTMENTS, REGIONS

from ..enums import Craft, Language, Review, VenueKind
from ..models import ACCESS

DEPARTMENT_CHOICES = [
    (region, [(code, f"{DEPARTMENTS[code]} ({code})") for code in codes])
    for region, codes in sorted(REGIONS.items(), key=lambda row: row[0].replace("Î", "I"))
]


def choice(label, anything, choices):
    """A select whose first line asks for nothing."""
    box = forms.Select(attrs={"class": "input"})
    return forms.ChoiceField(
        label=label, required=False, choices=[("", anything), *choices], widget=box
    )


def words(label):
    attrs = {"class": "input", "type": "search", "placeholder": label}
    return forms.CharField(
        label=label, required=False, max_length=200, widget=forms.TextInput(attrs=attrs)
    )


class FilterForm(forms.Form):
    """The names are those of the address; an unknown value is ignored."""

    COLUMNS: dict[str, str]

    def asked(self):
        """What is filtered on, as the arguments of the query."""
        self.is_valid()
        found = self.cleaned_data
        return {self.COLUMNS[name]: value for name, value in found.items() if value}


class PeopleFilterForm(FilterForm):
    q = words("Nom, métier ou langue")
    metier = choice("Métier", "Tous les métiers", Craft.choices)
    departement = choice("Département", "Partout", DEPARTMENT_CHOICES)
    langue = choice("Langue", "Toutes les langues", Language.choices)

    COLUMNS = {"q": "text", "metier": "craft", "departement": "department", "langue": "language"}


class VenueFilterForm(FilterForm):
    q = words("Nom ou commune")
    lieu = choice("Sorte de lieu", "Tous les lieux", VenueKind.choices)
    region = choice("Région", "Toutes les régions", ())
    acces = choice(
        "Accessibilité",
        "Tous les accueils",
        [(name.removeprefix("has_"), label) for name, label in ACCESS.items()],
    )

    COLUMNS = {"q": "text", "lieu": "kind", "region": "coordination", "acces": "access"}

    def __init__(self, *args, coordinations, **kwargs):
        super().__init__(*args, **kwargs)
        regions = [(row.slug, row.region_name) for row in coordinations]
        self.fields["region"].choices = [("", "Toutes les régions"), *regions]


class DeskPeopleForm(FilterForm):
    q = words("Nom ou métier")
    etat = choice("Relecture", "Toutes les fiches", Review.choices)
    accord = choice("Accord", "Avec ou sans accord", [("oui", "Accord donné"), ("non", "Sans")])

    COLUMNS = {"q": "text", "etat": "review", "accord": "agreed"}


class DeskVenuesForm(FilterForm):
    q = words("Nom ou commune")
    lieu = choice("Sorte de lieu", "Tous les lieux", VenueKind.choices)
    etat = choice(
        "État",
        "Toutes",
        [
            ("a-verifier", "À vérifier"),
            ("sans-place", "Nombre de places inconnu"),
            ("fermees", "Fermées"),
        ],
    )

    COLUMNS = {"q": "text", "lieu": "kind", "etat": "state"}
