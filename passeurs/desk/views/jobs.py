"""Jobs on many dossiers: read over, confirmed, followed, reported."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passeurs.core.access import require
from passeurs.core.downloads import shut
from passeurs.core.merging import merge
from passeurs.core.refusals import Refused
from passeurs.dossiers.merge_fields import FIELDS, values_of
from passeurs.organisations.models import Coordination

from ..actions.jobs import drop_draft, keep_options, start_job, stop_job
from ..actions.templates import count_use
from ..bulk import GESTURES, run
from ..enums import ItemState, JobKind
from ..forms.jobs import form_of
from ..queries.jobs import foreseen, items_of, jobs_of, one_in, tally_of
from ..queries.templates import named_in, offered_for_job
from .inserting import asked

PER_PAGE = 50
WITH_TEMPLATES = {JobKind.MESSAGE, JobKind.DOCUMENT}


@require_safe
def index(request):
    """One's own jobs, the latest first."""
    require(request.user, "job.run")
    page = Paginator(jobs_of(request.user), PER_PAGE).get_page(request.GET.get("page"))
    for job in page:
        job.gesture = GESTURES[JobKind(job.kind)]
    return render(request, "desk/jobs/index.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def show(request, pk):
    """A job to confirm, to follow, or to read the report of, as it stands."""
    job = _find(request, pk)
    if job.is_draft:
        return _confirm(request, job)
    if request.method == "POST":
        messages.info(request, "Cette action est déjà partie : voici où elle en est.")
        return redirect("desk:job", job.pk)
    return _report(request, job)


def _confirm(request, job):
    sent = request.method == "POST"
    ours = Coordination.objects.filter(team__user=request.user, team__role="coordination")
    more = {"coordinations": list(ours), "today": timezone.localdate()}
    if sent and "inserer" in request.POST:
        return _with_template(request, job, form_of(job, None, **more))
    form = form_of(job, request.POST if sent else None, **more)
    if sent and form.is_valid() and (answer := _confirmed(request, job, form)):
        return answer
    return _show_draft(request, job, form)


def _with_template(request, job, form):
    """What is typed, followed by a template: nothing is checked or kept before it is asked."""
    if job.kind not in WITH_TEMPLATES:
        raise Http404
    name, offered = form.texts[0], offered_for_job(job, request.user)
    typed = request.POST.get(name, "")
    insertion = asked(request, offered, typed=typed)
    form.initial |= {key: request.POST[key] for key in form.fields if key in request.POST}
    form.initial[name] = insertion.into(typed)
    return _show_draft(request, job, form, insertion=insertion)


def _confirmed(request, job, form):
    """Read it over, or let it go."""
    served = _served(request, job)
    if request.POST.get("geste") != "lancer":
        named = {"templates": [str(one.pk) for one in served]} if served else {}
        keep_options(job, form.options() | named)
        target = redirect("desk:job", job.pk)
        target["Location"] += f"?apercu={_rank(request)}#apercu"
        return target
    try:
        start_job(job, form.options(), at=timezone.now())
    except Refused as refusal:
        for reason in refusal.reasons:
            form.add_error(None, reason)
        return None
    count_use(served, at=timezone.now())
    run.enqueue(str(job.pk))
    return redirect("desk:job", job.pk)


def _served(request, job):
    """The templates that the text comes from."""
    keys = request.POST.getlist("modele")
    return (
        named_in(offered_for_job(job, request.user), keys)
        if job.kind in WITH_TEMPLATES and keys
        else []
    )


def _offered(request, job, form, insertion):
    """The templates for the text; none for a decision, which has words of its own."""
    if job.kind not in WITH_TEMPLATES:
        return {}
    offered = offered_for_job(job, request.user)
    inserted = named_in(offered, job.options.get("templates", ()))
    return {
        "offered": offered,
        "inserted": insertion.inserted if insertion else inserted,
        "told": insertion.told if insertion else "",
        "into": form[form.texts[0]].id_for_label,
    }


def _show_draft(request, job, form, *, insertion=None):
    gesture = GESTURES[JobKind(job.kind)]
    context = {
        "job": job,
        "gesture": gesture,
        "form": form,
        "foreseen": foreseen(job),
        "fields": FIELDS if form.texts else {},
        "preview": _preview(request, job, form),
        "items": items_of(job)[:PER_PAGE],
    }
    context |= _offered(request, job, form, insertion)
    status = 422 if form.errors else 200
    return render(request, "desk/jobs/draft.html", context, status=status)


def _rank(request):
    asked = request.GET.get("apercu") or request.POST.get("apercu") or ""
    return int(asked) if asked.isdecimal() and len(asked) < 6 else 1  # noqa: PLR2004 - ten thousand


def _preview(request, job, form):
    """The texts as one of the dossiers will have them; what is typed and wrong is not shown."""
    if not form.texts or "apercu" not in request.GET or form.errors:
        return None
    rank, dossier = one_in(job, _rank(request))
    texts = [job.options.get(name, "") for name in form.texts]
    if not any(texts):
        return None
    values = dossier and values_of(dossier)
    return {
        "rank": rank,
        "dossier": dossier,
        "texts": [merge(text, values) for text in texts if text] if dossier else [],
        "before": rank - 1 if rank > 1 else None,
        "after": rank + 1 if rank < job.total else None,
    }


def _report(request, job):
    tally, state = tally_of(job), request.GET.get("issue", "")
    page = Paginator(items_of(job, state), PER_PAGE).get_page(request.GET.get("page"))
    tabs = [("", "Tous", job.total)]
    tabs += [(one.value, one.label, tally[one]) for one in ItemState if tally[one]]
    context = {
        "job": job,
        "gesture": GESTURES[JobKind(job.kind)],
        "tally": tally,
        "page": page,
        "tabs": tabs,
        "state": state,
        "has_file": _has_file(job),
    }
    return render(request, "desk/jobs/report.html", context)


@require_POST
def act(request, pk, verb):
    """Stop a job that runs, or give up one that was not confirmed."""
    job = _find(request, pk)
    if verb == "renoncer":
        drop_draft(job)
        messages.success(request, "Rien n’a été fait.")
        return redirect("desk:dossiers")
    try:
        stop_job(job, at=timezone.now())
        messages.success(request, "L’action est arrêtée ; ce qui était fait reste fait.")
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
    return redirect("desk:job", job.pk)


@require_safe
def fetch(request, pk):
    """What the job made, for its asker alone, within the day."""
    job = _find(request, pk)
    if not _has_file(job):
        raise Http404
    response = FileResponse(
        job.file.open("rb"),
        as_attachment=True,
        filename="passeurs-dossiers.zip",
        content_type="application/zip",
    )
    return shut(response)


def _has_file(job):
    return bool(job.file and job.file_until and job.file_until > timezone.now())


def _find(request, pk):
    require(request.user, "job.run")
    return get_object_or_404(jobs_of(request.user).select_related("owner"), pk=pk)
