"""Opening a call, extending it, closing it early, confirming a change to it."""

from django import forms

from passeurs.core.fields import FrenchDateField

from .base import VersionedForm, prose
from .dates import read_clock

REASON = {"required": "Écrivez pourquoi : le journal le garde."}
NOTICE = {"required": "Écrivez l’avis : il paraît sur la page de l’appel."}


class OpenForm(forms.Form):
    """The remarks of the checker, each to be read."""

    read = forms.MultipleChoiceField(
        label="Remarques", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, warnings, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["read"].choices = [(one.sentence, one.sentence) for one in warnings]
        self.unread = {one.sentence for one in warnings}

    def clean_read(self):
        found = self.cleaned_data["read"]
        if self.unread - set(found):
            raise forms.ValidationError("Cochez chaque remarque que vous avez lue et acceptez.")
        return found


class ExtendForm(VersionedForm):
    on = FrenchDateField(label="Nouvelle date de clôture")
    clock = forms.CharField(label="Heure", max_length=8, initial="23:59:59")
    notice = prose(
        "Avis public",
        rows=4,
        help_text="Il paraît en tête de la page de l’appel, et part à qui n’a pas encore déposé.",
        error_messages=NOTICE,
    )

    def clean_clock(self):
        try:
            return read_clock(self.cleaned_data["clock"])
        except ValueError as error:
            raise forms.ValidationError("Écrivez l’heure ainsi : 23:59:59.") from error

    def until(self):
        return f"{self.cleaned_data['on'].isoformat()}T{self.cleaned_data['clock']}"


class CloseForm(VersionedForm):
    notice = prose("Pourquoi, dit à tout le monde", rows=4, error_messages=NOTICE)
    sure = forms.BooleanField(
        label="Je sais que plus personne ne pourra déposer",
        error_messages={"required": "Cochez pour confirmer."},
    )


class ReasonForm(forms.Form):
    """Why an open edition changes."""

    reason = prose("Pourquoi cette modification", rows=3, error_messages=REASON)
