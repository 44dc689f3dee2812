"""Which form each row has, with what it may choose among."""

from ..forms.budget import FunderForm
from ..forms.rows import ActionForm, PartnerForm, PersonForm
from ..models import ActionPerson
from ..queries.content import films_of, people_of

PLAIN = {"partners": PartnerForm, "people": PersonForm, "funders": FunderForm}


def forms_of(dossier, code, bound=None):
    """The rows' forms of a section, in order; `bound` stands in for its own row's."""
    if code == "partners":
        return {"forms": [_kept(form, bound) for form in _partners(dossier)]}
    people = list(dossier.persons.all())
    films, leading = films_of(dossier), people_of(dossier)
    actions = [
        _action(dossier, row, people, leading.get(row.pk, ()), films.get(row.pk, ()))
        for row in dossier.actions.select_related("commune")
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
        return _action(dossier, row, list(dossier.persons.all()), leading, films, data)
    return _plain(PLAIN[family], dossier, row, data)


def _partners(dossier):
    return [_plain(PartnerForm, dossier, row) for row in dossier.partners.all()]


def _plain(form_class, dossier, row, data=None):
    return form_class(
        data, instance=row, edition=dossier.edition, dossier=dossier, auto_id=f"{row.key}-%s"
    )


def _action(dossier, row, people, leading, films, data=None):  # noqa: PLR0913 - what one may choose
    return ActionForm(
        data,
        instance=row,
        edition=dossier.edition,
        dossier=dossier,
        auto_id=f"{row.key}-%s",
        people=people,
        people_ids=leading,
        film_choices=films,
    )


def _kept(form, bound):
    """The form just posted, where it is this row's: what was typed stays."""
    same = bound is not None and type(form) is type(bound) and form.instance.pk == bound.instance.pk
    return bound if same else form
