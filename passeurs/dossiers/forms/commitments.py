"""Les engagements of the edition, each to be accepted."""

from ..models import Dossier
from .answers import AnsweringMixin
from .base import CodesField, SectionForm


class CommitmentsForm(AnsweringMixin, SectionForm):
    class Meta:
        model = Dossier
        fields = ["signatory", "signatory_role"]
        help_texts = {
            "signatory": "La personne qui engage la structure.",
            "signatory_role": "Présidente, maire, directeur…",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.asked = self.edition.document().get("commitments", [])
        self.fields["commitments_accepted"] = CodesField(
            label="Nous nous engageons à",
            choices=[(line["code"], line["label"]) for line in self.asked],
        )
        self.initial["commitments_accepted"] = self.instance.commitments_accepted
        self.order_fields(["commitments_accepted", "signatory", "signatory_role"])

    def pledges(self):
        """Each commitment's box, with what it means."""
        boxes = zip(self["commitments_accepted"], self.asked, strict=True)
        return [{"choice": box, "text": line.get("text", "")} for box, line in boxes]
