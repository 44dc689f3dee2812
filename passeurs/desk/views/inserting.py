"""A reply template put where one writes: after what is typed, never in its place."""

from dataclasses import dataclass

from django.http import Http404

from ..models import ReplyTemplate
from ..queries.templates import named_in, one_seen

GONE = "Ce modèle n’est plus proposé\u00a0: votre texte n’a pas changé."
FILES_AGAIN = " Choisissez de nouveau vos fichiers."


@dataclass(frozen=True)
class Insertion:
    """What the page asks to insert: `chosen` (or nothing), and `told`, what is said of it.

    `inserted` are all the templates that the text now comes from.
    """

    inserted: list[ReplyTemplate]
    chosen: ReplyTemplate | None = None
    told: str = ""

    def into(self, typed):
        """The text as typed, followed by the template's."""
        if self.chosen is None:
            return typed
        return f"{typed.rstrip()}\n\n{self.chosen.text}" if typed.strip() else self.chosen.text


def asked(request, offered, *, typed=""):
    """What a button (`inserer`) or an address (`?modele=`) asks, among the templates offered.

    Raises 404 for one that the person may not read.
    """
    inserted = named_in(offered, request.POST.getlist("modele"))
    key = request.POST.get("inserer") or ("" if request.POST else request.GET.get("modele", ""))
    if not key:
        return Insertion(inserted)
    found = named_in(offered, [key])
    if not found:
        if one_seen(request.user, key) is None:
            raise Http404
        return Insertion(inserted, told=GONE)
    told = _said(found[0], typed) + (FILES_AGAIN if request.FILES else "")
    return Insertion(list(dict.fromkeys([*inserted, *found])), found[0], told)


def _said(template, typed):
    after = " à la suite de ce que vous aviez écrit" if typed.strip() else ""
    return f"Modèle «\u00a0{template.title}\u00a0» inséré{after}. Relisez avant d’envoyer."
