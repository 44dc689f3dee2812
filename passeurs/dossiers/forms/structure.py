"""La structure: who carries the dossier, as this dossier needs it."""

from passeurs.organisations.fields import CommuneField
from passeurs.organisations.models import Structure

from ..changes import AttributeChange, as_text
from ..choices import functions_of
from .answers import AnsweringMixin
from .base import CodesField, SectionForm, YesNoField

OF_DOSSIER = {"holder_functions", "took_part_last_year"}


class StructureSectionForm(AnsweringMixin, SectionForm):
    """The structure's own card, shared by all its dossiers, and two answers of this one."""

    commune = CommuneField(
        required=False, label="Commune", help_text="Par exemple « Cahors (46) »."
    )
    took_part_last_year = YesNoField(label="Avez-vous participé à l’édition précédente ?")

    class Meta:
        model = Structure
        fields = [
            "name",
            "acronym",
            "legal_status",
            "actor_kind",
            "rna",
            "street",
            "postcode",
            "commune",
            "email",
            "phone",
            "website",
            "representative_first_name",
            "representative_last_name",
            "representative_role",
            "representative_email",
            "representative_phone",
            "contact_first_name",
            "contact_last_name",
            "contact_role",
            "contact_email",
            "contact_phone",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        known = functions_of(self.edition.document())
        functions = [choice for choice in known if choice[0] != "funder"]
        self.fields["holder_functions"] = CodesField(
            label="Fonctions que vous tenez vous-mêmes",
            help_text="Le porteur compte parmi les partenaires, pour la fonction qu’il tient.",
            choices=functions,
        )
        self.initial["commune"] = self.instance.commune
        self.fields["commune"].widget.attrs["data-picker"] = "/communes/"
        for name in OF_DOSSIER:
            self.initial[name] = getattr(self.dossier, name)

    def clean_holder_functions(self):
        """No box ticked is no answer: what is not said is never held against the holder."""
        return self.cleaned_data["holder_functions"] or None

    def clean_name(self):
        return self.cleaned_data["name"] or self.instance.name

    def change(self, name, value):
        target = self.dossier if name in OF_DOSSIER else self.instance
        before = as_text(self.initial.get(name))
        return AttributeChange(
            name=name,
            value=value,
            before=before,
            target=target,
            attribute=name,
            is_shared=target is self.instance,
        )

    def bases(self):
        """What the card says as this page is drawn, for a page without JavaScript to send back.

        The card is one for all the structure's dossiers: no version of a section tells of it.
        """
        names = [name for name in self.fields if name not in OF_DOSSIER]
        return [(f"_base-{name}", self._told(name)) for name in names]

    def _told(self, name):
        shown = self.fields[name].prepare_value(self.get_initial_for_field(self.fields[name], name))
        return "" if shown is None else shown
