"""Which form each row has, with what it may choose among."""

from collections import defaultdict

from passeurs.films.models import ListedFilm

from ..models import ActionPerson
from ..queries.content import content_of
from ..queries.network import with_venue_communes
from .budget import FunderForm
from .rows import ActionForm, PartnerForm, PersonForm

PLAIN = {"partners": PartnerForm, "people": PersonForm, "funders": FunderForm}


def forms_of(dossier, code, bound=None):
    """The rows' forms of a section, in order; `bound` stands in for its own row's."""
    if code == "partners":
        return {"forms": [_kept(form, bound) for form in _partners(dossier)]}
    content, pickable = content_of(dossier), pickable_of(dossier.edition)
    people, films, leading = content.people, content.films_of, content.people_of
    actions = [
        _action(
            dossier, row, people, leading.get(row.pk, ()), films.get(row.pk, ()), pickable=pickable
        )
        for row in with_venue_communes(content.actions)
    ]
    return {
        "forms": [_kept(form, bound) for form in actions],
        "people_forms": [_kept(_plain(PersonForm, dossier, row), bound) for row in people],
    }


def form_of(dossier, family, row, data):
    """One row's form over what was posted."""
    if family == "actions":
        leading = ActionPerson.objects.filter(action=row).values_list("person", flat=True)
        films = list(row.films.select_related("listed_film__film"))
        pickable = pickable_of(dossier.edition)
        with_venue_communes([row])
        return _action(
            dossier, row, list(dossier.persons.all()), leading, films, pickable=pickable, data=data
        )
    return _plain(PLAIN[family], dossier, row, data)


def pickable_of(edition):
    """List code → the films still on it, as choices, in one query for the whole screen."""
    rows = ListedFilm.objects.current().filter(edition=edition).order_by("film__search")
    found = defaultdict(list)
    for row in rows.values_list("pk", "list", "film__title", "film__year", "film__directors"):
        pk, code, title, year, directors = row
        found[code].append((str(pk), f"{title} ({year}), {directors}"))
    return found


def _partners(dossier):
    return [_plain(PartnerForm, dossier, row) for row in content_of(dossier).partners]


def _plain(form_class, dossier, row, data=None):
    return form_class(
        data, instance=row, edition=dossier.edition, dossier=dossier, auto_id=f"{row.key}-%s"
    )


def _action(dossier, row, people, leading, films, *, pickable, data=None):  # noqa: PLR0913 - what one may choose
    return ActionForm(
        data,
        instance=row,
        edition=dossier.edition,
        dossier=dossier,
        auto_id=f"{row.key}-%s",
        people=people,
        people_ids=leading,
        film_choices=films,
        pickable=pickable,
    )


def _kept(form, bound):
    """The form just posted, where it is this row's: what was typed stays."""
    same = bound is not None and type(form) is type(bound) and form.instance.pk == bound.instance.pk
    return bound if same else form
