"""What the coordination writes of a venue."""

from django import forms

from passeurs.organisations.fields import CommuneField

from ..models import ACCESS, EQUIPMENT, Venue
from .fields import KnownField, RoomsField
from .people import NOT_AN_ADDRESS, not_longer_than

POINT = "Donnez les deux coordonnées, ou aucune\u00a0: la salle sera placée sur sa commune."


class VenueForm(forms.ModelForm):
    commune = CommuneField(label="Commune", help_text="Par exemple «\u00a0Cahors (46)\u00a0».")
    rooms = RoomsField(
        label="Places de chaque salle",
        required=False,
        max_length=300,
        help_text="Une salle par nombre\u00a0: 180, 60, 45. Rien si l’on ne sait pas.",
    )

    class Meta:
        model = Venue
        fields = (
            "name",
            "kind",
            "commune",
            "street",
            "postcode",
            "lat",
            "lon",
            "rooms",
            "access_notes",
            "screen_width_m",
            "equipment_notes",
            "contact_name",
            "email",
            "phone",
            "shows_contact",
            "website",
        )
        widgets = {
            name: forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
            for name in ("lat", "lon", "screen_width_m")
        }
        labels = {
            "shows_contact": "Montrer à tout le monde la personne à joindre et ses coordonnées",
            "email": "Adresse électronique",
        }
        help_texts = {
            "shows_contact": "Avec son accord\u202f; sinon elles restent au bureau.",
            "lat": "Par exemple 44,4475. Sans coordonnées, la salle est placée sur sa commune.",
            "website": "L’adresse entière, qui commence par https://.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["commune"] = self.instance.commune if self.instance.commune_id else None
        if not self.instance.is_exact:
            self.initial["lat"] = self.initial["lon"] = None
        for name, label in (ACCESS | EQUIPMENT).items():
            self.fields[name] = KnownField(label=label)
            self.initial.setdefault(name, getattr(self.instance, name))
        for name in ("access_notes", "equipment_notes"):
            self.fields[name].widget.attrs["rows"] = 3
            self.fields[name].validators.append(not_longer_than(2_000))
        for name in ("lat", "lon", "screen_width_m"):
            self.fields[name].localize = True
        self.fields["email"].error_messages["invalid"] = NOT_AN_ADDRESS
        self.fields["website"].error_messages["invalid"] = (
            "Cette adresse n’est pas complète\u202f: https://exemple.fr."
        )

    def clean(self):
        found = super().clean()
        point = (found.get("lat"), found.get("lon"))
        if (point[0] is None) != (point[1] is None) and not {"lat", "lon"} & self.errors.keys():
            self.add_error("lat" if point[0] is None else "lon", POINT)
        return found

    def facts(self):
        found = dict(self.cleaned_data)
        found["is_exact"] = found.get("lat") is not None
        return found

    @property
    def access_fields(self):
        return [self[name] for name in ACCESS]

    @property
    def equipment_fields(self):
        return [self[name] for name in EQUIPMENT]


class MergeForm(forms.Form):
    """Which of the others is the same one."""

    doubled = forms.ModelChoiceField(
        None,
        label="La fiche à réunir avec celle-ci",
        empty_label="Choisissez",
        error_messages={
            "required": "Choisissez la fiche en double.",
            "invalid_choice": "Cette fiche n’est plus là\u00a0: choisissez-en une autre.",
        },
    )

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["doubled"].queryset = others
