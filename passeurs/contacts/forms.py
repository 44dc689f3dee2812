"""The public form, and what the coordination notes by hand."""

from datetime import datetime, time
from uuid import uuid4
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError

from passeurs.calls.models import Edition
from passeurs.core.fields import FrenchDateField
from passeurs.core.typography import number
from passeurs.organisations.models import Structure

from .enums import Channel, Wish

MESSAGE_LONGEST = 5000
NOTED = [choice for choice in Channel.choices if choice[0] != Channel.FORM]
ASTRAY = dict.fromkeys(
    ("required", "invalid"), "Cette page est incomplète\u202f: rechargez-la, puis reprenez."
)
CHOSEN = ("structure", "structure_name")


def validate_length(text):
    """Told in figures; the box itself cuts nothing, so that what was typed stays whole."""
    if len(text) > MESSAGE_LONGEST:
        raise ValidationError(
            f"Ce texte compte {number(len(text))}\u00a0caractères\u202f: "
            f"il peut en compter {number(MESSAGE_LONGEST)} au plus."
        )


def long_text(label, *, rows=8, **options):
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=widget, validators=[validate_length], **options)


class StructureChoice(forms.ModelChoiceField):
    def label_from_instance(self, structure):
        return f"{structure.name}, {structure.city}" if structure.city else structure.name


class StructureMixin(forms.Form):
    """A structure known to the platform, or its name in words."""

    def clean(self):
        found = super().clean()
        if structure := found.get("structure"):
            found["structure_name"] = structure.name
        elif not found.get("structure_name") and "structure_name" not in self.errors:
            self.add_error("structure_name", "Dites de quelle structure il s’agit.")
        return found


