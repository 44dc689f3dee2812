"""The filters of the desk's lists: every one optional, an unknown value ignored."""

from django import forms

from passeurs.contacts.enums import State


class ContactFilterForm(forms.Form):
    """The names are those of the address: `?q=…&edition=…&etat=…`."""

    q = forms.CharField(
        label="Chercher une structure, une personne, une commune",
        required=False,
        max_length=200,
        widget=forms.TextInput(
            attrs={"class": "input", "type": "search", "placeholder": "Chercher"}
        ),
    )
    edition = forms.ChoiceField(
        label="Édition", required=False, widget=forms.Select(attrs={"class": "input"})
    )
    etat = forms.ChoiceField(
        label="État",
        required=False,
        choices=[("", "Tous les états"), *State.choices],
        widget=forms.Select(attrs={"class": "input"}),
    )

    COLUMNS = {"q": "text", "edition": "edition", "etat": "state"}

    def __init__(self, *args, editions, **kwargs):
        super().__init__(*args, **kwargs)
        titles = [(edition.slug, edition.title) for edition in editions]
        self.fields["edition"].choices = [("", "Toutes les éditions"), *titles]

    def asked(self):
        """What is filtered on, as the arguments of `contacts.queries.desk_list`."""
        self.is_valid()
        return {self.COLUMNS[name]: value for name, value in self.cleaned_data.items() if value}
