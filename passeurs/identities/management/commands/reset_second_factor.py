"""Forget the second factor of a person who has lost everything; they are told."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from passeurs.accounts.models import User
from passeurs.identities.actions.factors import reset_second_factor


class Command(BaseCommand):
    help = "Oublie le second facteur d’une personne qui a tout perdu, et ferme ses sessions."

    def add_arguments(self, parser):
        parser.add_argument("email", metavar="ADRESSE")
        parser.add_argument("--reason", required=True, metavar="MOTIF")

    def handle(self, *, email, reason, **options):
        user = User.objects.with_email(email)
        if user is None:
            raise CommandError("Aucun compte n’a cette adresse.")
        count = reset_second_factor(user, by=None, reason=reason, at=timezone.now())
        self.stdout.write(f"Seconds facteurs oubliés : {count}. La personne est prévenue.")
