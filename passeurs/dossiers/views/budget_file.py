"""The budget away from the network: a workbook to download, fill, send back and confirm."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passeurs.core.refusals import Refused
from passeurs.core.typography import plural
from passeurs.spreadsheets.actions import book_of, forget_pending, keep_pending
from passeurs.spreadsheets.forms import WORKBOOKS, ConfirmForm, TableForm
from passeurs.spreadsheets.models import PendingFile
from passeurs.spreadsheets.reading import open_book
from passeurs.spreadsheets.writing import download

from .. import budget_book
from ..actions.budget_import import apply_budget
from ..budget_reading import read_budget
from ..enums import SectionCode
from ..forms.base import version_of
from ..queries.content import sections_of
from ..sections import url_of
from .shell import find, screen

PURPOSE = "budget"
MODELS = ("xlsx", "ods")
SERVED = "Ce fichier a déjà servi, ou n’attend plus\u00a0: renvoyez-le pour le relire."


@require_safe
def model(request, dossier_id, code):
    """The workbook, filled with what the dossier holds."""
    dossier = find(request, dossier_id)
    if code not in MODELS:
        raise Http404
    return download(budget_book.book_of(dossier), code, name=f"budget-{dossier.reference}")


@require_http_methods(["GET", "HEAD", "POST"])
def page(request, dossier_id):
    """Send a file; then what it would change, as long as it waits."""
    dossier = find(request, dossier_id, "dossier.edit")
    if request.method != "POST":
        return _show(request, dossier, TableForm(accept=WORKBOOKS))
    form = TableForm(request.POST, request.FILES, accept=WORKBOOKS)
    if form.is_valid():
        try:
            _keep(request, dossier, form.cleaned_data["file"])
            return redirect("dossiers:budget_file", dossier.pk)
        except Refused as refusal:
            form.add_error("file", " ".join(refusal.reasons))
    return _show(request, dossier, form)


def _keep(request, dossier, file):
    """A file that is no budget is refused at once, and does not take the place of one that is."""
    read_budget(open_book(file), dossier)
    waiting = {"purpose": PURPOSE, "subject": dossier.pk}
    keep_pending(file, **waiting, by=request.user, at=timezone.now())


@require_POST
def confirm(request, dossier_id):
    """Write what the file changes, all of it or nothing."""
    dossier = find(request, dossier_id, "dossier.edit")
    pending = _waiting(request, dossier).first()
    if pending is None:
        messages.info(request, SERVED)
        return redirect("dossiers:budget_file", dossier.pk)
    try:
        proposal = read_budget(book_of(pending), dossier)
        form = ConfirmForm(request.POST, refused=proposal.refused)
        if not form.is_valid():
            return _show(request, dossier, TableForm(accept=WORKBOOKS), confirming=form)
        apply_budget(
            dossier,
            proposal,
            pending=pending,
            version=version_of(request.POST),
            by=request.user,
            at=timezone.now(),
        )
    except Refused as refusal:
        return _refused(request, dossier, refusal)
    done = plural(len(proposal.changed), "case reprise", "cases reprises")
    messages.success(
        request, f"Budget mis à jour depuis «\u00a0{pending.name}\u00a0»\u00a0: {done}."
    )
    return redirect(url_of(dossier, SectionCode.BUDGET))


@require_POST
def give_up(request, dossier_id):
    """Forget the file; the dossier stays as it is."""
    dossier = find(request, dossier_id, "dossier.edit")
    for pending in _waiting(request, dossier):
        forget_pending(pending)
    messages.info(request, "Le fichier est oublié\u202f; le budget n’a pas changé.")
    return redirect("dossiers:budget_file", dossier.pk)


def _refused(request, dossier, refusal):
    form = TableForm(accept=WORKBOOKS)
    confirming = ConfirmForm({}, refused=())
    for reason in refusal.reasons:
        confirming.add_error(None, reason)
    return _show(request, dossier, form, confirming=confirming, status=HTTPStatus.CONFLICT)


def _show(request, dossier, form, *, confirming=None, status=None):
    """The file's screen: sending, and the report of the file that waits."""
    pending = _waiting(request, dossier).first()
    context = screen(
        request,
        dossier,
        SectionCode.BUDGET,
        form=form,
        confirming=confirming,
        pending=pending,
        version=sections_of(dossier)[SectionCode.BUDGET].version,
        proposal=None,
    )
    if pending:
        context["proposal"] = read_budget(book_of(pending), dossier)
        context["confirming"] = confirming or ConfirmForm(refused=context["proposal"].refused)
    wrong = form.errors or (confirming and confirming.errors)
    found = status or (HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK)
    return render(request, "dossiers/budget_file.html", context, status=found)


def _waiting(request, dossier):
    return PendingFile.objects.waiting(
        request.user, purpose=PURPOSE, subject=dossier.pk, at=timezone.now()
    )
