"""La note d’intention, and the commitments."""

from django import forms

from ..models import Project
from .answers import AnsweringMixin
from .base import CodesField, SectionForm

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class ProjectForm(AnsweringMixin, SectionForm):
    """The « note d’intention », with the call's objectives to tick."""

    class Meta:
        model = Project
        fields = [
            "title",
            "summary",
            "starts_on",
            "ends_on",
            "objectives",
            "diagnosis",
            "pathway",
            "artistic_approach",
            "participation",
            "mixity",
            "insertion",
            "mediation",
            "restitution",
            "communication",
            "evaluation",
        ]
        widgets = {"starts_on": DAY, "ends_on": DAY}
        help_texts = {
            "title": "Celui qu’on lira sur les affiches et dans la liste du comité.",
            "summary": "Quelques lignes, pour quelqu’un qui ne vous connaît pas.",
            "diagnosis": "Qui vit là, ce qui existe déjà, ce qui manque.",
            "pathway": "Comment les actions se répondent : du Voir, du Faire, dans la durée.",
            "artistic_approach": "Les artistes, les œuvres, ce que vous cherchez ensemble.",
            "participation": "Comment les jeunes décident, choisissent, fabriquent.",
            "mixity": "Femmes et hommes, quartiers, générations.",
            "insertion": "Ce que le projet ouvre à des personnes en insertion, s’il y a lieu.",
            "mediation": "Qui accompagne les groupes avant, pendant et après.",
            "restitution": "Où et devant qui le travail sera montré.",
            "communication": "Comment les habitants l’apprendront.",
            "evaluation": "À quoi verrez-vous que c’est réussi ? Deux ou trois repères suffisent.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        objectives = self.edition.document().get("objectives", [])
        self.fields["objectives"] = CodesField(
            label="Objectifs de l’appel",
            help_text="Ceux que votre projet sert vraiment.",
            choices=[(goal["code"], goal["label"]) for goal in objectives],
        )
        self.fields["summary"].widget.attrs["rows"] = 4
