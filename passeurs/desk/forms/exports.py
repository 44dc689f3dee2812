"""Which table, which columns, which format."""

from django import forms

from passeurs.spreadsheets.formats import FORMATS


class ExportForm(forms.Form):
    """The columns offered are those of the kind chosen; the usual ones are ticked."""

    format = forms.ChoiceField(
        label="Format",
        choices=[(known.code, known.label) for known in FORMATS.values()],
        widget=forms.RadioSelect,
        initial="xlsx",
    )
    columns = forms.MultipleChoiceField(
        label="Colonnes",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez une colonne au moins."},
    )
    liste = forms.CharField(required=False, max_length=600, widget=forms.HiddenInput)
    nom = forms.CharField(
        label="Garder ce choix de colonnes sous un nom", required=False, max_length=60
    )
    partage = forms.BooleanField(label="Le partager avec l’équipe", required=False)

    optional_fields = ("nom", "partage")

    def __init__(self, *args, kind, chosen=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["columns"].choices = [(one.code, one.label) for one in kind.columns]
        self.fields["columns"].initial = [one.code for one in kind.chosen(list(chosen))]
