"""The outbox as the desk reads it: a coordination its own messages, an administrator all."""

from django.db.models import Count

from passeurs.dossiers.concerns import about
from passeurs.dossiers.queries.team import team_of
from passeurs.notifications.enums import MessageState
from passeurs.notifications.models import OutboxMessage
from passeurs.notifications.queries import dead_among

from .journal import reads_everything, scopes_of

GROUPS = {
    "attente": [MessageState.WAITING, MessageState.SENDING],
    "gardes": [MessageState.HELD],
    "partis": [MessageState.SENT, MessageState.DIGESTED],
    "echecs": [MessageState.FAILED, MessageState.BOUNCED, MessageState.MUTED],
    "autres": [MessageState.STOPPED, MessageState.CANCELLED],
}
LABELS = {
    "attente": "En attente",
    "repris": "Retentés",
    "gardes": "Gardés",
    "partis": "Partis",
    "echecs": "Non remis",
    "autres": "Arrêtés, annulés",
}


def outbox_of(user):
    """Every message the person may see, the latest first."""
    found = OutboxMessage.objects.order_by("-created_at", "-pk")
    return found if reads_everything(user) else found.filter(scope__in=scopes_of(user))


def filtered(messages, *, group="", address="", words="", scope=""):
    """Those that answer to every part that is given."""
    if group == "repris":
        messages = messages.filter(state=MessageState.WAITING, attempts__gt=0)
    elif group:
        messages = messages.filter(state__in=GROUPS[group])
    if address:
        messages = messages.filter(to__contains=address.strip().lower())
    if scope:
        messages = messages.filter(scope=scope)
    for word in words.split():
        messages = messages.filter(subject__icontains=word)
    return messages


def listed(messages):
    """Light rows: the words of a message are read on its own page."""
    return messages.defer("text", "html", "attachments")


def counts_of(messages):
    """How many there are in each group, in one question."""
    by_state = dict(messages.order_by().values_list("state").annotate(n=Count("pk")))
    counts = {code: sum(by_state.get(one, 0) for one in GROUPS[code]) for code in GROUPS}
    return counts | {"all": sum(by_state.values())}


def mails_about(dossier):
    """What was written of a dossier, to whoever it was."""
    found = OutboxMessage.objects.filter(about=about(dossier.pk))
    return found.filter(scope=dossier.edition.coordination.slug).order_by("-created_at", "-pk")


def team_with_addresses(dossier):
    """Each person of the team, with what is known of an address that does not receive."""
    team = team_of(dossier)
    dead = dead_among([mate.user.email for mate in team])
    return [(mate, dead.get(mate.user.email)) for mate in team]
