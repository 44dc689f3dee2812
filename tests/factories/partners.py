"""Partners who were asked for their word, and the link they received."""

import re

from passeurs.dossiers.actions.invitations import invite_partner
from passeurs.dossiers.models import Partner, PartnerLink
from passeurs.notifications.models import OutboxMessage

LINK = re.compile(r"/partenaire/(\S+?)/")


def partner(dossier, rank=0, **facts):
    """A partner of the dossier, fresh from the base, with an address."""
    row = dossier.partners.order_by("position")[rank]
    facts.setdefault("contact_email", f"partenaire{rank}@exemple.fr")
    Partner.objects.filter(pk=row.pk).update(**facts)
    return Partner.objects.select_related("invitation", "dossier__edition__coordination").get(
        pk=row.pk
    )


def invited(dossier, rank=0, *, at, by=None, **facts):
    """The invitation of a partner, and the token its message carried."""
    row = partner(dossier, rank, **facts)
    invitation = invite_partner(row, by=by or dossier.holder, at=at)
    return invitation, last_token()


def last_token():
    link = PartnerLink.objects.latest("pk")
    return token_in(OutboxMessage.objects.get(key=f"partner.link:{link.pk}"))


def token_in(message):
    return LINK.search(message.text)[1]
