"""What the coordination types while it checks a filed dossier and decides."""

from django import forms

from passeurs.dossiers.actions.admission import LONGEST

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class PieceForm(forms.Form):
    """What is noted of one document: the deed says which of the two is read."""

    geste = forms.ChoiceField(
        choices=[
            (one, one) for one in ("verifier", "deverifier", "promettre", "dispenser", "redemander")
        ],
        error_messages={"required": "Choisissez ce qu’il faut noter de cette pièce."},
    )
    jusqu_au = forms.DateField(label="Promise jusqu’au", required=False, widget=DAY)
    motif = forms.CharField(
        label="Pourquoi elle n’est pas demandée", required=False, max_length=2000
    )


class ReportForm(forms.Form):
    """Last year's bilan, come outside the platform or promised."""

    received_on = forms.DateField(
        label="Reçu le",
        required=False,
        widget=DAY,
        help_text="Par courrier ou par courriel, hors de la plateforme.",
    )
    promised_for = forms.DateField(label="Promis pour le", required=False, widget=DAY)
    note = forms.CharField(
        label="Précision, pour l’équipe", required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class RefusalForm(forms.Form):
    """Why a dossier is not admissible, and how to contest it."""

    points = forms.MultipleChoiceField(
        label="Les points qui ne sont pas remplis",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    words = forms.CharField(
        label="Autre motif, en vos mots",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Le porteur lira ce texte, dans la lettre et sur sa page.",
    )
    appeal = forms.CharField(
        label="Comment contester cette décision",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args, obstacles=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.obstacles = {one.rule: one for one in obstacles}
        self.fields["points"].choices = [
            (one.rule, f"{one.title} : {one.reason}") for one in obstacles
        ]

    def reasons(self):
        """The sentences of the letter, the failing points first."""
        chosen = [self.obstacles[rule] for rule in self.cleaned_data["points"]]
        told = [f"{one.title} : {one.reason}" for one in chosen]
        return [*told, *filter(None, [self.cleaned_data["words"].strip()])]


class ReopenForm(forms.Form):
    reason = forms.CharField(
        label="Pourquoi vous revenez sur cette décision, que le porteur lira",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class OnlineFormForm(forms.Form):
    """Where the dossier stands on the ministry's online form."""

    number = forms.CharField(label="Numéro du dossier en ligne", required=False, max_length=40)
    url = forms.CharField(
        label="Son adresse",
        required=False,
        max_length=300,
        help_text="Copiée depuis le navigateur, https:// compris.",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    sent_on = forms.DateField(label="Envoyé le", required=False, widget=DAY)
