"""Setting up an event. Days and hours are on the clocks of the coordination."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from passeurs.calls.models import Edition
from passeurs.core.fields import ClockField, FrenchDateField
from passeurs.core.typography import local
from passeurs.organisations.fields import CommuneField

from ..enums import CountsFor
from ..models import Event
from ..rules import order_errors

MOST = 2000
WRITTEN = (
    "kind",
    "title",
    "description",
    "place",
    "commune",
    "video_link",
    "capacity",
    "has_meals",
    "has_travel",
    "welcomes_youth",
    "counts_for",
    "edition",
)


class EventForm(forms.ModelForm):
    """Its name, when, where, for how many, and what comes with it."""

    region = forms.ChoiceField(label="Coordination")
    on = FrenchDateField(label="Jour", error_messages={"required": "Dites quel jour."})
    starts = ClockField(label="De", error_messages={"required": "Dites à quelle heure."})
    ends = ClockField(label="À", error_messages={"required": "Dites jusqu’à quelle heure."})
    ends_on = FrenchDateField(
        label="Dernier jour", required=False, help_text="Seulement si elle dure plusieurs jours."
    )
    opens_on = FrenchDateField(
        label="Inscriptions, du", error_messages={"required": "Dites quand elles ouvrent."}
    )
    closes_on = FrenchDateField(
        label="Au",
        help_text="Inclus. Le jour même, elles ferment à l’heure du début.",
        error_messages={"required": "Dites quand elles ferment."},
    )
    commune = CommuneField(
        label="Commune", required=False, help_text="Par exemple «\u00a0Cahors (46)\u00a0»."
    )
    counts_for = forms.ChoiceField(
        label="Y venir tient l’engagement",
        required=False,
        choices=[("", "Aucun"), *CountsFor.choices],
    )

    class Meta:
        model = Event
        fields = tuple(name for name in WRITTEN if name != "counts_for")
        labels = {"edition": "Appel", "title": "Titre", "place": "Lieu"}
        widgets = {"description": forms.Textarea(attrs={"rows": 6})}
        help_texts = {
            "description": "Le programme, à qui elle s’adresse, comment venir.",
            "place": "Une salle et son adresse.",
            "video_link": "Lu par les seules personnes inscrites\u00a0; il part avec la "
            "confirmation.",
            "capacity": "Adultes et jeunes ensemble. Au-delà, on attend son tour.",
            "welcomes_youth": "On dira combien\u00a0; jamais leurs noms.",
            "edition": "Si la rencontre est celle d’un appel.",
        }
        error_messages = {
            "kind": {"required": "Dites ce que c’est."},
            "title": {"required": "Donnez-lui un titre."},
            "capacity": {
                "required": "Dites combien de places.",
                "invalid": "Écrivez un nombre de places.",
            },
            "video_link": {"invalid": "Ce lien n’est pas lisible\u00a0: il commence par https://."},
        }

    def __init__(self, *args, today, coordinations=None, **kwargs):
        super().__init__(*args, **kwargs)
        self._kept = list(coordinations) if coordinations is not None else []
        if self.instance._state.adding:  # noqa: SLF001 - Django's public door
            self.initial["opens_on"] = today
        else:
            self._kept = [self.instance.coordination]
            self.initial |= self._days()
        self._choose_region()
        self.fields["edition"].queryset = Edition.objects.filter(
            coordination__in=self._kept
        ).order_by("-year", "title")
        self.fields["edition"].label_from_instance = lambda one: one.title
        self.fields["edition"].empty_label = "Aucun en particulier"
        self.fields["kind"].choices = [("", "Choisir"), *self.fields["kind"].choices[1:]]
        self.fields["capacity"].validators += [
            MinValueValidator(1, "Une place au moins."),
            MaxValueValidator(MOST, f"{MOST} places au plus."),
        ]

    def _choose_region(self):
        if len(self._kept) == 1:
            del self.fields["region"]
        else:
            self.fields["region"].choices = [(one.slug, one.name) for one in self._kept]

    def _days(self):
        one, zone = self.instance, self.instance.zone
        start, end = local(one.starts_at, zone), local(one.ends_at, zone)
        closes = local(one.closes_at - timedelta(seconds=1), zone)
        return {
            "on": start.date(),
            "starts": f"{start:%H:%M}",
            "ends": f"{end:%H:%M}",
            "ends_on": end.date() if end.date() != start.date() else None,
            "opens_on": local(one.opens_at, zone).date(),
            "closes_on": closes.date(),
            "commune": one.commune,
        }

    def coordination(self):
        """Whose it is, once the form holds; its region is named where one keeps several."""
        slug = self.cleaned_data.get("region")
        return next((one for one in self._kept if one.slug == slug), self._kept[0])

    def clean_video_link(self):
        link = self.cleaned_data["video_link"]
        if link and not link.startswith("https://"):
            raise forms.ValidationError("Ce lien n’est pas sûr\u00a0: il commence par https://.")
        return link

    def clean(self):
        found = super().clean()
        if not (found.get("place") or found.get("video_link")) and not self.errors:
            self.add_error("place", "Dites où elle se tient, ou donnez un lien.")
        edition = found.get("edition")
        if edition and not self.errors and edition.coordination_id != self.coordination().pk:
            self.add_error("edition", "Cet appel est celui d’une autre coordination.")
        if {"on", "starts", "ends", "opens_on", "closes_on"} <= found.keys():
            self._check_order(found)
        return found

    def _check_order(self, found):
        if found["closes_on"] > found["on"]:
            self.add_error("closes_on", "Les inscriptions ferment au plus tard le jour même.")
            return
        when = self._instants()
        for name, said in order_errors(*(when[key] for key in ORDER)):
            self.add_error(name, said)

    def _instants(self):
        found, zone = self.cleaned_data, ZoneInfo(self.coordination().timezone)
        start = datetime.combine(found["on"], found["starts"], zone)
        night = datetime.combine(found["closes_on"] + timedelta(days=1), time(), zone)
        return {
            "starts_at": start,
            "ends_at": datetime.combine(found.get("ends_on") or found["on"], found["ends"], zone),
            "opens_at": datetime.combine(found["opens_on"], time(), zone),
            "closes_at": min(night, start),
        }

    def facts(self):
        """What the action writes."""
        return {name: self.cleaned_data[name] for name in WRITTEN} | self._instants()

    def _post_clean(self):
        """Without writing on the instance: the action does, on the row it holds."""


ORDER = ("starts_at", "ends_at", "opens_at", "closes_at")
