"""Opening a call, extending it, closing it early, putting it away."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from passeurs.calls.actions import Overtaken, archive_edition, unarchive_edition
from passeurs.calls.checker import check
from passeurs.core.refusals import Refused

from ..actions.opening import close_edition_early, extend_edition, open_edition
from ..forms.opening import CloseForm, ExtendForm, OpenForm
from ..standing import standing
from .finding import OVERTAKEN, WRONG, catch_up, find


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request, slug):
    """The checker's last word: errors keep the call shut, each remark is to be read."""
    edition = find(request, slug)
    findings = check(edition.document())
    errors = [one for one in findings if one.level == "error"]
    warnings = [one for one in findings if one.level == "warning"]
    form = OpenForm(request.POST if request.method == "POST" else None, warnings=warnings)

    def act(found, now):
        open_edition(edition, acknowledged=found["read"], by=request.user, at=now)
        return "L’appel est publié."

    context = {"errors": errors, "stands": standing(edition, at=timezone.now())}
    return _act(request, edition, form, act, "editions/open.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def extend(request, slug):
    edition = find(request, slug)
    form = ExtendForm(
        request.POST if request.method == "POST" else None, initial={"version": edition.version}
    )

    def act(found, now):
        told = {"notice": found["notice"], "version": found["version"]}
        extend_edition(edition, form.until(), by=request.user, at=now, **told)
        return "L’appel est prolongé, et son avis publié."

    return _act(request, edition, form, act, "editions/extend.html", {})


@require_http_methods(["GET", "HEAD", "POST"])
def close(request, slug):
    edition = find(request, slug)
    form = CloseForm(
        request.POST if request.method == "POST" else None, initial={"version": edition.version}
    )

    def act(found, now):
        told = {"notice": found["notice"], "version": found["version"]}
        close_edition_early(edition, by=request.user, at=now, **told)
        return "L’appel est clos, et son avis publié."

    return _act(request, edition, form, act, "editions/close.html", {})


def _act(request, edition, form, act, template, context):
    """Do what the form says, or show it again with the reasons why not."""
    status = WRONG if form.is_bound else 200
    if form.is_valid():
        try:
            said = act(form.cleaned_data, timezone.now())
        except Overtaken as overtaken:
            status = OVERTAKEN
            catch_up(form, edition, overtaken)
        except Refused as refusal:
            for reason in refusal.reasons:
                form.add_error(None, reason)
        else:
            messages.success(request, said)
            return redirect("editions:detail", edition.slug)
    shown = {"edition": edition, "form": form, **context}
    return render(request, template, shown, status=status)


@require_POST
def archive(request, slug):
    """Put away, or take out again: one button."""
    edition = find(request, slug)
    act = unarchive_edition if "sortir" in request.POST else archive_edition
    try:
        act(edition, by=request.user, at=timezone.now())
        messages.success(request, "C’est fait.")
    except Refused as refusal:
        messages.warning(request, " ".join(refusal.reasons))
    return redirect("editions:detail", slug)
