"""Name an administrator of the platform, or withdraw the right."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.identities.actions.administrators import name_administrator, revoke_administrator


class Command(BaseCommand):
    help = "Nomme un administrateur de la plateforme, ou lui retire ce droit (--remove)."

    def add_arguments(self, parser):
        parser.add_argument("email", metavar="ADRESSE")
        parser.add_argument("--reason", required=True, metavar="MOTIF")
        parser.add_argument("--remove", action="store_true", help="retire le droit")

    def handle(self, *, email, reason, remove, **options):
        user = User.objects.with_email(email)
        if user is None or not user.is_active:
            raise CommandError("Aucun compte ouvert n’a cette adresse.")
        now = timezone.now()
        if remove:
            count = revoke_administrator(user, reason=reason, at=now)
            self.stdout.write(f"Droits retirés : {count}.")
            return
        try:
            name_administrator(user, reason=reason, at=now)
        except Refused as refusal:
            raise CommandError(" ".join(refusal.reasons)) from refusal
        self.stdout.write(f"{user.email} est administrateur.")
