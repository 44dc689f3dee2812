"""The forms of repeated rows: a partner, a person, an action."""

from django import forms
from stdnum.fr import siret

from passeurs.calls.vocabulary import counts_as
from passeurs.core.fields import AmountField
from passeurs.organisations.fields import CommuneField
from passeurs.territories.addresses import is_on

from ..changes import ActionFilmsChange, ActionPeopleChange, AttributeChange, as_text
from ..choices import functions_of, natures_of
from ..enums import Nature
from ..models import Action, Partner, Person
from ..queries.invitations import standing_of
from ..queries.remarks import remarks_on
from .base import CodesField, SectionForm, YesNoField
from .project import DAY


class PartnerForm(SectionForm):
    contribution_amount = AmountField(required=False, label="Valeur de l’apport")

    class Meta:
        model = Partner
        fields = [
            "name",
            "siret",
            "functions",
            "contribution_kind",
            "contribution_amount",
            "contribution",
            "contact_name",
            "contact_email",
            "contact_phone",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["siret"].max_length = 40
        self.fields["siret"].validators.clear()
        self.fields["functions"] = CodesField(
            label="Sa fonction dans le projet",
            help_text="L’appel demande qu’au moins trois fonctions soient tenues.",
            choices=functions_of(self.edition.document()),
        )
        self.fields["contribution"].widget.attrs["rows"] = 3

    def clean_siret(self):
        typed = (
            siret.compact(self.cleaned_data["siret"]).replace("\u00a0", "").replace("\u202f", "")
        )
        if typed and not siret.is_valid(typed):
            raise forms.ValidationError(
                "Ce SIRET n’est pas juste : quatorze chiffres, dont le dernier contrôle les autres."
            )
        return typed

    def clean_name(self):
        return self.cleaned_data["name"].strip()

    @property
    def standing(self):
        """Where this partner's own word stands."""
        return standing_of(self.instance, self.edition)


class PersonForm(SectionForm):
    hourly_rate = AmountField(required=False, label="Tarif horaire brut")

    class Meta:
        model = Person
        fields = ["name", "craft", "kind", "employer", "hourly_rate"]


class ActionForm(SectionForm):
    commune = CommuneField(
        required=False, label="Commune", help_text="Par exemple « Cahors (46) »."
    )
    audience_from_zone = YesNoField(
        label="Le public vient-il d’un quartier prioritaire ou d’une commune classée ?"
    )
    venue_commune = CommuneField(required=False, label="Commune de la salle")
    hours = AmountField(required=False, label="Heures d’intervention")
    cost = AmountField(required=False, label="Coût de l’action")

    class Meta:
        model = Action
        fields = [
            "title",
            "kind",
            "nature",
            "description",
            "goals",
            "place_label",
            "street",
            "commune",
            "lat",
            "lon",
            "place_proof",
            "declared_qpv",
            "audience_from_zone",
            "starts_on",
            "ends_on",
            "pattern",
            "format",
            "meetings",
            "hours",
            "participants",
            "participants_12_25",
            "companion",
            "venue_name",
            "venue_kind",
            "mediation",
            "provider",
            "rain_on",
            "rain_place",
            "cost",
            "production",
        ]
        widgets = {
            "place_proof": forms.HiddenInput,
            "starts_on": DAY,
            "ends_on": DAY,
            "rain_on": DAY,
        }

    def __init__(self, *args, people=(), people_ids=(), film_choices=(), pickable=None, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = self.edition.document().get("action_kinds", [])
        self.fields["kind"] = forms.ChoiceField(
            label="Type d’action",
            required=False,
            choices=[
                ("", "À choisir dans la boîte à idées"),
                *((k["code"], k["label"]) for k in kinds),
            ],
        )
        self.fields["nature"] = forms.ChoiceField(
            label="Nature",
            required=False,
            choices=[("", "---------"), *natures_of(self.edition.document())],
        )
        self._add_people(people, people_ids)
        self._add_films(film_choices, pickable or {})
        self.initial["commune"] = self.instance.commune
        self.initial["venue_commune"] = getattr(self.instance, "venue_commune", None)
        self.fields["commune"].widget.attrs["data-picker"] = "/communes/"
        if is_on():
            self.fields["street"].widget.attrs |= {
                "data-picker": "/adresses/",
                "autocomplete": "off",
            }

    def _add_people(self, people, chosen):
        self.fields["practitioners"] = CodesField(
            label="Intervenants",
            choices=[(str(person.pk), person.name or "Sans nom") for person in people],
        )
        self.initial["practitioners"] = [str(pk) for pk in chosen]

    def _add_films(self, choices, pickable):
        """The films chosen so far, and room for one more: from the list, or typed outside it."""
        self.films = choices
        self.fields["films"] = CodesField(
            label="Films choisis", choices=[(key_of(film), title_of(film)) for film in choices]
        )
        self.initial["films"] = [key_of(film) for film in choices]
        self.fields["add_film"] = forms.ChoiceField(
            label="Ajouter un film de la liste",
            required=False,
            choices=[("", "Choisir dans la liste"), *pickable.get(self.film_list(), ())],
        )
        self.fields["free_film"] = forms.CharField(
            label="Ajouter un film hors des listes",
            required=False,
            max_length=200,
            help_text="L’appel demande des films de ses listes : celui-ci sera signalé.",
        )

    def film_list(self):
        """The list the action's kind draws from, "" when it shows no listed film."""
        kinds = {kind["code"]: kind for kind in self.edition.document().get("action_kinds", [])}
        return (kinds.get(self.instance.kind) or {}).get("film_list") or ""

    @property
    def parts(self):
        """Which parts the kind asks for; a part that holds something is always shown."""
        action, kind = self.instance, self.instance.kind
        stands_for = counts_as(self.edition.document(), action.nature)
        is_seen = stands_for != Nature.FAIRE
        return {
            "films": bool(self.film_list() or self.fields["films"].choices) or not kind,
            "venue": is_seen or bool(action.venue_name or action.venue_kind or action.mediation),
            "open_air": kind == "open_air" or bool(action.provider or action.rain_on),
            "workshop": stands_for != Nature.VOIR or bool(action.hours or action.production),
        }

    @property
    def remarks(self):
        """What looks odd, and blocks nothing."""
        return remarks_on(self.instance, self.films, self.edition)

    def change(self, name, value):
        told = {"name": name, "value": value, "before": as_text(self.initial.get(name))}
        if name == "venue_commune":
            told = {"name": name, "before": self.instance.venue_insee}
            told |= {"value": value.pk if value else "", "attribute": "venue_insee"}
            return AttributeChange(**told, target=self.instance)
        if name == "practitioners":
            return ActionPeopleChange(**told, action=self.instance)
        if name in {"films", "add_film", "free_film"}:
            return ActionFilmsChange(**told, action=self.instance)
        return super().change(name, value)


def key_of(choice):
    return str(choice.listed_film_id) if choice.listed_film_id else f"~{choice.free_title}"


def title_of(choice):
    return choice.listed_film.film.title if choice.listed_film_id else choice.free_title
