"""Looking for somebody who could lead an action."""

from django import forms

from passeurs.network.enums import Craft
from passeurs.network.forms.filters import FilterForm, choice

RADII_KM = (30, 60, 100, 200)


class PractitionerSearchForm(FilterForm):
    """The names are those of the address; an unknown value is ignored."""

    metier = choice("Métier", "Tous les métiers", Craft.choices)
    rayon = choice(
        "Distance", "À toute distance", [(str(km), f"À moins de {km}\u00a0km") for km in RADII_KM]
    )
    libres = forms.BooleanField(label="Sans ceux qui ne sont pas libres", required=False)

    COLUMNS = {"metier": "craft", "rayon": "within_km", "libres": "only_free"}

    def asked(self):
        found = super().asked()
        return found | {"within_km": int(found["within_km"])} if "within_km" in found else found
