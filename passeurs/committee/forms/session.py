"""Settings of the session, a decision, a remark, the reason of another version of the minutes."""

from django import forms

from passeurs.core.fields import AmountField

from ..actions.deciding import Choice
from ..enums import Verdict
from ..models import Session
from ..queries.session import title_of

LONGEST = 4000


class SessionForm(forms.ModelForm):
    class Meta:
        model = Session
        fields = ["counts_votes", "is_secret", "has_casting_voice", "needs_quorum"]


class DecisionForm(forms.Form):
    """One amount by envelope; what the verdict does not use is left aside.

    Where the quorum is missing and may be done without (`lacks_quorum`), one says so.
    """

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    verdict = forms.ChoiceField(
        label="Décision",
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez accord, refus ou liste d’attente."},
    )

    def __init__(self, *args, decision, envelopes, lacks_quorum=False, **kwargs):
        self.decision = decision
        super().__init__(*args, initial=_initial(decision), **kwargs)
        self.keys = {}
        for one in envelopes:
            name = f"amount-{one.envelope.pk}"
            self.keys[name] = one.envelope.pk
            self.fields[name] = AmountField(label=f"{one.funder}, en euros", required=False)
        self.fields |= {
            "conditions": _text("Conditions, lues par le porteur"),
            "reason": _text("Motif du refus, lu par le porteur"),
            "rank": forms.IntegerField(
                label="Rang sur la liste d’attente", min_value=1, max_value=999, required=False
            ),
        }
        if lacks_quorum:
            self.fields["without_quorum"] = forms.BooleanField(
                label="Décider sans le quorum",
                required=False,
                help_text="Le procès-verbal le dira.",
            )

    @property
    def amounts(self):
        return [self[name] for name in self.keys]

    def clean(self):
        found = super().clean()
        verdict = found.get("verdict")
        if verdict == Verdict.DECLINED and not found.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Dites pourquoi\u00a0: le porteur le lira.")
        if verdict == Verdict.WAITING and not found.get("rank") and "rank" not in self.errors:
            self.add_error("rank", "Donnez le rang du dossier sur la liste d’attente.")
        return found

    def choice(self):
        told, verdict = self.cleaned_data, self.cleaned_data["verdict"]
        amounts = {key: told.get(name) or 0 for name, key in self.keys.items()}
        return Choice(
            verdict,
            amounts=amounts if verdict == Verdict.GRANTED else {},
            conditions=told["conditions"] if verdict == Verdict.GRANTED else "",
            reason=told["reason"] if verdict == Verdict.DECLINED else "",
            rank=told["rank"] if verdict == Verdict.WAITING else None,
            without_quorum=told.get("without_quorum", False),
        )

    def catch_up(self, version):
        """Keep what was typed, to be saved over the decision taken meanwhile, now shown."""
        self.data = self.data.copy()
        self.data["version"] = str(version)


class Kept:
    """A decision typed for a dossier that left the screen meanwhile: shown, written nowhere."""

    def __init__(self, passage, form):
        self.passage, self.form = passage, form
        form.is_valid()
        form.errors.clear()
        form.add_error(None, "Ce dossier n’est plus à l’écran\u00a0: rien n’est enregistré.")

    @property
    def title(self):
        return title_of(self.passage)

    @property
    def rows(self):
        """What was typed, under the name of each field, what was left empty apart."""
        verdicts = dict(Verdict.choices)
        shown = [one for one in self.form if not one.is_hidden and one.value()]
        return [(one.label, verdicts.get(one.value(), one.value())) for one in shown]


class RemarkForm(forms.Form):
    text = forms.CharField(
        label="Remarque pour le procès-verbal",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Écrivez la remarque."},
    )


class MinutesForm(forms.Form):
    """The first version needs no reason, the others say what they correct."""

    reason = forms.CharField(label="Ce que cette version corrige", max_length=300, required=False)


def _text(label):
    return forms.CharField(
        label=label, max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


def _initial(decision):
    if decision is None:
        return {"version": 0}
    amounts = {f"amount-{one.envelope_id}": one.amount for one in decision.grants.all()}
    names = ("version", "verdict", "conditions", "reason", "rank")
    return amounts | {name: getattr(decision, name) for name in names}
