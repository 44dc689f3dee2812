"""An emergency: two hours of an administrator’s right, and a link that enters once."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from passeurs.accounts.models import User
from passeurs.identities.actions.administrators import break_glass, revoke_administrator


class Command(BaseCommand):
    help = "Donne deux heures d’administration, et un lien d’entrée d’un quart d’heure."

    def add_arguments(self, parser):
        parser.add_argument("email", metavar="ADRESSE")
        parser.add_argument("--reason", required=True, metavar="MOTIF")
        parser.add_argument("--revoke", action="store_true", help="retire l’accès donné")

    def handle(self, *, email, reason, revoke, **options):
        user = User.objects.with_email(email)
        if user is None or not user.is_active:
            raise CommandError("Aucun compte ouvert n’a cette adresse.")
        if not reason.strip():
            raise CommandError("Le motif est écrit au journal : dites-le.")
        now = timezone.now()
        if revoke:
            count = revoke_administrator(user, reason=reason, at=now)
            self.stdout.write(f"Droits retirés : {count}.")
            return
        token = break_glass(user, reason=reason, at=now)
        path = reverse("identities:break_glass", args=[token])
        self.stdout.write("À ouvrir dans le quart d’heure, une seule fois :")
        self.stdout.write(f"{settings.SITE_URL}{path}")
