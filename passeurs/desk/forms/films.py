"""A list of films at the desk: its import, what leaves it, the answer to a wish."""

from django import forms

from passeurs.core.typography import number
from passeurs.films.columns import TARGETS
from passeurs.films.enums import WishState
from passeurs.spreadsheets.forms import ColumnsForm, ConfirmForm

LONGEST_REASON = 200
REASON_REQUIRED = "Dites pourquoi\u00a0: les porteurs concernés le liront."


class MappingForm(ColumnsForm):
    """Which column gives which fact of a film."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, targets=TARGETS, **kwargs)


class ListConfirmForm(ConfirmForm):
    """How the file meets the list, and why films leave it."""

    MODES = (
        ("add", "Ajouter ces films à la liste"),
        ("replace", "Cette liste remplace l’ancienne\u00a0: les films qui n’y sont pas en sortent"),
    )
    mode = forms.ChoiceField(label="Ce fichier", choices=MODES, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Motif de sortie des films retirés",
        required=False,
        max_length=LONGEST_REASON,
        help_text="Nécessaire si des films sortent\u202f; les porteurs qui les avaient choisis le "
        "liront.",
    )
    field_order = ("mode", "reason", "leave_out")
    optional_fields = ()

    def __init__(self, *args, leaving, **kwargs):
        super().__init__(*args, **kwargs)
        self.leaving = leaving

    def clean(self):
        found = super().clean()
        if found.get("mode") == "replace" and self.leaving and not found.get("reason"):
            self.add_error("reason", f"{number(self.leaving)} films sortiraient. {REASON_REQUIRED}")
        return found

    @property
    def replaces(self):
        return self.cleaned_data["mode"] == "replace"


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="Pourquoi ce film sort de la liste",
        max_length=LONGEST_REASON,
        error_messages={"required": REASON_REQUIRED},
    )


class ListFilterForm(forms.Form):
    """The names are those of the address: `?q=…&comparer=…`."""

    q = forms.CharField(
        label="Chercher un film de la liste",
        required=False,
        max_length=200,
        widget=forms.TextInput(
            attrs={"class": "input", "type": "search", "placeholder": "Chercher un film"}
        ),
    )

    def text(self):
        return self.cleaned_data.get("q", "") if self.is_valid() else ""


class AnswerForm(forms.Form):
    """What the coordination says of a film that was wished for."""

    state = forms.ChoiceField(
        label="Réponse",
        choices=[
            (WishState.ADDED, "Nous l’ajoutons à la liste"),
            (WishState.DECLINED, "Pas cette année"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une réponse."},
    )
    answer = forms.CharField(
        label="Un mot pour les porteurs",
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
