"""The grid with which the committee will mark the dossiers."""

from django import forms

from .base import RowForm, RowList, line, prose

HIGHEST = 100


class GridForm(RowForm):
    label = line("Le critère", longest=200)
    help = prose("Ce qu’il regarde", rows=2, required=False)
    weight = forms.IntegerField(
        label="Poids", min_value=1, max_value=HIGHEST, help_text="1 pour tous : à égalité."
    )
    minimum = forms.IntegerField(label="Note la plus basse", min_value=0, max_value=HIGHEST)
    maximum = forms.IntegerField(label="Note la plus haute", min_value=1, max_value=HIGHEST)
    comment_under = forms.IntegerField(
        label="Commentaire obligatoire sous la note de",
        required=False,
        min_value=1,
        max_value=HIGHEST,
        help_text="Vide : jamais obligatoire.",
    )

    @staticmethod
    def read(row):
        return {"weight": 1, "minimum": 0, "maximum": 5, **row}

    def clean(self):
        found = super().clean()
        least, most = found.get("minimum"), found.get("maximum")
        if least is None or most is None:
            return found
        under = found.get("comment_under")
        if least >= most:
            self.add_error("maximum", "La note la plus haute doit dépasser la plus basse.")
        elif under is not None and not least < under <= most:
            self.add_error("comment_under", f"Ce seuil va de {least + 1} à {most}.")
        return found


def told(row):
    return f"De {row['minimum']} à {row['maximum']}, poids {row['weight']}"


LISTS = (
    RowList(
        "grille",
        "La grille du comité",
        "Les critères que le comité notera, leur poids et leur échelle.",
        "grid",
        "un critère",
        GridForm,
        "critère",
        detail=told,
        where=("grid",),
    ),
)
