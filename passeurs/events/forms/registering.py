"""Registering: for whom one comes, how many, what one eats, how one travels."""

from django import forms

from ..enums import Diet, Travel

MOST = 60
"""A group of more writes to the coordination."""


class RegistrationForm(forms.Form):
    """Asks only what the event offers; young people are a number."""

    behalf = forms.ChoiceField(
        label="Vous venez pour",
        error_messages={
            "required": "Dites pour quelle structure vous venez.",
            "invalid_choice": "Vous n’êtes plus de cette structure, ou de ce dossier.",
        },
    )
    adults = forms.IntegerField(
        label="Adultes, vous compris",
        initial=1,
        min_value=1,
        max_value=MOST,
        help_text="Chaque adulte qui veut une attestation s’inscrit avec son propre compte.",
        error_messages={
            "required": "Dites combien d’adultes.",
            "invalid": "Écrivez un nombre.",
            "min_value": "Un adulte au moins\u00a0: vous.",
            "max_value": f"{MOST} adultes au plus\u00a0: au-delà, écrivez à la coordination.",
        },
    )
    youths = forms.IntegerField(
        label="Jeunes",
        initial=0,
        min_value=0,
        max_value=MOST,
        required=False,
        help_text="Combien, jamais leurs noms. Un adulte les accompagne.",
        error_messages={
            "invalid": "Écrivez un nombre.",
            "min_value": "Pas moins de zéro.",
            "max_value": f"{MOST} jeunes au plus\u00a0: au-delà, écrivez à la coordination.",
        },
    )
    meals = forms.IntegerField(
        label="Repas",
        initial=0,
        min_value=0,
        required=False,
        help_text="Combien d’entre vous déjeunent sur place.",
        error_messages={"invalid": "Écrivez un nombre.", "min_value": "Pas moins de zéro."},
    )
    diets = forms.MultipleChoiceField(
        label="À savoir pour la cuisine",
        choices=Diet,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Effacé trente jours après la rencontre.",
        error_messages={"invalid_choice": "Choisissez dans la liste."},
    )
    travel = forms.ChoiceField(
        label="Votre trajet",
        choices=[("", "Je m’organise"), *Travel.choices],
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choisissez dans la liste."},
    )
    travel_from = forms.CharField(
        label="Au départ de",
        max_length=100,
        required=False,
        help_text="Une commune. Effacé trente jours après la rencontre.",
    )

    def __init__(self, *args, event, structures, dossiers, line=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = {f"d:{one.pk}": (one.structure, one) for one in dossiers}
        self.rows |= {f"s:{one.pk}": (one, None) for one in structures}
        choices = [(key, _named(*pair)) for key, pair in self.rows.items()]
        several = len(choices) != 1
        self.fields["behalf"].choices = [("", "Choisir"), *choices] if several else choices
        self._keep_what_is_offered(event)
        if line is not None:
            self.initial |= self._known(line)

    def _keep_what_is_offered(self, event):
        offered = {
            "youths": event.welcomes_youth,
            "meals": event.has_meals,
            "diets": event.has_meals,
            "travel": event.has_travel,
            "travel_from": event.has_travel,
        }
        for name, is_offered in offered.items():
            if not is_offered:
                del self.fields[name]

    def _known(self, line):
        key = f"d:{line.dossier_id}" if line.dossier_id else f"s:{line.structure_id}"
        names = ("adults", "youths", "meals", "diets", "travel", "travel_from")
        return {"behalf": key} | {name: getattr(line, name) for name in names}

    def clean(self):
        found = super().clean()
        people = (found.get("adults") or 0) + (found.get("youths") or 0)
        if (found.get("meals") or 0) > people and not self.errors:
            self.add_error("meals", "C’est plus de repas que de personnes.")
        return found

    def facts(self):
        """What the action writes; what the event does not offer is empty."""
        found = self.cleaned_data
        structure, dossier = self.rows[found["behalf"]]
        return {
            "structure": structure,
            "dossier": dossier,
            "adults": found["adults"],
            "youths": found.get("youths") or 0,
            "meals": found.get("meals") or 0,
            "diets": found.get("diets") or [],
            "travel": found.get("travel") or "",
            "travel_from": found.get("travel_from") or "",
        }


def _named(structure, dossier):
    if dossier is None:
        return structure.name
    title = dossier.project.title or dossier.reference
    return f"{structure.name}, dossier « {title} »"
