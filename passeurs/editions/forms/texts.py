"""The texts of an edition, in Markdown."""

from .base import PartForm, prose

TEXTS = {
    "lead": ("Une phrase sous le titre", 2),
    "intro": ("Présentation de l’appel", 8),
    "attention": ("Ce à quoi l’appel est attentif", 4),
    "who": ("Qui peut participer", 4),
    "actors": ("Les familles d’acteurs", 5),
    "help": ("Ce que fait la coordination", 6),
    "funders": ("Chez qui chercher des fonds", 4),
    "form": ("Ce que contient le formulaire", 5),
    "after": ("Et après la réponse", 4),
    "appeal": ("Délais et voies de recours", 5),
}


class TextsForm(PartForm):
    """Each known text, and any other the document holds."""

    def prepare(self):
        for key in self.keys(self.document):
            label, rows = TEXTS.get(key, (key, 4))
            self.fields[f"text_{key}"] = prose(label, rows=rows, required=False)

    @staticmethod
    def keys(document):
        return [*TEXTS, *(key for key in document.get("texts", {}) if key not in TEXTS)]

    @classmethod
    def read(cls, document):
        return {f"text_{key}": body for key, body in document.get("texts", {}).items()}

    def write(self, document):
        """A text left empty is taken out; line ends are kept as one."""
        typed = {
            name.removeprefix("text_"): body.replace("\r\n", "\n")
            for name, body in self.cleaned_data.items()
            if name != "version"
        }
        kept = {**document.get("texts", {}), **typed}
        return {**document, "texts": {key: body for key, body in kept.items() if body.strip()}}

    def bodies(self):
        """What is typed so far, text by text, for the preview."""
        names = [name for name in self.fields if name != "version"]
        return [(self[name].label, self[name].value() or "") for name in names]


def told_texts(document):
    written = [key for key in TEXTS if document.get("texts", {}).get(key)]
    return f"{len(written)} textes écrits sur {len(TEXTS)}."
