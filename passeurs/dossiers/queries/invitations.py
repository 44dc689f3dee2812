"""Partners' links and their state: who is asked, who is silent, what a link leads to."""

from django.db.models import F, Q

from ..enums import Confirmation, ReminderKind, State
from ..models import PartnerInvitation, PartnerLink, Reminding
from ..reminding import PAUSE, next_at
from ..tokens import digest_of
from .content import content_of

TONES = {
    Confirmation.NONE: "mute",
    Confirmation.INVITED: "todo",
    Confirmation.OPENED: "todo",
    Confirmation.CONFIRMED: "ok",
    Confirmation.STALE: "wait",
    Confirmation.DECLINED: "no",
    Confirmation.WITHDRAWN: "wait",
}


def link_of(token):
    """The link of a token with all that its page shows, in one query; None when unknown."""
    digest = digest_of(token)
    if digest is None:
        return None
    found = PartnerLink.objects.select_related(
        "invitation__asked_by",
        "invitation__partner__dossier__edition__coordination",
        "invitation__partner__dossier__structure",
        "invitation__partner__dossier__project",
    )
    return found.filter(digest=digest).first()


def silent_invitations(*, at):
    """The invitations that may be due a reminder, by key; all of an edition's may be held back."""
    kept = Reminding.objects.exclude(held=[]).values_list("edition", "held")
    held = [edition for edition, kinds in kept if ReminderKind.PARTNER in kinds]
    waiting = PartnerInvitation.objects.filter(
        Q(answer="") | Q(answer="confirmed", asked_at__gt=F("answered_at")),
        revoked_at=None,
        last_sent_at__lte=at - PAUSE,
        partner__dossier__state__in=[State.DRAFT, State.WITHDRAWN],
        partner__dossier__edition__filing_before_at__gt=at,
    )
    found = waiting.exclude(partner__dossier__edition__in=held)
    return list(found.values_list("pk", flat=True))


def standing_of(partner, edition):
    """A partner's word for a screen: state, tone, when, and the next reminder if one is planned."""
    asked = partner.asked
    state = asked.state if asked else Confirmation.NONE
    is_known = asked is not None and state != Confirmation.NONE
    return {
        "state": state,
        "label": state.label,
        "tone": TONES[state],
        "asked": asked if is_known else None,
        "since": asked.since if is_known else None,
        "next_at": _next(asked, edition) if is_known and asked.is_silent else None,
    }


def _next(asked, edition):
    return next_at(
        asked.asked_at,
        edition.filing_before_at,
        done=asked.reminders,
        last_sent_at=asked.last_sent_at,
    )


def standings_of(dossier):
    """Every partner with its word, in the order of the dossier."""
    return [(row, standing_of(row, dossier.edition)) for row in content_of(dossier).partners]


def letter_kind(edition):
    """The document that the edition asks of each partner, or None."""
    documents = edition.document().get("documents", [])
    return next((line for line in documents if line["per"] == "partner"), None)


def letters_of(partner):
    """The files joined for a partner."""
    joined = partner.attachment_set.filter(removed_at=None)
    return joined.select_related("file").order_by("pk")


def actions_told(dossier):
    """What a partner reads of the actions: when and where, nothing more."""
    rows = dossier.actions.filter(~Q(title="") | Q(starts_on__isnull=False))
    return rows.select_related("commune").only(
        "dossier",
        "title",
        "nature",
        "starts_on",
        "ends_on",
        "place_label",
        "commune__name",
    )
