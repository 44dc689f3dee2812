"""Which rules an edition applies, with what force, and from which article."""

from django import forms

from passeurs.calls.enums import RuleCode

from .base import PartForm

FORCES = [
    ("blocking", "Empêche de déposer"),
    ("advised", "Conseillée : le dossier se dépose quand même"),
    ("off", "Non appliquée"),
]


class RulesForm(PartForm):
    """For each rule of the platform, its force and its article."""

    def prepare(self):
        clauses = [
            (row["code"], f"{row['number']} {row['title']}")
            for row in self.document.get("clauses", [])
        ]
        for rank, rule in enumerate(RuleCode):
            self.fields[f"force_{rank}"] = forms.ChoiceField(
                label=str(rule.label), choices=FORCES, required=False
            )
            self.fields[f"clause_{rank}"] = forms.ChoiceField(
                label="Article", choices=[("", "Choisir l’article"), *clauses], required=False
            )

    @staticmethod
    def read(document):
        rows, found = {row["code"]: row for row in document.get("rules", [])}, {}
        for rank, rule in enumerate(RuleCode):
            row = rows.get(rule.value)
            found[f"force_{rank}"] = force_of(row)
            found[f"clause_{rank}"] = row["clause"] if row else ""
        return found

    def clean(self):
        found = super().clean()
        for rank, _ in enumerate(RuleCode):
            force = found.get(f"force_{rank}") or "off"
            if force != "off" and not found.get(f"clause_{rank}"):
                self.add_error(f"clause_{rank}", "Dites de quel article vient cette règle.")
        return found

    def write(self, document):
        """The rules keep their order and their parameters; one that was never there comes last."""
        found = self.cleaned_data
        ranks = {rule.value: rank for rank, rule in enumerate(RuleCode)}
        rows = {row["code"]: row for row in document.get("rules", [])}
        written = []
        for code in [*rows, *(code for code in ranks if code not in rows)]:
            if code not in ranks:
                continue
            force = found[f"force_{ranks[code]}"] or "off"
            clause = found[f"clause_{ranks[code]}"]
            before = rows.get(code, {"code": code, "params": {}})
            if clause or code in rows:
                put = {"clause": clause or before["clause"], "blocking": force == "blocking"}
                written.append({**before, **put, "active": force != "off"})
        return {**document, "rules": written}

    def rows(self):
        for rank, rule in enumerate(RuleCode):
            yield {"rule": rule, "force": self[f"force_{rank}"], "clause": self[f"clause_{rank}"]}


def force_of(row):
    if not row or not row["active"]:
        return "off"
    return "blocking" if row["blocking"] else "advised"


def told_rules(document):
    forces = [force_of(row) for row in document.get("rules", [])]
    blocking, advised = forces.count("blocking"), forces.count("advised")
    return f"{blocking} règles empêchent de déposer, {advised} conseillent."
