"""A reply template: its title, its theme, for which edition, for whom, its words."""

from django import forms

from passeurs.core.merging import fault_in
from passeurs.dossiers.merge_fields import FIELDS

from ..queries.templates import editions_of, themes_of
from .jobs import merged

LONGEST = 8000
READERS = [("equipe", "Toute l’équipe"), ("moi", "Personne d’autre que moi")]


class TemplateForm(forms.Form):
    """`version` is that of the template the person read: another one since, and nothing is kept."""

    title = forms.CharField(
        label="Titre",
        max_length=80,
        help_text="Celui que l’on cherche dans la liste ; le porteur ne le lit pas.",
        error_messages={"required": "Donnez un titre à ce modèle."},
    )
    theme = forms.CharField(
        label="Thème",
        required=False,
        max_length=40,
        help_text="Par exemple : Pièces, Budget.",
        widget=forms.TextInput(attrs={"list": "themes"}),
    )
    edition = forms.ModelChoiceField(
        None, label="Pour quelle édition", required=False, empty_label="Toutes les éditions"
    )
    body = merged(
        "Texte",
        max_length=LONGEST,
        error_messages={"required": "Écrivez le texte de ce modèle."},
    )
    readers = forms.ChoiceField(
        label="Qui s’en sert",
        choices=READERS,
        initial="equipe",
        widget=forms.RadioSelect,
        error_messages={"required": "Dites qui se sert de ce modèle."},
    )
    version = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=1, max_value=2**31 - 1
    )

    def __init__(self, *args, user, coordinations, **kwargs):
        super().__init__(*args, **kwargs)
        self.coordinations = list(coordinations)
        editions = editions_of(user).filter(coordination__in=self.coordinations)
        self.fields["edition"].queryset = editions
        self.fields["body"].widget.attrs["rows"] = 14
        self.themes = themes_of(user)
        if len(self.coordinations) > 1:
            self.fields["coordination"] = forms.ModelChoiceField(
                coordinations, label="Coordination", empty_label=None
            )

    @staticmethod
    def read(template):
        """What the form shows of a template."""
        return {
            "title": template.title,
            "theme": template.theme,
            "edition": template.edition_id,
            "body": template.body,
            "readers": "equipe" if template.is_shared else "moi",
            "version": template.version,
        }

    def clean_body(self):
        body = self.cleaned_data["body"].replace("\r\n", "\n")
        if fault := fault_in(body, FIELDS):
            raise forms.ValidationError(fault)
        return body

    def clean(self):
        found = super().clean()
        edition, coordination = found.get("edition"), self.coordination
        if edition and coordination and edition.coordination_id != coordination.pk:
            self.add_error("edition", "Cette édition est d’une autre coordination.")
        return found

    @property
    def coordination(self):
        """Whose team will use it; the only one of most people."""
        if "coordination" in self.fields:
            return self.cleaned_data.get("coordination")
        return self.coordinations[0] if self.coordinations else None

    @property
    def coordination_choice(self):
        """The control that asks it, for whoever writes for two teams."""
        return self["coordination"] if "coordination" in self.fields else None

    def told(self):
        """The words of the template, once valid."""
        told = {name: self.cleaned_data[name] for name in ("title", "theme", "edition", "body")}
        return told | {"is_shared": self.cleaned_data["readers"] == "equipe"}
