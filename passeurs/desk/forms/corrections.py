"""Picking the fields of a filed dossier that are to be corrected."""

from django import forms


class ChooseForm(forms.Form):
    """The fields ticked, each by its place: `project||summary`."""

    champ = forms.MultipleChoiceField(
        required=False,
        error_messages={"invalid_choice": "Un de ces champs n’est plus dans le dossier."},
    )

    def __init__(self, *args, spots, **kwargs):
        super().__init__(*args, **kwargs)
        self.spots = {spot.key: spot for spot in spots}
        self.fields["champ"].choices = [(key, spot.label) for key, spot in self.spots.items()]

    def chosen(self):
        return [self.spots[key].chosen for key in self.cleaned_data["champ"]]
