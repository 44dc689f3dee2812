"""What the desk asks of the list of dossiers, does to several, and says of a verdict."""

from urllib.parse import urlencode
from uuid import UUID

from django import forms

from passeurs.accounts.models import User
from passeurs.calls.models import Edition
from passeurs.dossiers.enums import DESK_LABELS, Ruling
from passeurs.instruction.enums import Opinion, Priority
from passeurs.organisations.enums import LegalStatus
from passeurs.organisations.models import TeamMember
from passeurs.territories.regions import departments_of, label_of

from ..enums import JobKind, Order, SheetStanding, Standing, Zone
from ..models import Label, SavedView
from ..queries.dossiers import NOBODY, Filters

EVERY = [("", "Tous")]
OF_THE_TEAM = ("suivi", "etiquette", "avis", "priorite", "fiche")
"""Asked by the coordination alone: nobody else reads what they filter on."""
RETURNING = [("oui", "Déjà porteurs l’an dernier"), ("non", "Nouveaux porteurs")]


def _choice(label, choices, first="Tous"):
    return forms.ChoiceField(label=label, required=False, choices=[("", first), *choices])


def _amount(label):
    return forms.DecimalField(
        label=label, required=False, min_value=0, max_digits=9, decimal_places=2, localize=True
    )


class DossierFilterForm(forms.Form):
    """The address's filters; one that makes no sense is as if it were absent."""

    q = forms.CharField(label="Chercher", required=False, max_length=100)
    etat = _choice("État", [(state.value, label) for state, label in DESK_LABELS.items()])
    edition = forms.ModelChoiceField(
        None, label="Édition", required=False, to_field_name="slug", empty_label="Toutes"
    )
    departement = _choice("Département", [])
    zone = _choice("Territoire", Zone.choices)
    porteur = _choice("Porteur", LegalStatus.choices)
    deja = _choice("Participation", RETURNING, "Nouveaux ou non")
    points = _choice("Points de l’appel", Standing.choices)
    min = _amount("Demande d’au moins, en euros")
    max = _amount("Demande d’au plus, en euros")
    suivi = _choice("Suivi par", [])
    etiquette = _choice("Étiquette", [], "Toutes")
    avis = _choice("Avis", Opinion.choices)
    priorite = _choice("Priorité", Priority.choices, "Toutes")
    fiche = _choice("Fiche d’instruction", SheetStanding.choices, "Toutes")
    tri = forms.ChoiceField(label="Trier par", required=False, choices=Order.choices)

    FOLDED = ("zone", "porteur", "deja", "points", "min", "max", *OF_THE_TEAM)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        teams = TeamMember.objects.filter(user=user, coordination__isnull=False)
        teams = list(teams.select_related("coordination"))
        self.ours = [team.coordination for team in teams if team.role == "coordination"]
        self.fields["edition"].queryset = Edition.objects.filter(
            coordination__in=[team.coordination_id for team in teams]
        ).defer("document_cache")
        codes = [code for team in teams for code in departments_of(team.coordination.region_name)]
        self.fields["departement"].choices = EVERY + [
            (code, label_of(code)) for code in dict.fromkeys(codes)
        ]
        self._ask_of_the_team()
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"

    def _ask_of_the_team(self):
        """Who follows, under which label: the coordination's own, asked by nobody else."""
        if not self.ours:
            for name in OF_THE_TEAM:
                del self.fields[name]
            return
        self.agents = list(agents_of(self.ours))
        people = [(str(user.pk), user.get_full_name()) for user in self.agents]
        self.fields["suivi"].choices = [*EVERY, (NOBODY, "Personne"), *people]
        self.labels = list(Label.objects.filter(coordination__in=self.ours))
        labels = {label.folded: label.name for label in self.labels}
        self.fields["etiquette"].choices = [("", "Toutes"), *labels.items()]

    def asked(self):
        """The filters that were given and make sense."""
        self.is_valid()
        given = self.cleaned_data.get
        return Filters(
            text=given("q") or "",
            state=given("etat") or "",
            edition=given("edition"),
            department=given("departement") or "",
            zone=given("zone") or "",
            kind=given("porteur") or "",
            returning={"oui": True, "non": False}.get(given("deja")),
            standing=given("points") or "",
            least=given("min"),
            most=given("max"),
            agent=given("suivi") or "",
            label=given("etiquette") or "",
            opinion=given("avis") or "",
            priority=given("priorite") or "",
            sheet=given("fiche") or "",
        )

    @property
    def later(self):
        """What may be done to the dossiers chosen, on a page of its own."""
        return LATER

    @property
    def order(self):
        return self.cleaned_data.get("tri") or ""

    def address(self, **changes):
        """The list's address with these filters and changes; an empty one is left out."""
        kept = {name: self.data.get(name, "") for name in [*self.fields, "vue"]} | changes
        given = urlencode({name: value for name, value in kept.items() if value})
        return f"?{given}" if given else ""

    @property
    def query(self):
        return self.address().lstrip("?")

    @property
    def as_board_url(self):
        return self.address(vue="colonnes", etat="")

    @property
    def as_table_url(self):
        return self.address(vue="")

    @property
    def folded(self):
        """The filters asked less often, behind a fold."""
        return [self[name] for name in self.FOLDED if name in self.fields]

    @property
    def has_folded(self):
        return any(self.cleaned_data.get(bound.name) not in (None, "") for bound in self.folded)

    def chips(self):
        """The filters in force, in words, each with the address without it."""
        shown = [name for name in self.fields if name not in {"q", "etat", "tri"}]
        return [
            {"label": f"{self.fields[name].label} : {words}", "url": self.address(**{name: ""})}
            for name in shown
            if (words := self._words(name))
        ]

    def _words(self, name):
        value = self.cleaned_data.get(name)
        if value in (None, ""):
            return ""
        choices = dict(getattr(self.fields[name], "choices", ())) if name != "edition" else {}
        return choices.get(value, str(value))


