"""What to keep of an earlier dossier: boxes part by part, all ticked at first."""

from django import forms

NOTHING = "Choisissez au moins une chose à garder, ou ouvrez un dossier neuf."


class CarryForm(forms.Form):
    """`groups` is what `carrying.items_of` found: a title, and the items under it."""

    def __init__(self, *args, groups, **kwargs):
        super().__init__(*args, **kwargs)
        self.titles = {}
        for rank, (title, items) in enumerate(groups):
            name = f"part-{rank}"
            self.titles[name] = title
            self.fields[name] = forms.MultipleChoiceField(
                label=title,
                required=False,
                choices=[(item.code, item) for item in items],
                initial=[item.code for item in items],
                widget=forms.CheckboxSelectMultiple,
            )

    def clean(self):
        data = super().clean()
        if not self.errors and not any(data.values()):
            raise forms.ValidationError(NOTHING)
        return data

    def kept(self):
        """The codes of what is kept."""
        return {code for codes in self.cleaned_data.values() for code in codes}

    def parts(self):
        """Each part: its title, its boxes with their item, the state of each as it was sent."""
        found = []
        for name, title in self.titles.items():
            bound = self[name]
            ticked = set(bound.value() or [])
            rows = [
                {"code": code, "item": item, "id": f"{name}-{rank}", "is_kept": code in ticked}
                for rank, (code, item) in enumerate(self.fields[name].choices)
            ]
            found.append({"name": name, "title": title, "rows": rows})
        return found
