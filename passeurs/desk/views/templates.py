"""The reply templates of the team: the list, writing one, archiving it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passeurs.calls.wordings import SAMPLE
from passeurs.core.access import require
from passeurs.core.merging import merge
from passeurs.core.refusals import Refused
from passeurs.dossiers.merge_fields import FIELDS
from passeurs.organisations.models import Coordination

from ..actions.templates import (
    archive_template,
    change_template,
    erase_template,
    restore_template,
    write_template,
)
from ..forms.templates import TemplateForm
from ..models import ReplyTemplate
from ..queries.templates import kept_by, one_seen, teams_of

PER_PAGE = 50
PERMISSION = "template.keep"


@require_safe
def index(request):
    """One's own and the team's, the most used first; `?voir=archives` those put aside."""
    require(request.user, PERMISSION)
    is_archived = request.GET.get("voir") == "archives"
    rows = kept_by(request.user, is_archived=is_archived)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/replies/index.html", {"page": page, "is_archived": is_archived})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """Write a template; `?de=` starts from the words of another."""
    require(request.user, PERMISSION)
    form = _form(request, teams_of(request.user), _words_of_another(request))
    if _is_sent(request, form):
        template = ReplyTemplate(coordination=form.coordination, **form.told())
        if _done(request, form, write_template, template):
            return redirect("desk:templates")
    return _show(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    """Change a template; one that a colleague changed meanwhile is shown beside what was typed."""
    template = _find(request, pk)
    ours = Coordination.objects.filter(pk=template.coordination_id)
    form = _form(request, ours, TemplateForm.read(template))
    if _is_sent(request, form):
        told = {"version": form.cleaned_data["version"] or 0}
        if _done(request, form, change_template, template, form.told(), **told):
            return redirect("desk:templates")
    return _show(request, form, template=template)


VERBS = {
    "archiver": (archive_template, "Modèle archivé : il n’est plus proposé."),
    "remettre": (restore_template, "Modèle remis en service."),
    "effacer": (erase_template, "Modèle effacé."),
}


@require_POST
def act(request, pk, verb):
    """Archive a template, offer it again, or erase one that never served."""
    template = _find(request, pk)
    action, said = VERBS[verb]
    try:
        action(template, by=request.user, at=timezone.now())
        messages.success(request, said)
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
    return redirect("desk:templates")


def _find(request, pk):
    require(request.user, PERMISSION)
    seen = ReplyTemplate.objects.visible_to(request.user).select_related("coordination", "owner")
    return get_object_or_404(seen, pk=pk)


def _form(request, coordinations, initial):
    sent = request.POST if request.method == "POST" else None
    return TemplateForm(sent, user=request.user, coordinations=coordinations, initial=initial)


def _words_of_another(request):
    known = one_seen(request.user, request.GET.get("de", ""))
    if known is None:
        return {}
    return {"title": f"{known.title} (copie)"[:80], "theme": known.theme, "body": known.body}


def _is_sent(request, form):
    """Whether it is to be kept: a preview keeps nothing."""
    return request.method == "POST" and form.is_valid() and "apercu" not in request.POST


def _done(request, form, action, *args, **more):
    """Whether it is kept; otherwise the reason stands on top of the form, with what was typed."""
    try:
        action(*args, **more, by=request.user, at=timezone.now())
    except Refused as refusal:
        for reason in refusal.reasons:
            form.add_error(None, reason)
        return False
    messages.success(request, "Modèle gardé.")
    return True


def _is_late(form, template):
    """Whether somebody changed the template since the person opened it."""
    return bool(template and form.is_bound and form.cleaned_data.get("version") != template.version)


def _show(request, form, *, template=None):
    is_late = _is_late(form, template)
    if is_late:  # once the other words were shown, they may be written over
        form.data = form.data.copy()
        form.data["version"] = template.version
    status = 422 if form.errors else 200
    context = {
        "form": form,
        "template": template,
        "fields": FIELDS,
        "preview": _preview(request, form),
        "current": template if is_late else None,
    }
    return render(request, "desk/replies/edit.html", context, status=status)


def _preview(request, form):
    """The words as an invented dossier would have them."""
    if "apercu" not in request.POST or form.errors:
        return ""
    return merge(form.cleaned_data["body"], SAMPLE)
