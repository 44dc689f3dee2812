"""The form of an edition as a holder will meet it, over a dossier that is never kept."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from passeurs.dossiers.actions.start import create_dossier
from passeurs.dossiers.enums import SectionCode
from passeurs.dossiers.forms.registry import SECTION_FORMS, section_form
from passeurs.dossiers.forms.rows import ActionForm, PartnerForm
from passeurs.dossiers.models import Action, Partner
from passeurs.organisations.models import Structure

ROWS = {"partners": (PartnerForm, Partner), "actions": (ActionForm, Action)}
NAME = "Votre structure"


@dataclass(frozen=True)
class Shown:
    """A section with its controls; `note` where it is filled in another way."""

    label: str
    fields: list[Any]
    note: str = ""


NOTES = {
    "partners": "Autant de partenaires qu’il en faut ; pour chacun :",
    "actions": "Une fiche par action ; pour chacune :",
    "budget": "Le budget du projet et celui de la structure, en tableaux : les lignes du Cerfa.",
}


def on_trial[T](edition, user, read: Callable[[list[Shown]], T], *, at) -> T:
    """What `read` makes of the sections; the dossier made for it is undone, whatever happens."""
    with transaction.atomic():
        structure = Structure.objects.create(name=NAME)
        dossier = create_dossier(edition, structure, by=user, at=at, title="")
        try:
            return read(list(sections(dossier)))
        finally:
            transaction.set_rollback(True)


def sections(dossier) -> Iterator[Shown]:
    for code in SectionCode:
        form = form_of(dossier, str(code))
        fields = form.visible_fields() if form else []
        yield Shown(str(code.label), fields, NOTES.get(code, ""))


def form_of(dossier, code: str):
    if code in SECTION_FORMS:
        return section_form(dossier, code)
    if code not in ROWS:
        return None
    form_class, model = ROWS[code]
    row = model(dossier=dossier, position=1)
    return form_class(None, instance=row, edition=dossier.edition, dossier=dossier)
