"""`manage.py import_dossier FICHIER --by ADRESSE`: a draft from an exchange document."""

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from passeurs.accounts.models import User
from passeurs.calls.models import Edition
from passeurs.core.refusals import Refused
from passeurs.eligibility.exchange import parse

from ...actions.exchange import load_dossier
from ...actions.holder import structure_for
from ...models import Dossier
from ...portable import left_out
from ...queries.document import dump
from ..files import read_source, run, speak_utf8


class Command(BaseCommand):
    help = (
        "Crée un brouillon à partir d’un dossier au format d’échange. Écrit sa référence ; ce qui "
        "n’a pas pu être repris est dit sur la sortie d’erreur. Rend 2, sans rien écrire, si le "
        "fichier est inutilisable."
    )
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FICHIER", help="un fichier JSON, ou « - »")
        parser.add_argument(
            "--by", metavar="ADRESSE", required=True, help="le compte au nom de qui on importe"
        )
        parser.add_argument(
            "--structure", metavar="SIRET", default="", help="la structure, sinon celle du fichier"
        )
        parser.add_argument(
            "--edition", metavar="SLUG", default="", help="l’édition, sinon celle du fichier"
        )

    def handle(self, *args, **options):
        speak_utf8(self.stdout, self.stderr)
        run(self, lambda: self.load(**options))

    @transaction.atomic
    def load(self, *, file, by, structure, edition, **_options):
        document, at = parse(read_source(file)), timezone.now()
        person, call = account(by), call_of(edition or document.get("edition") or "")
        if structure:
            document = {
                **document,
                "holder": {**(document.get("holder") or {}), "siret": structure},
            }
        holder = structure_for(document, by=person, at=at)
        dossier = load_dossier(document, edition=call, structure=holder, by=person, at=at)
        for line in left_out(document, dump(Dossier.objects.get(pk=dossier.pk))):
            self.stderr.write(line)
        self.stdout.write(dossier.reference)


def account(email):
    found = User.objects.with_email(email)
    if found is None:
        raise Refused(f"Aucun compte n’a l’adresse « {email} ».")
    return found


def call_of(slug):
    found = Edition.objects.select_related("coordination").filter(slug=slug).first()
    if found is None:
        raise Refused(
            f"L’édition « {slug} » n’est pas dans cette base."
            if slug
            else "Le dossier ne nomme pas d’édition\u00a0: ajoutez «\u00a0--edition\u00a0»."
        )
    return found