class ContactForm(StructureMixin):
    """What a person writes from the call or from the self-test."""

    structure = StructureChoice(
        Structure.objects.none(),
        label="Votre structure",
        required=False,
        empty_label="Une autre structure",
    )
    structure_name = forms.CharField(label="Nom de la structure", required=False, max_length=200)
    city = forms.CharField(label="Commune", max_length=120)
    person_name = forms.CharField(
        label="Votre nom",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label="Adresse électronique",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": "Cette adresse n’est pas complète\u202f: nom@exemple.fr."},
    )
    phone = forms.CharField(
        label="Téléphone",
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    wish = forms.ChoiceField(
        label="Comment vous répondre",
        choices=Wish.choices,
        initial=Wish.MAIL,
        widget=forms.RadioSelect,
    )
    message = long_text(
        "Votre projet, en quelques mots",
        help_text="Où, avec qui, pour qui, et ce que vous aimeriez voir et faire. "
        "Une idée encore vague suffit.",
    )
    with_selftest = forms.BooleanField(
        label="Joindre le résultat de mon autotest", required=False, initial=True
    )
    site_web = forms.CharField(
        label="Laissez ce champ vide",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args, structures, has_selftest, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["structure"].queryset = structures
        if not structures:
            del self.fields["structure"]
        if not has_selftest:
            del self.fields["with_selftest"]

    def clean_site_web(self):
        if self.cleaned_data["site_web"]:
            raise ValidationError(
                "Un champ caché a été rempli, souvent par un programme\u202f: "
                "effacez-le et envoyez de nouveau."
            )
        return ""

    def clean(self):
        found = super().clean()
        if found.get("wish") == Wish.CALL and not found.get("phone") and "phone" not in self.errors:
            self.add_error("phone", "Donnez un numéro pour que l’on puisse vous rappeler.")
        return found

    def facts(self):
        """What the action keeps."""
        apart = {"with_selftest", "site_web"}
        return {name: value for name, value in self.cleaned_data.items() if name not in apart}


class NextStepForm(forms.Form):
    """What remains to be done, and what the team keeps for itself."""

    notes = long_text(
        "Notes de la coordination", rows=4, required=False, help_text="Lues par l’équipe seule."
    )
    next_step = forms.CharField(label="Suite à donner", required=False, max_length=200)
    next_step_on = FrenchDateField(label="Pour le", required=False)


class ExchangeForm(forms.Form):
    """When and how an exchange took place, with whom, and what was said."""

    on = FrenchDateField(label="Date de l’échange")
    channel = forms.ChoiceField(
        label="Canal",
        choices=NOTED,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites comment vous vous êtes parlé."},
    )
    is_ours = forms.BooleanField(label="C’est nous qui avons fait le pas", required=False)
    person_name = forms.CharField(
        label="Avec qui",
        max_length=150,
        error_messages={"required": "Dites avec qui, même par un prénom."},
    )
    message = long_text(
        "Ce qui s’est dit",
        rows=6,
        error_messages={"required": "Écrivez ce qui s’est dit, en une phrase au moins."},
    )

    def __init__(self, *args, now, **kwargs):
        super().__init__(*args, **kwargs)
        self.now = now

    def moment(self, day, zone):
        """Today's exchange is dated now, an earlier one at noon of the edition's zone."""
        today = self.now.astimezone(zone).date()
        if day > today:
            self.add_error("on", "Cette date est à venir\u202f: on note un échange qui a eu lieu.")
        return self.now if day >= today else datetime.combine(day, time(12), zone)


class FollowForm(ExchangeForm):
    """One more exchange of a thread, and what was agreed to come next."""

    next_step = forms.CharField(label="Suite à donner", required=False, max_length=200)
    next_step_on = FrenchDateField(label="Pour le", required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, error_messages=ASTRAY)

    def __init__(self, *args, zone, **kwargs):
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(zone)

    def clean(self):
        found = super().clean()
        if found.get("on"):
            found["at"] = self.moment(found["on"], self.zone)
        return found

    def facts(self):
        """What the action keeps, the page's key apart."""
        return {name: v for name, v in self.cleaned_data.items() if name not in {"on", "key"}}


class AnswerForm(forms.Form):
    """An e-mail to the person of a thread."""

    subject = forms.CharField(label="Objet", max_length=150)
    message = long_text("Votre réponse", rows=8)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, error_messages=ASTRAY)

    def clean_subject(self):
        return " ".join(self.cleaned_data["subject"].split())


class RecordForm(StructureMixin, ExchangeForm, NextStepForm):
    """A call, a mail, a visit or a meeting, noted by the coordination."""

    edition = forms.ModelChoiceField(Edition.objects.none(), label="Édition", empty_label=None)
    structure = StructureChoice(
        Structure.objects.none(),
        label="Structure connue",
        required=False,
        empty_label="Pas encore inscrite",
    )
    structure_name = forms.CharField(label="Son nom", required=False, max_length=200)
    city = forms.CharField(label="Commune", required=False, max_length=120)
    email = forms.EmailField(label="Adresse électronique", required=False, max_length=254)
    phone = forms.CharField(label="Téléphone", required=False, max_length=30)

    field_order = ("edition", "on", "channel", "is_ours", *CHOSEN, "city", "person_name",
                   "email", "phone", "message", "next_step", "next_step_on", "notes")  # fmt: skip

    def __init__(self, *args, editions, structures, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["edition"].queryset = editions
        self.fields["structure"].queryset = structures

    def clean(self):
        found = super().clean()
        if found.get("on") and found.get("edition"):
            found["at"] = self.moment(found["on"], ZoneInfo(found["edition"].timezone))
        return found

    def facts(self):
        """What the action keeps, the edition apart."""
        apart = {"edition", "on"}
        return {name: value for name, value in self.cleaned_data.items() if name not in apart}


class TieForm(forms.Form):
    """Which structure a contact was with: one already known here, or any other by its SIRET."""

    structure = StructureChoice(
        Structure.objects.none(),
        label="Structure connue",
        required=False,
        empty_label="Choisir une structure",
    )
    siret = forms.CharField(
        label="Ou son SIRET",
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, *args, structures, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["structure"].queryset = structures

    def clean(self):
        """A SIRET typed wins over the list: it is the more precise of the two."""
        found = super().clean()
        siret = "".join(char for char in found.get("siret", "") if char.isdecimal())
        if siret:
            found["structure"] = self._registered(siret)
        elif not found.get("structure") and not self.errors:
            self.add_error("structure", "Choisissez une structure, ou donnez son SIRET.")
        return found

    def _registered(self, siret):
        structure = Structure.objects.filter(siret=siret).first()
        if structure is None:
            self.add_error("siret", "Aucune structure n’est inscrite avec ce SIRET.")
        return structure
