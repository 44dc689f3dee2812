"""Setting up a sitting, seating somebody, choosing the dossiers that pass."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django import forms

from passeurs.core.fields import ClockField, FrenchDateField
from passeurs.core.typography import local

from ..enums import SeatRole
from ..models import Sitting
from ..queries.sittings import dossiers_to_put, people_to_seat, titulars_of

LAST_SECOND = time(23, 59, 59)
MOST = 60
"""Nobody sits in a committee of more."""


class SittingForm(forms.ModelForm):
    """Its name, when, where, and how many voices it needs. Hours are those of the edition."""

    on = FrenchDateField(
        label="Jour", error_messages={"required": "Dites quel jour le comité se réunit."}
    )
    starts = ClockField(label="De", error_messages={"required": "Dites à quelle heure."})
    ends = ClockField(label="À", error_messages={"required": "Dites jusqu’à quelle heure."})
    read_by = FrenchDateField(
        label="Lectures attendues jusqu’au",
        required=False,
        help_text="Ce jour compris. Qui n’a pas tout lu est relancé.",
    )

    class Meta:
        model = Sitting
        fields = (
            "edition",
            "name",
            "place",
            "video_link",
            "quorum",
            "marks_shown",
            "do_keepers_see_marks",
            "discuss_from",
        )
        labels = {
            "edition": "Appel",
            "marks_shown": "Avant la délibération, qui siège lit",
            "do_keepers_see_marks": "La coordination lit les notes dès qu’elles sont rendues",
            "discuss_from": "«\u00a0À discuter\u00a0» à partir d’un écart de",
        }
        widgets = {"marks_shown": forms.RadioSelect}
        help_texts = {
            "place": "Une salle et son adresse.",
            "video_link": "Il part avec l’invitation et se lit sur la page de la séance.",
            "quorum": "Les voix qu’il faut pour siéger. Un suppléant compte pour son titulaire.",
            "discuss_from": "Entre la plus haute et la plus basse note, sur 20.",
        }
        error_messages = {
            "edition": {"required": "Choisissez l’appel dont les dossiers passent."},
            "name": {"required": "Nommez la séance\u00a0: « Comité de sélection »."},
            "quorum": {"required": "Dites combien de voix il faut."},
            "discuss_from": {
                "required": "Dites à partir de quel écart.",
                "invalid": "Écrivez un nombre de 0 à 20.",
            },
            "video_link": {"invalid": "Ce lien n’est pas lisible\u00a0: il commence par https://."},
        }

    def __init__(self, *args, editions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["edition"].queryset = editions
        self.fields["edition"].label_from_instance = lambda one: one.title
        self.fields["quorum"].min_value, self.fields["quorum"].max_value = 1, MOST
        self.fields["quorum"].validators += [
            forms.fields.validators.MinValueValidator(1, "Une voix au moins."),
            forms.fields.validators.MaxValueValidator(MOST, f"{MOST} voix au plus."),
        ]
        self.fields["discuss_from"].localize = True
        self.fields["discuss_from"].validators += [
            forms.fields.validators.MinValueValidator(0, "Un écart ne descend pas sous zéro."),
            forms.fields.validators.MaxValueValidator(20, "Les notes vont jusqu’à 20."),
        ]
        if not self.instance._state.adding:  # noqa: SLF001 - Django's public door
            del self.fields["edition"]
            self.initial |= self._hours()

    def _hours(self):
        zone = self.instance.edition.timezone
        start, end = (local(one, zone) for one in (self.instance.starts_at, self.instance.ends_at))
        until = self.instance.reading_until
        return {
            "on": start.date(),
            "starts": f"{start:%H:%M}",
            "ends": f"{end:%H:%M}",
            "read_by": local(until, zone).date() if until else None,
        }

    def clean_video_link(self):
        link = self.cleaned_data["video_link"]
        if link and not link.startswith("https://"):
            raise forms.ValidationError("Ce lien n’est pas sûr\u00a0: il commence par https://.")
        return link

    def clean(self):
        found = super().clean()
        if not (found.get("place") or found.get("video_link")) and not self.errors:
            self.add_error("place", "Dites où le comité se réunit, ou donnez un lien.")
        if {"starts", "ends"} <= found.keys() and found["ends"] <= found["starts"]:
            self.add_error("ends", "La séance finit après avoir commencé.")
        if found.get("read_by") and found.get("on") and found["read_by"] > found["on"]:
            self.add_error("read_by", "Les dossiers se lisent avant la séance.")
        return found

    def facts(self):
        """What the action writes, the hours placed on the clocks of the edition."""
        found = self.cleaned_data
        edition = found.get("edition") or self.instance.edition
        zone = ZoneInfo(edition.timezone)
        day, read_by = found["on"], found["read_by"]
        names = [name for name in self.Meta.fields if name != "edition"]
        return {name: found[name] for name in names} | {
            "reading_until": read_by and datetime.combine(read_by, LAST_SECOND, zone),
            "starts_at": datetime.combine(day, found["starts"], zone),
            "ends_at": datetime.combine(day, found["ends"], zone),
        }

    def _post_clean(self):
        """Without writing on the instance: the action does, on the row it holds."""


class SeatForm(forms.Form):
    """Somebody of the team, what they stand for, and whose suppléant they are."""

    user = forms.ModelChoiceField(
        label="Personne",
        queryset=None,
        empty_label="Choisir",
        error_messages={
            "required": "Choisissez une personne de l’équipe.",
            "invalid_choice": "Cette personne a déjà un siège, ou n’est plus de l’équipe.",
        },
    )
    body = forms.CharField(
        label="Organisme",
        max_length=80,
        help_text="Ce qu’elle représente\u00a0: DRAC, Région, une salle, un expert…",
        error_messages={"required": "Dites ce que cette personne représente."},
    )
    role = forms.ChoiceField(label="Rôle", choices=SeatRole, initial=SeatRole.MEMBER)
    stands_in_for = forms.ModelChoiceField(
        label="Suppléant de",
        queryset=None,
        required=False,
        empty_label="Personne, siège titulaire",
        error_messages={"invalid_choice": "Ce siège n’existe plus\u00a0: choisissez-en un autre."},
    )

    def __init__(self, *args, sitting, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people_to_seat(sitting)
        self.fields["user"].label_from_instance = lambda one: one.get_full_name()
        self.fields["stands_in_for"].queryset = titulars_of(sitting)
        self.fields["stands_in_for"].label_from_instance = lambda one: f"{one.name}, {one.body}"


class PassagesForm(forms.Form):
    dossiers = forms.ModelMultipleChoiceField(
        label="Dossiers recevables",
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Cochez au moins un dossier.",
            "invalid_choice": "Un des dossiers cochés n’est plus recevable, ou passe déjà.",
            "invalid_pk_value": "Un des dossiers cochés n’existe pas.",
        },
    )

    def __init__(self, *args, sitting, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dossiers"].queryset = dossiers_to_put(sitting)
        self.fields["dossiers"].label_from_instance = _named


def _named(dossier):
    return f"{dossier.project.title or dossier.reference}, {dossier.structure.name}"
