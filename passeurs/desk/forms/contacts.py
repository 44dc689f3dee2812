"""The filters of the record of contacts, and the forms of a thread at the desk."""

from django import forms

from passeurs.contacts.enums import Channel, Order, State
from passeurs.organisations.enums import ActorKind, LegalStatus
from passeurs.organisations.fields import CompactField
from passeurs.organisations.models import Structure

from ..queries.contacts import VIEWS

SELECT = {"class": "input"}


class ContactFilterForm(forms.Form):
    """The names are those of the address: `?q=…&edition=…&etat=…`; an unknown value is ignored."""

    q = forms.CharField(
        label="Chercher une structure, une personne, une commune",
        required=False,
        max_length=200,
        widget=forms.TextInput(
            attrs={"class": "input", "type": "search", "placeholder": "Chercher"}
        ),
    )
    edition = forms.ChoiceField(label="Édition", required=False, widget=forms.Select(attrs=SELECT))
    etat = forms.ChoiceField(
        label="État",
        required=False,
        choices=[("", "Tous les états"), *State.choices],
        widget=forms.Select(attrs=SELECT),
    )
    canal = forms.ChoiceField(
        label="Canal",
        required=False,
        choices=[("", "Tous les canaux"), *Channel.choices],
        widget=forms.Select(attrs=SELECT),
    )
    tri = forms.ChoiceField(
        label="Trier", required=False, choices=Order.choices, widget=forms.Select(attrs=SELECT)
    )
    vue = forms.ChoiceField(required=False, choices=list(VIEWS.items()), widget=forms.HiddenInput)

    COLUMNS = {"q": "text", "edition": "edition", "etat": "state", "canal": "channel"}

    def __init__(self, *args, editions, **kwargs):
        super().__init__(*args, **kwargs)
        titles = [(edition.slug, edition.title) for edition in editions]
        self.fields["edition"].choices = [("", "Toutes les éditions"), *titles]

    def asked(self):
        """What is filtered on, as the arguments of `contacts.queries.desk_list`."""
        self.is_valid()
        data = self.cleaned_data
        return {self.COLUMNS[name]: data[name] for name in self.COLUMNS if data.get(name)}

    @property
    def view(self):
        return self.cleaned_data.get("vue", "")

    @property
    def order(self):
        return self.cleaned_data.get("tri") or Order.RECENT


class CardForm(forms.ModelForm):
    """A structure as one knows it on the phone: the holder completes its card later."""

    siret = CompactField(
        label="SIRET",
        required=False,
        help_text="14 chiffres, si on vous l’a donné.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    legal_status = forms.ChoiceField(
        label="Statut juridique", choices=[("", "Choisir"), *LegalStatus.choices]
    )
    actor_kind = forms.ChoiceField(
        label="Famille d’acteurs", choices=[("", "Choisir"), *ActorKind.choices]
    )

    class Meta:
        model = Structure
        fields = ("name", "siret", "legal_status", "actor_kind", "city_text")
        labels = {"city_text": "Commune"}

    def clean_siret(self):
        return self.cleaned_data["siret"] or None


class StartInviteForm(forms.Form):
    """Whom to invite to start a dossier, with which first words."""

    email = forms.EmailField(
        label="Adresse e-mail",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Indiquez l’adresse e-mail de la personne."},
    )
    title = forms.CharField(label="Titre du projet", required=False, max_length=200)
    summary = forms.CharField(
        label="Premiers mots du dossier",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Ils rempliront le résumé du projet ; la personne les récrira à sa guise.",
    )
    word = forms.CharField(
        label="Un mot pour accompagner l’invitation",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
