"""An envelope and its rules."""

from django import forms

from passeurs.core.fields import AmountField
from passeurs.organisations.enums import ActorKind
from passeurs.territories.regions import DEPARTMENTS

from ..models import Envelope
from ..models.envelopes import SOURCES

ZONES = [("qpv", "Quartiers prioritaires (QPV)"), ("rural", "Communes rurales classées")]
AMOUNTS = {
    "ceiling": ("Plafond par projet", "Le plus que reçoit un projet."),
    "holder_ceiling": ("Plafond par porteur", "Sur tous ses dossiers, par numéro SIREN."),
    "floor": ("Plancher", "Rien n’est accordé en dessous."),
    "step": ("Arrondi", "Les montants en sont des multiples\u00a0: 1, 50, 100\u2026"),
}


class EnvelopeForm(forms.ModelForm):
    """A rule left empty asks nothing."""

    total = AmountField(
        label="Montant de l’enveloppe",
        error_messages={"required": "Dites combien ce financeur apporte."},
    )
    share = forms.DecimalField(
        label="Part du coût, en %",
        required=False,
        localize=True,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        help_text="Le plus qu’elle couvre du coût d’un projet.",
        error_messages={
            "invalid": "Écrivez un nombre de 0 à 100.",
            "min_value": "Un pourcentage ne descend pas sous zéro.",
            "max_value": "Un pourcentage s’arrête à 100.",
            "max_decimal_places": "Deux chiffres après la virgule au plus.",
            "max_digits": "Ce nombre est trop long.",
            "max_whole_digits": "Un pourcentage s’arrête à 100.",
        },
    )
    departments = forms.CharField(
        label="Départements",
        required=False,
        max_length=300,
        help_text="Leurs codes, séparés par des espaces\u00a0; vide\u00a0: tous.",
    )
    zones = forms.MultipleChoiceField(
        label="Zones", required=False, choices=ZONES, widget=forms.CheckboxSelectMultiple
    )
    kinds = forms.MultipleChoiceField(
        label="Porteurs",
        required=False,
        choices=ActorKind.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Envelope
        fields = ("funder", "source")
        labels = {"funder": "Nom du financeur", "source": "Ligne du budget qu’il sert"}
        error_messages = {
            "funder": {"required": "Nommez le financeur\u00a0: «\u00a0DRAC Occitanie\u00a0»."},
            "source": {"required": "Choisissez la ligne du budget des dossiers."},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [("", "Choisir"), *SOURCES]
        for name, (label, hint) in AMOUNTS.items():
            self.fields[name] = AmountField(label=label, help_text=hint, required=False)
        held = self.instance
        self.initial |= {name: getattr(held, name) for name in ("total", "share", *AMOUNTS)}
        self.initial |= {"zones": held.zones, "kinds": held.kinds}
        self.initial["departments"] = " ".join(held.departments)

    def clean_departments(self):
        codes = self.cleaned_data["departments"].replace(",", " ").upper().split()
        if unknown := [one for one in codes if one not in DEPARTMENTS]:
            raise forms.ValidationError(
                f"Aucun département n’a le code {unknown[0][:12]}\u00a0: écrivez par exemple 46 81."
            )
        return list(dict.fromkeys(codes))

    def clean_step(self):
        step = self.cleaned_data["step"]
        if step is not None and not step:
            raise forms.ValidationError("L’arrondi est plus grand que zéro\u00a0: 1 au moins.")
        if step and step >= 1_000_000:  # noqa: PLR2004 - eight figures in the column
            raise forms.ValidationError("Cet arrondi est trop grand.")
        return step or 1

    def clean(self):
        found = super().clean()
        floor, ceiling = found.get("floor"), found.get("ceiling")
        if floor and ceiling is not None and floor > ceiling:
            self.add_error("floor", "Le plancher dépasse le plafond par projet.")
        return found

    def validate_unique(self):
        """The action says it in words."""

    def facts(self):
        found = dict(self.cleaned_data)
        return found | {"floor": found["floor"] or 0}
