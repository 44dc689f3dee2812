"""The grid to fill: a mark and a word for each criterion, then what one thinks of the whole."""

from django import forms

from passeurs.dossiers.changes import AttributeChange, as_text
from passeurs.dossiers.forms.base import PartialMixin, limit_length

LONGEST = 5_000
PARTS = {
    "ensemble": "Sur l’ensemble",
    "partners": "Sur les partenaires",
    "project": "Sur la note d’intention",
    "audience": "Sur les publics",
    "actions": "Sur les actions",
    "budget": "Sur le budget",
}
WIDEST = 11
"""Past so many marks, a list is chosen from; up to it, each mark is a button."""


class TypedForm(PartialMixin, forms.Form):
    """Fields of one's own, saved as they are typed, in as many windows as one likes."""

    def bases(self):
        """What the page shows of each field, for the server to know what was typed since."""
        return [(f"_base-{name}", as_text(self.initial.get(name))) for name in self.fields]

    def meet(self, saved):
        """Show what was refused, and beside it what another window wrote meanwhile."""
        self.conflicts = saved.conflicts
        for name, conflict in saved.conflicts.items():
            self.initial[name] = conflict.theirs
            theirs = f"«\u00a0{conflict.theirs}\u00a0»" if conflict.theirs else "rien"
            self.add_error(
                name,
                f"Une autre fenêtre a écrit {theirs}. Enregistrez de nouveau pour garder ce que "
                "vous lisez ici.",
            )

    def change(self, name, value):
        return AttributeChange(
            name=name,
            target=self,
            attribute=name,
            value=value,
            before=as_text(self.initial.get(name)),
        )


class ReadingForm(TypedForm):
    """One's reading: nothing is required until it is given."""

    def __init__(self, *args, grid, initial, **kwargs):
        super().__init__(*args, initial=initial, **kwargs)
        self.grid = grid
        for one in grid:
            self.fields[f"note-{one.code}"] = _mark_field(one)
            self.fields[f"mot-{one.code}"] = _text_field(_asked(one))
        self.fields["comment"] = _text_field("Votre avis d’ensemble", rows=4)

    def rows(self):
        """Each criterion with its two fields."""
        return [(one, self[f"note-{one.code}"], self[f"mot-{one.code}"]) for one in self.grid]


def _mark_field(criterion):
    choices = [(str(mark), str(mark)) for mark in criterion.scale]
    is_wide = len(choices) > WIDEST
    return forms.TypedChoiceField(
        label=criterion.label,
        help_text=_told(criterion),
        choices=[("", "À noter"), *choices] if is_wide else choices,
        widget=forms.Select if is_wide else forms.RadioSelect,
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": "Cette note n’est pas dans l’échelle."},
    )


def _told(criterion):
    """Its help, and how much it weighs when that is not once."""
    weight = f"Compte {criterion.weight}\u00a0fois." if criterion.weight > 1 else ""
    return " ".join(filter(None, (criterion.help, weight)))


def _asked(criterion):
    if criterion.comment_under is None:
        return "Commentaire"
    return f"Commentaire, demandé sous {criterion.comment_under}"


def _text_field(label, rows=2):
    field = forms.CharField(
        label=label, required=False, widget=forms.Textarea(attrs={"rows": rows})
    )
    limit_length(field, LONGEST)
    return field


class NotesForm(TypedForm):
    """One's own notes, a field by part of the dossier."""

    def __init__(self, *args, initial, **kwargs):
        super().__init__(*args, initial=initial, **kwargs)
        for code, label in PARTS.items():
            self.fields[f"carnet-{code}"] = _text_field(label)
