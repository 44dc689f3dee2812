"""One choice a family."""

from django import forms

from .enums import Family, Rhythm

HINTS = {
    Family.REMINDERS: "Quatorze, sept et deux jours avant la clôture, puis le dernier matin.",
    Family.REQUESTS: "Avant la date d’une correction, d’une pièce ou d’un bilan que l’on attend.",
    Family.MESSAGES: "Ce que l’autre côté du dossier vous écrit.",
    Family.PARTNERS: "Quand un partenaire confirme, décline ou joint sa lettre.",
    Family.ASKED: "Quand un porteur attend votre confirmation ; elles partent aussitôt.",
    Family.NEWS: "Une liste de films, un zonage ou un outil qui change.",
    Family.DESK: "Dossiers déposés ou retirés, prises de contact, fiches à relire.",
}
ONE_BY_ONE = [(one.value, one.label) for one in (Rhythm.AT_ONCE, Rhythm.NEVER)]
UNKNOWN = {"invalid_choice": "Choisissez un rythme de la liste.", "required": "Choisissez."}


class ChoicesForm(forms.Form):
    """The families that concern a person; a partner's link cannot wait for a digest."""

    def __init__(self, data=None, *, families, initial=None):
        super().__init__(data, initial=initial)
        for family in families:
            self.fields[family.value] = forms.ChoiceField(
                label=family.label,
                help_text=HINTS[family],
                choices=ONE_BY_ONE if family == Family.ASKED else Rhythm.choices,
                widget=forms.RadioSelect,
                error_messages=UNKNOWN,
            )
