"""Keeping where the dossier stands on the ministry's own online form."""

from datetime import date, datetime
from urllib.parse import urlsplit

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.dossiers.models import Dossier
from passeurs.journal.actions import record

from ..models import OnlineForm
from ..queries.pieces import today_of

NOT_AN_ADDRESS = (
    "Cette adresse n’est pas celle d’un dossier en ligne : copiez-la depuis le navigateur, elle "
    "commence par https://."
)


@transaction.atomic
def keep_online_form(
    dossier: Dossier, *, number: str, url: str, sent_on: date | None, by: User, at: datetime
) -> OnlineForm:
    """Keep the number, the address and the day of the holder's dossier there. Journaled.

    Raises `Refused` for an address that is not a plain https one, or a day to come.
    """
    number, url = " ".join(number.split()), url.strip()
    if url and not is_safe(url):
        raise Refused(NOT_AN_ADDRESS)
    if sent_on and sent_on > today_of(dossier, at=at):
        raise Refused("Ce jour n’est pas encore venu : notez l’envoi quand il a lieu.")
    told = {"number": number, "url": url, "sent_on": sent_on, "by": by, "at": at}
    kept, _ = OnlineForm.objects.update_or_create(dossier=dossier, defaults=told)
    scope = dossier.edition.coordination.slug
    data = {"number": number}
    record("instruction.online_form", by=by, at=at, obj=dossier, data=data, scope=scope)
    return kept


def is_safe(url: str) -> bool:
    """Whether a link may be shown: https, a named host, no password in it."""
    try:
        parts = urlsplit(url)
        has_port = parts.port is not None
    except ValueError:
        return False
    host = parts.hostname or ""
    is_named = "." in host and not host.replace(".", "").isdigit()
    return parts.scheme == "https" and is_named and not (parts.username or has_port)
