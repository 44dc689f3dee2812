"""The filters of the lists: every one optional, an unknown value is ignored."""

from django import forms

from ..enums import Kind, Place


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
    COLUMNS: dict[str, str]

    def asked(self):
        """What is filtered on, as the arguments of the query."""
        self.is_valid()
        found = self.cleaned_data
        return {self.COLUMNS[name]: value for name, value in found.items() if value}


class PublicFilterForm(FilterForm):
    nature = choice("Nature", "Toutes les rencontres", Kind.choices)
    region = choice("Région", "Toutes les régions", ())

    COLUMNS = {"nature": "kind", "region": "region"}

    def __init__(self, *args, regions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [("", "Toutes les régions"), *regions]


class LinesFilterForm(FilterForm):
    q = words("Nom ou structure")
    etat = choice("État", "Toutes les inscriptions", Place.choices)

    COLUMNS = {"q": "text", "etat": "state"}
