"""Le budget: two tables, the co-funders, and figures that follow what is typed."""

from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from passeurs.core.access import require

from ..enums import SectionCode
from ..forms.budget import BudgetForm, FunderForm
from ..queries.budget import figures_of, is_funder
from ..queries.carrying import to_confirm
from ..queries.content import content_of
from .saving import save, status_of
from .shell import find, screen


@require_http_methods(["GET", "HEAD", "POST"])
def page(request, dossier_id):
    """The tables, or what is saved of them."""
    dossier = find(request, dossier_id)
    if request.method != "POST":
        return show_budget(request, dossier)
    require(request.user, "dossier.edit", dossier)
    lines = list(dossier.budgetlines.all())
    form = BudgetForm(request.POST, dossier=dossier, lines=lines)
    return save(request, dossier, SectionCode.BUDGET, form) or show_budget(
        request, dossier, form=form
    )


@require_safe
def figures(request, dossier_id):
    """Totals, bars and gauge as they stand, read again by the page after each save."""
    dossier = find(request, dossier_id)
    context = {"dossier": dossier, "figures": figures_of(dossier)}
    return render(request, "dossiers/budget.html#figures", context)


def show_budget(request, dossier, *, form=None, bound=None):
    """The budget's screen; `form` or `bound` is what just met an error, shown as typed."""
    lines = content_of(dossier).lines
    whole = BudgetForm(dossier=dossier, lines=lines)
    if form is not None:
        form.fields = whole.fields | form.fields
    shown, figures = form or whole, figures_of(dossier)
    context = screen(
        request,
        dossier,
        SectionCode.BUDGET,
        form=shown,
        bound=bound,
        funders=[_funder(dossier, line, bound) for line in lines if _is_funder(line)],
        figures=figures,
        carried=to_confirm(dossier),
        project_tables=shown.tables("project", figures["sums"]),
        structure_tables=shown.tables("structure", figures["sums"]),
        project_voluntary=shown.voluntary("project", figures["sums"]),
        structure_voluntary=shown.voluntary("structure", figures["sums"]),
    )
    return render(request, "dossiers/budget.html", context, status=status_of(form, bound))


def _is_funder(line):
    return line.scope == "project" and is_funder(line) and line.funder_kind != "drac"


def _funder(dossier, line, bound):
    if bound is not None and bound.instance.pk == line.pk:
        return bound
    return FunderForm(
        instance=line, edition=dossier.edition, dossier=dossier, auto_id=f"{line.key}-%s"
    )
