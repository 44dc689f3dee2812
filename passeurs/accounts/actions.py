"""Signing in, and telling one's name."""

import logging
from smtplib import SMTPException

from allauth.account.models import EmailAddress
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string

from passeurs.accounts import codes
from passeurs.accounts.models import User
from passeurs.core.refusals import Refused

logger = logging.getLogger(__name__)


def send_code(email: str, code: str) -> None:
    """Send the code at once, outside the outbox: it is worth nothing later.

    The same for a known address and a new one, so that nobody learns who has an account.
    Refused when the mail server does not answer.
    """
    context = {"code": code, "email": email, "minutes": int(codes.LIFETIME.total_seconds() // 60)}
    message = EmailMultiAlternatives(
        subject=render_to_string("accounts/emails/code.subject.txt", context).strip(),
        body=render_to_string("accounts/emails/code.txt", context),
        to=[email],
    )
    message.attach_alternative(render_to_string("accounts/emails/code.html", context), "text/html")
    try:
        message.send(using="wire")
    except (OSError, SMTPException) as error:
        logger.warning("sign-in code not sent: %s", type(error).__name__)
        raise Refused(
            "Le courriel n’a pas pu partir\u00a0: notre serveur d’envoi ne répond pas. "
            "Réessayez dans quelques minutes."
        ) from error


@transaction.atomic
def open_account(email: str) -> User:
    """The person of this address, whose ownership has just been proved; created when new."""
    user = User.objects.with_email(email)
    if user is None:
        user, _ = User.objects.get_or_create(email=email)
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    if not user.is_active:
        raise Refused("Ce compte est fermé. Écrivez à votre coordination pour le rouvrir.")
    return user
