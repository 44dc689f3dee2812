"""« Mon projet est-il éligible ? »: the questions, and a result that may be shared."""

from django.contrib.auth.decorators import login_not_required
from django.core.signing import BadSignature, Signer
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from passeurs.calls.models import Edition
from passeurs.calls.queries import next_edition
from passeurs.core.typography import local

from ..forms.selftest import SelfTestForm, answers_of, initial_of, read_answers
from ..queries.selftest import findings_of
from ..selftest import judge
from ..summary import result_of, summary_of

SUMMARY_KEY = "selftest_summary"
# Short controls, two a row.
PAIRED = ("people", "core", "see", "make", "cost", "asked")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request, slug):
    """Ask; the answers then are the address of their result. `reprise` fills them in again."""
    edition, at = _edition(request, slug), timezone.now()
    today = local(at, edition.timezone).date()
    given = _signed(edition, request.GET.get("reprise", "")) or {}
    form = SelfTestForm(
        request.POST if request.method == "POST" else None,
        initial=initial_of(given),
        edition=edition.document(),
        today=today,
    )
    if request.method == "POST" and form.is_valid():
        token = _signer(edition).sign_object(answers_of(form), compress=True)
        return redirect("dossiers:selftest_result", slug=slug, token=token)
    context = {"edition": edition, "form": form, "paired": PAIRED, **_life(edition, at)}
    return render(request, "dossiers/selftest.html", context, status=422 if form.errors else 200)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def result(request, slug, token):
    """What the engine answers; POST carries it to the contact form, in the session."""
    edition, at = _edition(request, slug), timezone.now()
    answers = _signed(edition, token)
    if answers is None:
        return render(request, "dossiers/selftest_lost.html", {"edition": edition}, status=404)
    document = edition.document()
    found = findings_of(answers.get("commune"), document)
    shown = result_of(
        judge(answers, document, found, at=at), document, closed=edition.is_closed(at=at)
    )
    if request.method == "POST":
        address = request.build_absolute_uri(request.path)
        request.session[SUMMARY_KEY] = summary_of(shown, edition, address=address)
        return redirect("contacts:write", slug=slug)
    context = {"edition": edition, "token": token, "result": shown, **_life(edition, at)}
    return render(request, "dossiers/selftest_result.html", context)


def _edition(request, slug):
    editions = Edition.objects.visible_to(request.user).with_coordination()
    return get_object_or_404(editions, slug=slug)


def _life(edition, at):
    """Whether the call is open, and where to go when it is not."""
    is_closed = edition.is_closed(at=at)
    return {
        "now": at,
        "is_open": edition.is_open(at=at),
        "is_closed": is_closed,
        "next_edition": next_edition(edition, at) if is_closed else None,
    }


def _signer(edition):
    return Signer(salt=f"dossiers.selftest:{edition.slug}")


def _signed(edition, token):
    """The answers that a token holds, or None where it was cut or made up."""
    try:
        return read_answers(_signer(edition).unsign_object(token))
    except (BadSignature, ValueError):
        return None
