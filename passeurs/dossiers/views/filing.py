"""Reading again, filing, taking back, and what remains: the receipt and the printed dossier."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passeurs.core.access import can, require
from passeurs.core.refusals import Refused
from passeurs.documents.responses import pdf_response

from ..actions.filing import abandon_dossier, resume_dossier, submit_dossier, withdraw_dossier
from ..clock import database_now
from ..forms.filing import SubmitForm
from ..printing import admission_as_file, award_as_file, print_dossier, receipt_as_file
from ..printing.dossier import dossier_data
from ..progress import blocking
from ..queries.admission import admission_of
from ..queries.awards import decision_shown
from ..queries.filing import as_read, latest_snapshot
from ..queries.team import team_of
from ..sections import REVIEW, url_of
from .shell import find, panel


@require_safe
def review(request, dossier_id):
    """The whole dossier to read again, what blocks and what weakens, and the way out."""
    return _review(request, find(request, dossier_id), SubmitForm())


def _review(request, dossier, form, *, status=200):
    context, snapshot = panel(request, dossier, REVIEW), latest_snapshot(dossier)
    can_submit = can(request.user, "dossier.submit", dossier)
    context |= {
        "form": form,
        "reading": dossier_data(*as_read(dossier, snapshot), at=context["now"]),
        "weak": [verdict for verdict in context["verdicts"] if verdict.state == "to_confirm"],
        "blocking": blocking(context["verdicts"]),
        "snapshot": snapshot,
        "admission": admission_of(dossier) if dossier.is_filed else None,
        "can_read_admission": can(request.user, "dossier.admission", dossier),
        "can_submit": can_submit,
        "decision": _decision(request, dossier),
        "filers": () if can_submit else [mate for mate in team_of(dossier) if mate.may_file],
        "may_recuse": can(request.user, "recusal.declare", dossier),
        "can_withdraw": can(request.user, "dossier.withdraw", dossier),
        "can_abandon": can(request.user, "dossier.abandon", dossier),
        "can_resume": can(request.user, "dossier.resume", dossier),
    }
    return render(request, "dossiers/relecture.html", context, status=status)


def _decision(request, dossier):
    """What the committee decided, once it is published, for those who may read it."""
    if not dossier.is_decided or not can(request.user, "award.read", dossier):
        return None
    decision = decision_shown(dossier)
    decision["can_renounce"] = can(request.user, "award.renounce", dossier)
    return decision


@require_http_methods(["POST"])
def submit(request, dossier_id):
    """File the dossier; the instant is the database's, read before anything else."""
    at = database_now()
    dossier = find(request, dossier_id)
    if already := _filed_just_before(request, dossier):
        return already
    require(request.user, "dossier.submit", dossier)
    form = SubmitForm(request.POST)
    if not form.is_valid():
        return _review(request, dossier, form, status=422)
    try:
        snapshot = submit_dossier(dossier, by=request.user, at=at)
    except Refused as refusal:
        dossier.refresh_from_db(fields=["state"])
        if already := _filed_just_before(request, dossier):
            return already
        for reason in refusal.reasons:
            form.add_error(None, reason)
        return _review(request, dossier, form, status=422)
    return redirect("dossiers:receipt", dossier.pk, snapshot.number)


def _filed_just_before(request, dossier):
    """The receipt again for who clicked twice; None while the dossier is not filed."""
    if not can(request.user, "dossier.withdraw", dossier):
        return None
    return redirect("dossiers:receipt", dossier.pk, latest_snapshot(dossier).number)


@require_safe
def receipt(request, dossier_id, number):
    """The receipt, at once on screen."""
    dossier = find(request, dossier_id, "dossier.receipt")
    snapshot = get_object_or_404(dossier.snapshots, number=number)
    context = panel(request, dossier, REVIEW) | {"snapshot": snapshot}
    return render(request, "dossiers/recepisse.html", context)


@require_safe
def receipt_file(request, dossier_id, number):
    """The receipt as PDF, the filed document inside."""
    dossier = find(request, dossier_id, "dossier.receipt")
    snapshot = get_object_or_404(dossier.snapshots, number=number)
    file = receipt_as_file(snapshot.pk)
    return pdf_response(file.content, filename=file.name)


@require_safe
def admission_file(request, dossier_id, pk):
    """The letter of a decision on admissibility, those taken back included."""
    dossier = find(request, dossier_id, "dossier.admission")
    admission = get_object_or_404(dossier.admissions, pk=pk)
    file = admission_as_file(admission.pk)
    return pdf_response(file.content, filename=file.name)


@require_safe
def award_file(request, dossier_id, number):
    """The letter of the committee's decision, as it left; each version stays."""
    dossier = find(request, dossier_id, "award.read")
    award = get_object_or_404(dossier.awards.only("pk"), version=number)
    file = award_as_file(award.pk)
    return pdf_response(file.content, filename=file.name)


@require_safe
def print_file(request, dossier_id):
    """The dossier as it stands (or as it was filed), to print, sign or post."""
    dossier = find(request, dossier_id, "dossier.print")
    content = print_dossier(dossier, at=database_now())
    return pdf_response(content, filename=f"dossier-{dossier.reference}.pdf")


VERBS = {
    "retirer": (
        "dossier.withdraw",
        withdraw_dossier,
        "Le dossier est retiré : corrigez-le, puis déposez-le de nouveau.",
    ),
    "abandonner": (
        "dossier.abandon",
        abandon_dossier,
        "Le dossier est mis de côté. Rien n’est effacé.",
    ),
    "reprendre": (
        "dossier.resume",
        resume_dossier,
        "Le dossier est repris là où vous l’aviez laissé.",
    ),
}


@require_POST
def change(request, dossier_id, verb):
    """Withdraw, abandon or resume."""
    permission, action, done = VERBS[verb]
    dossier = find(request, dossier_id, permission)
    try:
        action(dossier, by=request.user, at=database_now())
        messages.success(request, done)
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
    return redirect(url_of(dossier, REVIEW))
