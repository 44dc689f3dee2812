"""Opening a dossier: who carries it, and a first title."""

from django import forms


class StartForm(forms.Form):
    structure = forms.ModelChoiceField(
        None,
        label="Quelle structure porte le projet ?",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez la structure qui porte le projet."},
    )
    title = forms.CharField(
        label="Un titre, même provisoire",
        max_length=200,
        required=False,
        help_text="Vous pourrez le changer à tout moment.",
    )

    def __init__(self, *args, structures, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["structure"].queryset = structures
        if len(structures) == 1:
            self.fields["structure"].initial = structures[0].pk
