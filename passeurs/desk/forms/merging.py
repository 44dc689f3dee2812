"""Which parts of two cards are kept, why, and a word that nobody types by mistake."""

from django import forms

from passeurs.core.folding import fold

CONFIRMED = "fondre"
SIDES = [("kept", "La fiche gardée"), ("absorbed", "La fiche absorbée")]


class MergeForm(forms.Form):
    """One choice for each part that differs; the reason goes to the journal."""

    reason = forms.CharField(
        label="Motif",
        max_length=300,
        help_text="Il reste au journal.",
        error_messages={"required": "Dites pourquoi ces deux fiches n’en font qu’une."},
    )
    confirmation = forms.CharField(
        label=f"Tapez «\u00a0{CONFIRMED}\u00a0» pour confirmer",
        max_length=20,
        help_text="On ne revient pas en arrière.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": f"Tapez «\u00a0{CONFIRMED}\u00a0»."},
    )

    def __init__(self, *args, parts, **kwargs):
        super().__init__(*args, **kwargs)
        self.parts = [part for part in parts if not part.is_same]
        for part in self.parts:
            self.fields[part.code] = forms.ChoiceField(
                label=part.label, choices=SIDES, initial=part.advised, widget=forms.RadioSelect
            )

    def clean_confirmation(self):
        if fold(self.cleaned_data["confirmation"]) != CONFIRMED:
            raise forms.ValidationError(f"Tapez exactement «\u00a0{CONFIRMED}\u00a0».")
        return self.cleaned_data["confirmation"]

    @property
    def taken(self):
        """The parts that come from the absorbed card."""
        return [p.code for p in self.parts if self.cleaned_data[p.code] == "absorbed"]

    def choices(self):
        """(part, its two radios) in the order of the card."""
        return [(part, self[part.code]) for part in self.parts]
