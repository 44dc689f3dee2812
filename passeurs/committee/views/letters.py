"""The letters of a sitting: prepared, read over one by one, published together, followed."""

from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passeurs.core.access import can
from passeurs.core.downloads import shut
from passeurs.core.proofs import recent_proof_required
from passeurs.core.refusals import Refused
from passeurs.dossiers.queries.awards import mail_key

from ..actions.amending import amend
from ..actions.deciding import OVERTAKEN
from ..actions.letters import ask_letters, mark_read
from ..actions.publishing import publish, send_again
from ..forms.session import DecisionForm
from ..models import Decision
from ..preparing import prepare
from ..queries.letters import decision_of
from ..queries.publications import Board, Row, letters_for, mail_of, messages_of
from ..queries.session import left_of, title_of
from .finding import WRONG, attempt, find, now
from .session import passage_for

PAGE = "committee:letters"


@require_safe
def index(request, pk):
    """What stands in the way, the letters prepared, those sent."""
    sitting = find(request, pk, "letter.read")
    context = {
        "sitting": sitting,
        "board": Board(sitting, request.user),
        "may_publish": can(request.user, "decision.publish", sitting),
        "publisher": sitting.edition.get_publisher_display(),
        "keeps": can(request.user, "sitting.keep", sitting),
    }
    return render(request, "committee/letters.html", context)


@require_POST
def ask(request, pk):
    """Have the letters made that are not, or no longer true."""
    sitting = find(request, pk, "letter.prepare")

    def deed():
        prepare.enqueue(ask_letters(sitting, **now(request)).pk)

    attempt(request, deed, "Les lettres se préparent.")
    return redirect(PAGE, pk)


@require_POST
@recent_proof_required
def publish_all(request, pk):
    """Tell every decision, all at once."""
    sitting = find(request, pk, "decision.publish")
    done = "Les décisions sont publiées\u00a0: les lettres partent."
    attempt(request, lambda: publish(sitting, **now(request)), done)
    return redirect(PAGE, pk)


@require_safe
def letter(request, pk, letter):
    """One letter: the e-mail as it will be read, and its PDF."""
    sitting = find(request, pk, "letter.read")
    board = Board(sitting, request.user)
    rows = [*board.preparing, *board.sent]
    places = {one.letter.pk: number for number, one in enumerate(rows)}
    if letter not in places or not rows[places[letter]].letter.facts:
        raise Http404
    place = places[letter]
    context = {
        "sitting": sitting,
        "row": rows[place],
        "facts": rows[place].letter.facts,
        "mail": mail_of(rows[place].letter, request.user),
        "before": rows[place - 1] if place else None,
        "after": rows[place + 1] if place + 1 < len(rows) else None,
        "may_prepare": can(request.user, "letter.prepare", sitting),
    }
    return render(request, "committee/letter.html", context)


@require_safe
def file(request, pk, letter):
    row = _letter(request, find(request, pk, "letter.read"), letter)
    content = bytes(row.award.letter if row.award else row.content)
    if not content:
        raise Http404
    name = f"decision-{row.facts['number']}.pdf"
    pdf = BytesIO(content)
    return shut(
        FileResponse(pdf, as_attachment=True, filename=name, content_type="application/pdf")
    )


@require_POST
def read(request, pk, letter):
    """Say that it was read over, as it was shown."""
    row = _letter(request, find(request, pk, "letter.prepare"), letter)
    digest = request.POST.get("lue", "")
    attempt(request, lambda: mark_read(row, digest=digest, **now(request)), "La lettre est relue.")
    return redirect("committee:letter", pk, letter)


@require_POST
def again(request, pk, letter):
    """Send once more the e-mails that did not leave."""
    row = _letter(request, find(request, pk, "letter.prepare"), letter)
    found = messages_of([row.award])[mail_key(row.award)] if row.award else []
    lost = [one for one in found if Row(row, messages=[one]).is_lost]
    try:
        messages.success(request, send_again(lost, at=timezone.now()))
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
    return redirect(PAGE, pk)


@require_http_methods(["GET", "HEAD", "POST"])
def amend_one(request, pk, passage):
    """Note a decision, or change it, before it is published."""
    sitting = find(request, pk, "decision.amend")
    row = passage_for(request, sitting, passage)
    typed = request.POST if request.method == "POST" else None
    form = DecisionForm(typed, decision=decision_of(row), envelopes=left_of(sitting))
    if form.is_valid():
        version = form.cleaned_data["version"]
        try:
            amend(row, form.choice(), version=version, **now(request))
        except Refused as refusal:
            form.add_error(None, list(refusal.reasons))
            if OVERTAKEN in refusal.reasons:
                form.catch_up(Decision.objects.get(passage=row).version)
        else:
            messages.success(request, "La décision est notée. Le procès-verbal est à corriger.")
            return redirect(_back(request, sitting), pk)
    context = {"sitting": sitting, "passage": row, "title": title_of(row), "form": form}
    context |= {"decision": decision_of(row), "back": _back(request, sitting)}
    status = WRONG if form.is_bound else 200
    return render(request, "committee/amend.html", context, status=status)


def _back(request, sitting):
    return PAGE if can(request.user, "letter.read", sitting) else "committee:sitting"


def _letter(request, sitting, pk):
    rows = letters_for(sitting, request.user).defer(None)
    return get_object_or_404(rows, pk=pk)
