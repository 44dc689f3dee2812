"""What every screen of a dossier shares: finding it, its steps, the panel of rules."""

from django.http import Http404
from django.utils import timezone

from passeurs.calls.queries import hint_of
from passeurs.core.access import can, require
from passeurs.core.typography import plural

from ..enums import SectionCode, Side
from ..forms.registry import questions_form
from ..forms.speech import Speech
from ..models import Dossier
from ..progress import blocking, steps_of
from ..queries.content import sections_of
from ..queries.corrections import open_items
from ..queries.faces import faces_of
from ..queries.lists import act_on_one, read_one
from ..queries.messages import side_of, to_read
from ..queries.partners import functions_of
from ..queries.presence import here_now
from ..queries.setasides import set_asides_of
from ..queries.typing import open_session
from ..queries.verdicts import verdicts_of
from ..rules import BEAT_EVERY
from ..sections import BY_CODE, links_of, neighbours
from .where import one_here

ONE_FORM = {
    SectionCode.STRUCTURE,
    SectionCode.PROJECT,
    SectionCode.AUDIENCE,
    SectionCode.COMMITMENTS,
}


DESK = "desk:home"
"""The entry of the menu under which the others than the holder read a dossier."""


def find(request, dossier_id, permission="dossier.read"):
    """The dossier, 404 for a stranger, 403 for a known person without the right."""
    found = act_on_one if request.headers.get("X-Autosave") == "1" else read_one
    try:
        dossier = found(request.user, dossier_id)
    except Dossier.DoesNotExist:
        raise Http404 from None
    require(request.user, permission, dossier)
    if side_of(dossier, request.user) != Side.HOLDER:
        request.under = DESK
    return dossier


def screen(request, dossier, code, **more):
    """The context of a section's screen: head, steps, panel, neighbours."""
    sections = sections_of(dossier)
    before, after = neighbours(code)
    return {
        **panel(request, dossier, code, sections=sections),
        "screen": BY_CODE[code],
        "section": sections[code],
        "set_asides": _told_asides(dossier, sections[code]),
        "questions": _questions(dossier, code),
        "correcting": correcting(dossier, code),
        "hint": hint_of(dossier.edition, code),
        "before": before,
        "after": after,
        **more,
    }


def correcting(dossier, code):
    """The fields of this section that a correction has open; without a question where none is."""
    until = getattr(dossier, "correct_until", None)
    return open_items(dossier, code) if until and until >= timezone.now() else ()


def _questions(dossier, code):
    """What the edition asks beside the rows of a section that is not one form."""
    return None if code in ONE_FORM else questions_form(dossier, code)


def _told_asides(dossier, section):
    """The texts that wait for a choice, each with the words of its field."""
    found, speech = set_asides_of(dossier, section), Speech(dossier)
    for one in found:
        one.label = speech.label(one.section, one.row, one.field)
        one.words = speech.words(one.section, one.row, one.field, one.text)
    return found


def panel(request, dossier, code, *, sections=None):
    """The steps and the verdicts, as the fragment that is read again after each save."""
    now = timezone.now()
    verdicts = verdicts_of(dossier, at=now)
    sections = sections or sections_of(dossier)
    return {
        "dossier": dossier,
        "edition": dossier.edition,
        "now": now,
        "code": code,
        "editable": is_editable(request.user, dossier, at=now),
        "typing": typing_by(request.user, dossier, at=now),
        "steps": steps_of(dossier, verdicts, sections),
        "verdicts": _here_first(verdicts, code),
        "links": links_of(dossier),
        "note": note_on(verdicts),
        "faces": faces_of(dossier) if can(request.user, "dossier.team", dossier) else (),
        "to_read": to_read(dossier, request.user),
        "here": here_in(request, dossier, sections, at=now),
        "functions": functions_of(dossier) if code == SectionCode.PARTNERS else (),
    }


def here_in(request, dossier, sections, *, at):
    """Who else of the team is there, as the page shows it before its script; None for others."""
    if not can(request.user, "dossier.presence", dossier):
        return None
    speech, found = Speech(dossier), here_now(dossier, request.user, sections, at=at)
    people = [one_here(dossier, speech, one) for one in found]
    return {"people": people, "every": int(BEAT_EVERY.total_seconds())}


def is_editable(user, dossier, *, at):
    """Whether this person may write here now."""
    return can(user, "dossier.edit", dossier) and not dossier.edition.is_closed(at=at)


def typing_by(user, dossier, *, at):
    """The session in which this person types for the holder, or None; mostly without a question."""
    if not dossier.typing_until or dossier.typing_until <= at:
        return None
    session = open_session(dossier, at=at)
    return session if session and session.opened_by_id == user.pk else None


def note_on(verdicts):
    """One sentence on what stands between the dossier and its filing."""
    count = len(blocking(verdicts))
    if not count:
        return "Rien n’empêche de déposer."
    if count == 1:
        return "Un seul point empêche de déposer."
    return f"{plural(count, 'point empêche', 'points empêchent')} de déposer."


def _here_first(verdicts, code):
    return sorted(verdicts, key=lambda verdict: verdict.section != code)
