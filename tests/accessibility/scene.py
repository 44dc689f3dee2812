"""One region on one evening: every role, and dossiers in each of their states."""

from datetime import timedelta
from types import SimpleNamespace

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.filebased import EmailBackend
from django.core.signing import Signer
from django.utils import timezone

from passeurs.dossiers.actions.filing import abandon_dossier, submit_dossier, withdraw_dossier
from passeurs.dossiers.actions.rows import add_row
from passeurs.dossiers.actions.saving import save_changes
from passeurs.dossiers.changes import AttributeChange
from tests.factories import calls, contacts, films, organisations
from tests.factories import documents as papers
from tests.factories import dossiers as factory
from tests.factories.accounts import person
from tests.factories.territories import CommuneFactory

FAMILIES = ("partners", "actions", "people", "funders")


def build(*, at=None):
    """Write it all, and return what the screens are named after."""
    at = at or timezone.now().replace(microsecond=0)
    scene = SimpleNamespace(at=at, cahors=CommuneFactory(insee="46042", name="Cahors"))
    scene.edition = calls.edition("occitanie-en-cours", today=timezone.localdate(at))
    scene.closed_edition = calls.edition("occitanie-2024")
    scene.film = films.listed(
        scene.edition,
        "Le Phare inventé",
        lists=("open_air", "accompanied"),
        duration_min=82,
        original_title="The Invented Lighthouse",
    )
    films.listed(scene.edition, "La Barque", lists=("accompanied",))
    _people(scene)
    _dossiers(scene)
    _contacts(scene)
    scene.answers = Signer(salt=f"dossiers.selftest:{scene.edition.slug}").sign_object(
        {"status": "association", "people": 30, "core": 20, "see": 1, "make": 2}, compress=True
    )
    return scene


def _people(scene):
    trame = scene.edition.coordination
    scene.newcomer = person("Ada", "Nouvelle")
    scene.nameless = person("", " ")
    scene.nameless.last_name = ""
    scene.nameless.save()
    scene.holder, scene.colleague = person("Nadia", "Sarrazin"), person("Jules", "Amat")
    scene.structure = organisations.structure(
        representative=scene.holder,
        editor=scene.colleague,
        name="MJC des Tilleuls",
        siret_state="verified",
        actor_kind="audience",
        commune=scene.cahors,
        known_to=[trame],
    )
    scene.coordination = organisations.team_member("coordination", trame, first_name="Salomé")
    scene.drac = organisations.team_member("drac", trame, first_name="Yves")


def _dossiers(scene):
    at, holder = scene.at, scene.holder
    options = {"holder": holder, "structure": scene.structure, "at": at}
    scene.empty = factory.dossier(scene.edition, title="", **options)
    scene.blank_rows = factory.dossier(scene.edition, title="À peine commencé", **options)
    for family in FAMILIES:
        add_row(scene.blank_rows, family, by=holder, at=at)
    scene.filled = _filled(scene, title="Lumières de Terre Rouge", **options)
    _set_two_texts(scene.filled, scene.colleague, holder, at)
    # Structures of their own: the ceiling is the holder's, over all its dossiers.
    scene.ready = _alone(scene, title="Écrans du fleuve")
    scene.filed = _alone(scene, title="Cinéma des Tilleuls")
    scene.snapshot = submit_dossier(scene.filed, by=scene.filed.holder, at=at)
    scene.withdrawn = _alone(scene, title="La nuit dehors")
    submit_dossier(scene.withdrawn, by=scene.withdrawn.holder, at=at)
    withdraw_dossier(scene.withdrawn, by=scene.withdrawn.holder, at=at)
    scene.readier, scene.filer = scene.ready.holder, scene.filed.holder
    scene.withdrawer = scene.withdrawn.holder
    scene.abandoned = factory.dossier(scene.edition, title="Mis de côté", **options)
    abandon_dossier(scene.abandoned, by=holder, at=at)
    scene.late = _filled(scene, edition=scene.closed_edition, title="Trop tard", **options)


def _filled(scene, *, edition=None, **options):
    made = factory.complete_dossier(edition or scene.edition, **options)
    made.attachments.all().delete()
    leader = made.persons.first()
    stored = papers.stored_file("cv-de-lila-andrieu.pdf", by=made.holder)
    made.attachments.create(kind="practitioner_cv", person=leader, file=stored, added_at=scene.at)
    screening = made.actions.last()
    screening.kind, screening.commune = "accompanied_screening", scene.cahors
    screening.save()
    listed = scene.edition.listed_films.filter(list="accompanied").first()
    screening.films.create(listed_film=listed)
    return made


def _alone(scene, **options):
    """A complete dossier of a structure of its own, which the desk knows."""
    return _filled(scene, at=scene.at, **options)


def _set_two_texts(dossier, first, second, at):
    """A colleague's text is in place, the second one is kept beside it."""
    for by, text, version in ((first, "Le texte de Jules.", 0), (second, "Le mien.", 0)):
        dossier.project.refresh_from_db()
        change = AttributeChange(
            name="summary", value=text, before="", target=dossier.project, attribute="summary"
        )
        save_changes(dossier, "project", [change], version=version, by=by, at=at)


def send_a_mail(folder):
    """One e-mail laid where the demonstration shows those that left; its name."""
    letter = EmailMultiAlternatives(
        "Votre dossier", "Il est déposé.", "a@exemple.fr", ["b@exemple.fr"]
    )
    EmailBackend(alias="wire", file_path=folder).send_messages([letter])
    return f"{next(folder.glob('*.log')).stem}-0"


def _contacts(scene):
    scene.contact = contacts.contact(scene.edition, at=scene.at - timedelta(days=2))
    contacts.contact(scene.edition, at=scene.at, rank=1, structure=scene.structure)