def agents_of(coordinations):
    """The people of these coordinations' teams, by name."""
    team = TeamMember.objects.filter(coordination__in=coordinations, role="coordination")
    return User.objects.filter(pk__in=team.values("user")).order_by("last_name", "pk")


EXPORT = "exporter"
JOBS = ("message", "piece", "recevable", "irrecevable", "pdf")
LATER = [(one, JobKind(one).label) for one in JOBS] + [(EXPORT, "Exporter en tableau")]
"""What is read over before it is done."""


class BulkForm(forms.Form):
    """What is done to the dossiers chosen: `tous` takes the whole list, as its address says.

    `geste` is done at once to a few; « preparer » goes on with `suite`, on a page of its own.
    """

    ids = forms.TypedMultipleChoiceField(coerce=UUID, required=False)
    tous = forms.BooleanField(required=False)
    liste = forms.CharField(required=False, max_length=600)
    geste = forms.ChoiceField(
        choices=[(one, "") for one in ("attribuer", "etiqueter", "oter", "preparer")],
        error_messages={"required": "Choisissez ce qu’il faut faire de ces dossiers."},
    )
    suite = forms.ChoiceField(required=False, choices=LATER)
    agent = forms.CharField(required=False, max_length=20)
    etiquette = forms.CharField(required=False, max_length=200)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ids"].valid_value = is_uuid


class FollowingForm(forms.Form):
    """Who of the team follows one dossier."""

    agent = forms.ModelChoiceField(
        None, label="Suivi par", required=False, empty_label="Personne encore"
    )

    def __init__(self, *args, coordination, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agent"].queryset = agents_of([coordination])
        self.fields["agent"].widget.attrs["class"] = "input"


def is_uuid(value):
    try:
        return bool(UUID(str(value)))
    except ValueError:
        return False


class SavedViewForm(forms.ModelForm):
    """A name for the filters of the moment."""

    class Meta:
        model = SavedView
        fields = ["name", "is_shared", "query"]
        error_messages = {"name": {"required": "Donnez un nom à cette vue."}}


class RulingForm(forms.Form):
    """The coordination's word on a verdict, and why."""

    rule = forms.CharField(widget=forms.HiddenInput, max_length=40)
    state = forms.ChoiceField(choices=Ruling.choices, widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Motif, que le porteur lira",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        error_messages={"required": "Dites pourquoi : le porteur lira ce motif."},
    )
