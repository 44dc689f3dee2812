"""What one writes of a practitioner: oneself, or somebody a structure works with."""

from django import forms
from django.core.exceptions import ValidationError

from passeurs.core.typography import MONTHS, number
from passeurs.organisations.fields import CommuneField

from ..enums import AudienceKind, Craft, Language
from ..models import Practitioner
from .fields import CodesField, MonthsField
from .filters import DEPARTMENT_CHOICES

FARTHEST = 1_500
FROM = "Elle sert à proposer aux projets proches ; l’annuaire ne montre que la commune."
MONTH_CHOICES = list(enumerate((month.capitalize() for month in MONTHS), start=1))
WHERE_AND_WHEN = (
    "home",
    "travels_km",
    "publics",
    "months",
    "away_from",
    "away_until",
    "availability",
)
LONGEST = {"presentation": 1_500, "references": 4_000}
NOT_AN_ADDRESS = "Cette adresse n’est pas complète\u202f: nom@exemple.fr."


def not_longer_than(limit):
    def check(text):
        if len(text) > limit:
            raise ValidationError(
                f"Ce texte compte {number(len(text))} signes\u00a0: {number(limit)} au plus. Rien "
                "n’est perdu, raccourcissez-le."
            )

    return check


class PractitionerForm(forms.ModelForm):
    """The card as its person writes it; who writes for somebody else uses `ForOthersForm`."""

    crafts = CodesField(label="Métiers", choices=Craft.choices, required=False)
    languages = CodesField(
        label="Langues dans lesquelles intervenir", choices=Language.choices, required=False
    )
    departments = CodesField(label="Départements", choices=DEPARTMENT_CHOICES, required=False)
    home = CommuneField(label="Commune de départ", required=False, help_text=FROM)
    travels_km = forms.IntegerField(
        label="Se déplace jusqu’à, en kilomètres", required=False, min_value=1, max_value=FARTHEST
    )
    publics = CodesField(
        label="Publics avec qui intervenir", choices=AudienceKind.choices, required=False
    )
    months = MonthsField(label="Mois travaillés", choices=MONTH_CHOICES, required=False)

    class Meta:
        model = Practitioner
        fields: tuple[str, ...] = (
            "name",
            "crafts",
            "other_craft",
            "presentation",
            "references",
            "website",
            "languages",
            "other_languages",
            "works_everywhere",
            "departments",
            *WHERE_AND_WHEN,
            "phone",
            "shows_email",
            "shows_phone",
        )
        help_texts = {
            "presentation": "Ce que vous aimez faire avec des jeunes, en quelques phrases.",
            "references": "Une par ligne\u00a0: le titre, l’année, votre rôle, et un lien s’il y "
            "en a un.",
            "availability": "Par exemple «\u00a0les vacances scolaires, et les mercredis\u00a0».",
            "website": "L’adresse entière, qui commence par https://.",
        }
        labels = {
            "works_everywhere": "J’interviens partout en France",
            "shows_email": "Montrer mon adresse électronique à tout le monde",
            "shows_phone": "Montrer mon téléphone à tout le monde",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in LONGEST.keys() & self.fields.keys():
            self.fields[name].validators.append(not_longer_than(LONGEST[name]))
            self.fields[name].widget.attrs["rows"] = 5
        self.fields["phone"].widget.attrs |= {"autocomplete": "tel", "inputmode": "tel"}
        self.initial["home"] = self.instance.home if self.instance.home_id else None
        if "website" in self.fields:
            self.fields["website"].error_messages["invalid"] = (
                "Cette adresse n’est pas complète\u202f: https://exemple.fr."
            )

    def clean(self):
        found = super().clean()
        self._check_days(found.get("away_from"), found.get("away_until"))
        has_craft = found.get("crafts") or found.get("other_craft")
        if not has_craft and not {"crafts", "other_craft"} & self.errors.keys():
            self.add_error("crafts", "Dites au moins un métier.")
        return found

    def _check_days(self, first, last):
        if first and last and last < first:
            self.add_error("away_until", "Le dernier jour vient après le premier.")

    def facts(self):
        return {name: self.cleaned_data[name] for name in self.cleaned_data if name in self.kept}

    @property
    def kept(self):
        return set(self._meta.fields)


class ForOthersForm(PractitionerForm):
    """The card as a structure or the coordination writes it: nothing of it is public yet."""

    class Meta(PractitionerForm.Meta):
        fields = (
            "name",
            "crafts",
            "other_craft",
            "email",
            "phone",
            "presentation",
            "references",
            "website",
            "languages",
            "other_languages",
            "works_everywhere",
            "departments",
            *WHERE_AND_WHEN,
        )
        labels = {"works_everywhere": "Intervient partout en France"}
        help_texts = PractitionerForm.Meta.help_texts | {
            "presentation": "Ce que cette personne fait avec des jeunes, en quelques phrases.",
            "email": "Elle n’est jamais publiée sans son accord\u202f; elle sert à le demander.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].error_messages["invalid"] = NOT_AN_ADDRESS


class AddForm(ForOthersForm):
    """A new card, and in whose name it is kept."""

    owner = forms.ChoiceField(label="Au nom de", widget=forms.RadioSelect)

    def __init__(self, *args, owners, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [(key, label) for key, (label, *_) in owners.items()]
        self.owners = owners
        if len(owners) == 1:
            self.initial["owner"] = next(iter(owners))

    def owned_by(self):
        """(coordination, structure or None)."""
        _, coordination, structure = self.owners[self.cleaned_data["owner"]]
        return coordination, structure


class RegisterForm(PractitionerForm):
    """Oneself, from the public page: the address is proven by the link that goes to it."""

    email = forms.EmailField(
        label="Votre adresse électronique",
        max_length=254,
        help_text="Un lien y est envoyé\u00a0: c’est par lui que vous publiez, corrigez ou retirez "
        "votre fiche. Elle n’est montrée que si vous le demandez.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": NOT_AN_ADDRESS},
    )
    coordination = forms.ModelChoiceField(
        None,
        label="Votre région",
        empty_label="Choisissez la région où vous travaillez",
        error_messages={
            "required": "Choisissez votre région.",
            "invalid_choice": "Choisissez votre région dans la liste.",
        },
    )
    site_web = forms.CharField(
        label="Laissez ce champ vide",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    class Meta(PractitionerForm.Meta):
        fields = (
            "name",
            "crafts",
            "other_craft",
            "presentation",
            "references",
            "languages",
            "works_everywhere",
            "departments",
            *WHERE_AND_WHEN,
            "phone",
            "website",
            "other_languages",
        )

    def __init__(self, *args, coordinations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["coordination"].queryset = coordinations
        self.fields["coordination"].label_from_instance = lambda row: row.region_name
        self.fields["name"].widget.attrs["autocomplete"] = "name"

    def clean_site_web(self):
        if self.cleaned_data["site_web"]:
            raise ValidationError(
                "Un champ caché a été rempli, souvent par un programme\u202f: "
                "effacez-le et envoyez de nouveau."
            )
        return ""

    def facts(self):
        return super().facts() | {"email": self.cleaned_data["email"].lower()}


class LinkForm(forms.Form):
    """Whose link is to be sent again."""

    email = forms.EmailField(
        label="Votre adresse électronique",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": NOT_AN_ADDRESS},
    )


class ReviewForm(forms.Form):
    reason = forms.CharField(label="Motif", max_length=200, required=False)
