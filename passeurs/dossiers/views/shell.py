"""What every screen of a dossier shares: finding it, its steps, the panel of rules."""

from django.shortcuts import get_object_or_404
from django.utils import timezone

from passeurs.core.access import can, require
from passeurs.core.typography import plural

from ..enums import SectionCode
from ..progress import blocking, steps_of
from ..queries.content import sections_of
from ..queries.lists import for_reading
from ..queries.partners import functions_of
from ..queries.setasides import set_asides_of
from ..queries.verdicts import verdicts_of
from ..sections import BY_CODE, links_of, neighbours


def find(request, dossier_id, permission="dossier.read"):
    """The dossier, 404 for a stranger, 403 for a known person without the right."""
    dossier = get_object_or_404(for_reading(request.user), pk=dossier_id)
    require(request.user, permission, dossier)
    return dossier


def screen(request, dossier, code, **more):
    """The context of a section's screen: head, steps, panel, neighbours."""
    sections = sections_of(dossier)
    before, after = neighbours(code)
    return {
        **panel(request, dossier, code, sections=sections),
        "screen": BY_CODE[code],
        "section": sections[code],
        "set_asides": set_asides_of(dossier, sections[code]),
        "before": before,
        "after": after,
        **more,
    }


def panel(request, dossier, code, *, sections=None):
    """The steps and the verdicts, as the fragment that is read again after each save."""
    now = timezone.now()
    verdicts = verdicts_of(dossier, at=now)
    return {
        "dossier": dossier,
        "edition": dossier.edition,
        "now": now,
        "code": code,
        "editable": is_editable(request.user, dossier, at=now),
        "steps": steps_of(dossier, verdicts, sections or sections_of(dossier)),
        "verdicts": _here_first(verdicts, code),
        "links": links_of(dossier),
        "note": note_on(verdicts),
        "functions": functions_of(dossier) if code == SectionCode.PARTNERS else (),
    }


def is_editable(user, dossier, *, at):
    """Whether this person may write here now."""
    return can(user, "dossier.edit", dossier) and not dossier.edition.is_closed(at=at)


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
