"""One region on one evening: every role, and dossiers in each of their states."""

from datetime import timedelta
from functools import partial
from types import SimpleNamespace
from uuid import uuid4

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.filebased import EmailBackend
from django.core.signing import Signer
from django.utils import timezone

from passeurs.calls.actions import clone_edition
from passeurs.committee.actions import holding
from passeurs.committee.actions.deciding import Choice, decide
from passeurs.committee.actions.envelopes import add_envelope, change_envelope
from passeurs.committee.actions.letters import ask_letters, mark_read
from passeurs.committee.actions.passages import put_on_order
from passeurs.committee.actions.publishing import publish
from passeurs.committee.actions.reading import give_reading
from passeurs.committee.actions.replacing import renounce
from passeurs.committee.actions.scenarios import make_scenario, move_line, share_scenario
from passeurs.committee.actions.seats import answer_invitation, give_seat, invite_everyone
from passeurs.committee.actions.sittings import create_sitting, move_sitting
from passeurs.committee.actions.voting import open_ballot
from passeurs.committee.enums import Answer
from passeurs.committee.models import Reading
from passeurs.desk.actions.exports import ask_for_export
from passeurs.desk.actions.jobs import prepare_job, start_job
from passeurs.desk.actions.templates import write_template
from passeurs.desk.enums import JobKind
from passeurs.desk.models import Export, Job, JobItem, ReplyTemplate
from passeurs.documents.rules import ANY
from passeurs.dossiers.actions.carrying import start_from
from passeurs.dossiers.actions.confirmation import confirm_part, decline_part
from passeurs.dossiers.actions.corrections import keep_field, lapse_requests
from passeurs.dossiers.actions.filing import abandon_dossier, submit_dossier, withdraw_dossier
from passeurs.dossiers.actions.messages import write_message
from passeurs.dossiers.actions.proposals import propose
from passeurs.dossiers.actions.recusals import declare_recusal
from passeurs.dossiers.actions.requests import ask_document
from passeurs.dossiers.actions.rows import add_row
from passeurs.dossiers.actions.saving import save_changes
from passeurs.dossiers.actions.starting import invite_to_start
from passeurs.dossiers.actions.team import accept_invitation, invite_to_dossier
from passeurs.dossiers.actions.typing import open_typing
from passeurs.dossiers.carrying import items_of
from passeurs.dossiers.changes import AttributeChange
from passeurs.dossiers.forms.single import FIELDS
from passeurs.dossiers.forms.typed import typed_lines
from passeurs.dossiers.models import Dossier
from passeurs.dossiers.queries.admission import appeal_of
from passeurs.dossiers.queries.carrying import document_of
from passeurs.dossiers.queries.proposals import action_of
from passeurs.editions.actions.changing import ask_for_change, read_change
from passeurs.events.actions.attendance import issue_certificates, mark
from passeurs.events.actions.events import move_event
from passeurs.events.actions.fees import ask_fee, settle_fee
from passeurs.events.enums import FeeState
from passeurs.films.actions.wishes import wish_for_film
from passeurs.identities.actions.administrators import name_administrator
from passeurs.instruction.actions.admission import admit, refuse
from passeurs.instruction.actions.sheets import finish_sheet, save_sheet, share_sheet
from passeurs.instruction.models import Sheet
from passeurs.notifications.actions import notify
from passeurs.notifications.bounces import mark_bounced
from passeurs.notifications.links import stop_url
from passeurs.organisations.actions import ask_to_join, invite_member
from passeurs.organisations.actions.teams import invite_to_team
from passeurs.territories.models import Import
from tests.factories import (
    calls,
    contacts,
    corrections,
    events,
    films,
    network,
    organisations,
    partners,
    sittings,
)
from tests.factories import documents as papers
from tests.factories import dossiers as factory
from tests.factories.accounts import person
from tests.factories.identities import with_application
from tests.factories.territories import CommuneFactory, VintageFactory, ZoneFactory, square

FAMILIES = ("partners", "actions", "people", "funders")


def build(*, at=None):
    """Write it all, and return what the screens are named after."""
    at = at or timezone.now().replace(microsecond=0)
    scene = SimpleNamespace(
        at=at, cahors=CommuneFactory(insee="46042", name="Cahors", lon=1.44, lat=44.45)
    )
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
    _imports(scene)
    _network(scene)
    _export(scene)
    _asked(scene)
    _corrected(scene)
    _jobs(scene)
    _replies(scene)
    _editions(scene)
    _wishes(scene)
    _team(scene)
    _mails(scene)
    _accompany(scene)
    _tell(scene)
    _committee(scene)
    _events(scene)
    scene.answers = Signer(salt=f"dossiers.selftest:{scene.edition.slug}").sign_object(
        {"status": "association", "people": 30, "core": 20, "see": 1, "make": 2}, compress=True
    )
    return scene


def _team(scene):
    """A guest and a pending invitation in the filled dossier; a double of the structure."""
    holder, at = scene.holder, scene.at
    scene.guest, scene.invited = person("Lina", "Castel"), person("Hugo", "Marsan")
    invitation = invite_to_dossier(
        scene.filled, email=scene.guest.email, role="editor", by=holder, at=at
    )
    accept_invitation(invitation, by=scene.guest, at=at)
    options = {"email": scene.invited.email, "by": holder, "at": at}
    scene.invitation = invite_to_dossier(scene.filled, role="delegate", **options)
    scene.lapsed = invite_to_dossier(scene.blank_rows, role="reader", **options)
    type(scene.lapsed).objects.filter(pk=scene.lapsed.pk).update(expires_at=at - timedelta(days=1))
    scene.membership = invite_member(scene.structure, role="reader", **options)
    ask_to_join(scene.structure, message="Je suis la nouvelle.", by=person("Sarah"), at=at)
    scene.double = organisations.structure(
        name="M.J.C. Tilleuls", siret=None, known_to=[scene.edition.coordination]
    )


def _replies(scene):
    told = {"theme": "Pièces", "body": "Bonjour {représentant},\n\nIl manque une pièce à {titre}."}
    for title in ("Pièce manquante", "Budget à équilibrer"):
        row = ReplyTemplate(
            coordination=scene.edition.coordination, title=title, is_shared=True, **told
        )
        scene.template = write_template(row, by=scene.coordination, at=scene.at)


def _wishes(scene):
    for title in ("Le Bac inventé", "Une autre rive"):
        facts = {"title": title, "year": None, "list": "open_air", "reason": "Pour nos jeunes."}
        wish_for_film(scene.edition, scene.structure, facts, by=scene.holder, at=scene.at)


def _mails(scene):
    """A reminder that waits, and a message that came back from an address that is gone."""
    dossier, at = scene.filled, scene.at
    context = {"dossier": dossier, "edition": scene.edition, "due_at": at, "left": "7 jours"}
    mail = {"at": at, "family": "reminders"}
    to, template = [scene.holder], "dossiers/emails/due_draft"
    (scene.reminded,) = notify(to, template, context, key="reminder:scene", **mail)
    (scene.bounced,) = notify(to, template, context, key="reminder:scene:2", **mail)
    mark_bounced(scene.bounced, "5.1.1", at=at)
    scene.tokens["stop"] = stop_url(scene.reminded).rstrip("/").rpartition("/")[2]


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
    scene.secured = with_application(person("Léa", "Verrou"))
    scene.administrator = person("Ada", "Min")
    name_administrator(scene.administrator, reason="Première", at=scene.at)
    scene.coordination = organisations.team_member("coordination", trame, first_name="Salomé")
    scene.drac = organisations.team_member("drac", trame, first_name="Yves")
    scene.national = organisations.team_member("national", first_name="Antoine")


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
    scene.tokens = {"filed": partners.invited(scene.filed, at=at)[1]}
    scene.snapshot = submit_dossier(scene.filed, by=scene.filed.holder, at=at)
    scene.withdrawn = _alone(scene, title="La nuit dehors")
    submit_dossier(scene.withdrawn, by=scene.withdrawn.holder, at=at)
    withdraw_dossier(scene.withdrawn, by=scene.withdrawn.holder, at=at)
    scene.readier, scene.filer = scene.ready.holder, scene.filed.holder
    scene.withdrawer = scene.withdrawn.holder
    scene.abandoned = factory.dossier(scene.edition, title="Mis de côté", **options)
    abandon_dossier(scene.abandoned, by=holder, at=at)
    _decided(scene)
    _partners(scene)
    _messages(scene)
    scene.late = _filled(scene, edition=scene.closed_edition, title="Trop tard", **options)
    _carry_over(scene)


def _carry_over(scene):
    """A dossier begun from the one that came too late for its call."""
    groups = items_of(document_of(scene.late), scene.closed_edition.document())
    kept = {item.code for _, items in groups for item in items}
    scene.carried = start_from(scene.late, scene.edition, kept=kept, by=scene.holder, at=scene.at)


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


def _decided(scene):
    """One dossier that goes on, its sheet written and shared; one that does not."""
    by = {"by": scene.coordination, "at": scene.at}
    scene.admissible = _alone(scene, title="Le phare et la lampe")
    scene.inadmissible = _alone(scene, title="Sans le son")
    for one in (scene.admissible, scene.inadmissible):
        submit_dossier(one, by=one.holder, at=scene.at)
    admit(scene.admissible, **by)
    appeal = appeal_of(scene.edition)
    refuse(scene.inadmissible, reasons=["Déposé sans le budget."], appeal=appeal, **by)
    scene.refused = scene.inadmissible.holder
    sheet = Sheet(dossier=scene.admissible)
    told = {"opinion": "favourable", "opinion_text": "À soutenir.", "amount_proposed": 4000}
    changes = [
        AttributeChange(name=name, value=value, before="", target=sheet, attribute=name)
        for name, value in told.items()
    ]
    save_sheet(scene.admissible, changes, version=0, **by)
    finish_sheet(scene.admissible, **by)
    share_sheet(scene.admissible, is_shared=True, **by)


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


def _partners(scene):
    """One partner asked and silent, one who confirmed, one who declined, one whose link ended."""
    at, other = scene.at, _alone(scene, title="Les toits")
    tokens = scene.tokens
    _, tokens["invited"] = partners.invited(scene.filled, 0, at=at, contribution="La salle.")
    confirmed, tokens["confirmed"] = partners.invited(scene.filled, 1, at=at)
    seen = confirmed.partner.basis_digest
    confirm_part(confirmed, name="Théo Lam", role="Directeur", seen=seen, at=at)
    declined, tokens["declined"] = partners.invited(other, 0, at=at)
    decline_part(declined, word="Pas cette année.", at=at)
    ended, tokens["ended"] = partners.invited(other, 1, at=at)
    ended.links.update(expires_at=at - timedelta(days=1))


def _messages(scene):
    """A few words from each side; the holder has not read the last ones."""
    sides = ((scene.holder, "holder"), (scene.coordination, "coordination"))
    for rank, (by, side) in enumerate((*sides, *sides)):
        write_message(
            scene.filled,
            f"Message {rank} : une question.",
            side=side,
            key=uuid4(),
            uploads=[papers.upload("plan.pdf")] if rank == 1 else (),
            allowed=ANY,
            by=by,
            at=scene.at - timedelta(days=3 - rank),
        )


def _network(scene):
    """Somebody who agreed, somebody who was not asked yet, two halls of one commune."""
    trame = scene.edition.coordination
    scene.actress = person("Coline", "Mazet")
    words = {"presentation": "Des films faits à douze.", "references": "La Crue (2021)"}
    scene.performer = network.card(
        trame, agreed=True, name="Coline Mazet", email=scene.actress.email, **words
    )
    propose(
        action_of(scene.filled, scene.filled.actions.last().pk),
        scene.performer,
        words="Elle connaît le quartier.",
        by=scene.coordination,
        at=scene.at,
    )
    scene.editor_card = network.card(trame, scene.structure, name="Bastien Garric")
    scene.hall = network.venue(
        trame, commune=scene.cahors, lat=44.45, lon=1.44, rooms=[180, 60], has_hearing_loop=False
    )
    network.venue(trame, "La Petite Salle", commune=scene.cahors, lat=44.46, lon=1.45)


def send_a_mail(folder):
    """One e-mail laid where the demonstration shows those that left; its name."""
    letter = EmailMultiAlternatives(
        "Votre dossier", "Il est déposé.", "a@exemple.fr", ["b@exemple.fr"]
    )
    EmailBackend(alias="wire", file_path=folder).send_messages([letter])
    return f"{next(folder.glob('*.log')).stem}-0"


def _editions(scene):
    """A draft of next year, and a change to the open call that touches a dossier."""
    scene.prepared = clone_edition(
        scene.closed_edition, slug="preparee", shift_years=1, by=None, at=scene.at
    )
    document = scene.edition.document()
    document = {**document, "money": {**document["money"], "ceiling": "1000.00"}}
    scene.change = ask_for_change(
        scene.edition,
        document,
        part="L’aide et le budget",
        version=scene.edition.version,
        by=scene.coordination,
        at=scene.at,
    )
    read_change(scene.change, at=scene.at)


def _export(scene):
    asked = Export(kind="dossiers", format="xlsx", columns=["numero"])
    scene.export = ask_for_export(asked, by=scene.coordination, at=timezone.now())


def _corrected(scene):
    """Corrections asked: one open, half answered; one whose date passed; one being written."""
    places = (corrections.SUMMARY, ("project", "", "title"))
    for name in ("corrected", "lapsed_correction"):
        made = _alone(scene, title="La barque de nuit")
        submit_dossier(made, by=made.holder, at=scene.at)
        made.state = "submitted"
        asked = corrections.sent(made, scene.coordination, scene.at, *places)
        kept, changed = corrections.items_of(asked)
        keep_field(kept, reason="C’est voulu.", by=made.holder, at=scene.at)
        setattr(scene, name, made)
    corrections.change(changed, "La barque de jour", scene.at, by=made.holder)
    lapse_requests(at=asked.due_at + timedelta(seconds=1), fields=FIELDS)
    scene.corrector = scene.corrected.holder
    judge = organisations.team_member("region", scene.edition.coordination, first_name="Odile")
    told = {"reason": "Elle y a siégé.", "by": scene.coordination, "at": scene.at}
    declare_recusal(scene.filed, judge, **told)
    corrections.prepare(scene.filed, scene.coordination, scene.at)


def _asked(scene):
    """Two documents asked beside the call's: one awaited, one that came."""
    day = timezone.localdate(scene.at)
    for label in ("Relevé d’identité bancaire", "Lettre du cinéma signée"):
        told = {"words": "Récent.", "due_on": day + timedelta(days=9), "key": uuid4()}
        ask_document(scene.filled, label=label, **told, by=scene.coordination, at=scene.at)
    first = scene.filled.document_requests.get(label__startswith="Relevé")
    file, by = papers.stored_file(), scene.filled.created_by
    first.answers.create(file=file, word="Le voici.", round=1, by=by, at=scene.at)
    scene.filled.document_requests.filter(pk=first.pk).update(state="received")


def _jobs(scene):
    """One at each stage."""
    chosen = Dossier.objects.filter(edition=scene.edition)
    told = {"by": scene.coordination, "at": timezone.now()}
    text = {"text": "Bonjour {porteur}, où en est {titre} ?"}
    scene.job_draft = prepare_job(JobKind.MESSAGE, chosen, options=text, **told)
    scene.job_empty = prepare_job(JobKind.DOCUMENT, chosen, **told)
    scene.job_running = prepare_job(JobKind.LABEL, chosen, **told)
    start_job(scene.job_running, {"label": "Lot"}, at=told["at"])
    scene.job_done = prepare_job(JobKind.LABEL, chosen, **told)
    start_job(scene.job_done, {"label": "Lot"}, at=told["at"])
    rows = JobItem.objects.filter(job=scene.job_done)
    rows.update(state="refused", reason="Vous n’avez plus accès à ce dossier.")
    rows.filter(position=1).update(state="done", reason="")
    Job.objects.filter(pk=scene.job_done.pk).update(state="done")


def _imports(scene):
    """A map to place an action on, and an import in each state."""
    VintageFactory(kind="COMMUNES", vintage=2026)
    VintageFactory(vintage=scene.edition.qpv_vintage)
    around = square(1.43, 44.44, 1.45, 44.46)
    ZoneFactory(vintage=scene.edition.qpv_vintage, geometry=around, communes=["46042"])
    scene.placed = scene.filled.actions.last()
    group = {"label": "Communes nouvellement classées", "count": 300, "lines": ["46042 Cahors"]}
    report = {
        "read": 4_446,
        "kept": 4_445,
        "refused": 1,
        "lines": [{"where": "Ligne 3", "file": "frr.csv", "text": "aucune commune n’a ce code."}],
        "remarks": ["le fichier n’est pas en UTF-8."],
        "reach": "FRR 2025 : 13 départements.",
        "is_unchanged": False,
        "replaces": "Ce millésime est déjà chargé.",
        "changes": {"against": "FRR 2024", "groups": [group]},
    }
    options = {"kind": "FRR", "vintage": 2025, "asked_by": scene.national, "asked_at": scene.at}
    scene.import_ready = Import.objects.create(state="ready", report=report, **options)
    scene.import_ready.files.create(name="frr.csv", size=149_049, sha256="a3" * 32)
    scene.import_reading = Import.objects.create(done=900, total=4_446, **options)
    scene.import_unusable = Import.objects.create(
        state="unusable", problem="« frr.csv » est une page web.", ended_at=scene.at, **options
    )


def _committee(scene):
    """A sitting not composed yet; one whose reading is open, the DRAC coming, an expert silent."""
    by, region = {"by": scene.coordination, "at": scene.at}, scene.edition.coordination
    start = scene.at + timedelta(days=20)
    when = {"starts_at": start, "ends_at": start + timedelta(hours=3)}
    facts = {"place": "Salle Méliès, Cahors", "video_link": "https://visio.example/comite", **when}
    scene.bare_sitting = create_sitting(
        scene.edition, {"name": "Comité de juin", "quorum": 3, **facts}, **by
    )
    scene.sitting = create_sitting(
        scene.edition, {"name": "Comité de sélection", "quorum": 2, **facts}, **by
    )
    scene.expert = organisations.team_member("committee", region, first_name="Inès")
    put_on_order(scene.sitting, [scene.admissible], **by)
    seats = (
        (scene.drac, "DRAC", "president"),
        (scene.expert, "Ciné-club", "member"),
    )
    for user, body, role in seats:
        give_seat(scene.sitting, user, body=body, role=role, stands_in_for=None, **by)
    invite_everyone(scene.sitting, **by)
    head = scene.sitting.seats.get(role="president")
    told = {"body": "Coordination", "role": "member", "stands_in_for": head}
    give_seat(scene.sitting, scene.coordination, **told, **by)
    answer_invitation(scene.sitting, Answer.ACCEPTED, by=scene.drac, at=scene.at)
    move_sitting(scene.sitting, "read", **by)
    _read(scene)
    _share_out(scene, by)
    _hold(scene, facts, by)


def _read(scene):
    """The DRAC gave its reading of the dossier that passes; nobody else began."""
    scene.passage = scene.sitting.passages.select_related("sitting__edition").get()
    seat = scene.sitting.seats.get(user=scene.drac)
    made = Reading.objects.create(
        seat=seat, passage=scene.passage, comment="À soutenir.", touched_at=scene.at
    )
    for line in scene.passage.sitting.grid:
        made.marks.create(criterion=line["code"], value=line["maximum"], comment="Vu.")
    give_reading(scene.passage, by=scene.drac, at=scene.at)


def _share_out(scene, by):
    """An envelope too small for what is asked, a scenario shared and another kept to oneself."""
    Sheet.objects.update_or_create(
        dossier=scene.admissible, defaults={"opinion": "favourable", "priority": 1}
    )
    facts = {"funder": "DRAC Occitanie", "source": "drac", "total": 3000, "ceiling": 2000}
    scene.envelope = add_envelope(scene.sitting, facts, **by)
    scene.scenario = make_scenario(scene.sitting, "Au mérite", **by)
    move_line(scene.scenario, 1, **by)
    share_scenario(scene.scenario, is_shared=True, **by)
    change_envelope(scene.envelope, facts | {"total": 1500}, **by)
    make_scenario(scene.sitting, "Plus large", **by)


def _hold(scene, facts, by):
    """A sitting that deliberates, its first dossier on screen, voices being counted."""
    named = {"name": "Comité du jour", "quorum": 1, **facts}
    scene.live_sitting = create_sitting(scene.edition, named, **by)
    told = {"body": "DRAC", "role": "president", "stands_in_for": None}
    seat = give_seat(scene.live_sitting, scene.drac, **told, **by)
    put_on_order(scene.live_sitting, [scene.admissible], **by)
    invite_everyone(scene.live_sitting, **by)
    for step in ("read", "deliberate"):
        move_sitting(scene.live_sitting, step, **by)
    holding.mark(seat, is_here=True, **by)
    passage = scene.live_sitting.passages.select_related("sitting", "dossier").get()
    holding.show(passage, **by)
    rules = {"counts_votes": True, "is_secret": False, "has_casting_voice": False}
    holding.set_session(scene.live_sitting, rules, **by)
    decide(passage, Choice("waiting", rank=1), version=0, **by)
    open_ballot(passage, **by)


def _tell(scene):
    """A sitting that ended: letters prepared, one read over; and one published."""
    by = {"by": scene.coordination, "at": scene.at}
    start = scene.at - timedelta(days=3)
    when = {"starts_at": start, "ends_at": start + timedelta(hours=3), "video_link": ""}
    for name in ("prepared", "published"):
        told = [_alone(scene, title=title) for title in ("Les nuits claires", "Sur la place")]
        Dossier.objects.filter(pk__in=[one.pk for one in told]).update(state="admissible")
        facts = {"name": "Comité d’hiver", "quorum": 1, "place": "Cahors", **when}
        made = create_sitting(scene.edition, facts, **by)
        sittings.put(made, told, **by)
        sittings.decide(made, told[0], "granted", conditions="Un atelier de plus.", **by)
        sittings.decide(made, told[1], "declined", **by)
        sittings.prepared(ask_letters(sittings.end(made), **by))
        setattr(scene, f"{name}_sitting", made)
        setattr(scene, f"{name}_letter", made.publications.get().letters.first())
        setattr(scene, f"{name}_dossiers", told)
    first = scene.prepared_letter
    mark_read(first, digest=first.digest, **by)
    publish(scene.published_sitting, **by)
    told = {"publishes_results": True, "publishes_amounts": True}
    type(scene.edition).objects.filter(pk=scene.edition.pk).update(**told)
    scene.awarded_dossier, scene.declined_dossier = scene.published_dossiers
    scene.awarded = scene.awarded_dossier.holder
    _wait(scene, when, by)
    _undecided(scene, when, by)


def _wait(scene, when, by):
    """A published sitting of which one gave up, and another waits."""
    told = [_alone(scene, title=title) for title in ("La halle", "Le lavoir")]
    Dossier.objects.filter(pk__in=[one.pk for one in told]).update(state="admissible")
    facts = {"name": "Comité d’été", "quorum": 1, "place": "Cahors", **when}
    scene.waiting_sitting = create_sitting(scene.edition, facts, **by)
    sittings.put(scene.waiting_sitting, told, **by)
    sittings.decide(scene.waiting_sitting, told[0], "granted", **by)
    sittings.decide(scene.waiting_sitting, told[1], "waiting", **by)
    sittings.prepared(ask_letters(sittings.end(scene.waiting_sitting), **by))
    publish(scene.waiting_sitting, **by)
    scene.renounced_dossier, scene.waiting_dossier = told
    given_up = Dossier.objects.get(pk=told[0].pk)
    renounce(given_up, reason="La halle ferme.", by=told[0].holder, at=scene.at)


def _undecided(scene, when, by):
    """One that ended without a decision on its dossier."""
    left = _alone(scene, title="Sans réponse")
    Dossier.objects.filter(pk=left.pk).update(state="admissible")
    facts = {"name": "Comité d’automne", "quorum": 1, "place": "Cahors", **when}
    scene.undecided_sitting = create_sitting(scene.edition, facts, **by)
    sittings.put(scene.undecided_sitting, [left], **by)
    scene.undecided_passage = scene.undecided_sitting.passages.get()
    sittings.end(scene.undecided_sitting)


def _accompany(scene):
    """A dossier in which the coordination typed, and an invitation to start another."""
    agent, at = scene.coordination, timezone.now()
    region, address = scene.edition.coordination, scene.invited.email
    scene.team_invitation = invite_to_team(region, email=address, role="committee", by=agent, at=at)
    scene.typed = _alone(scene, title="Écrit pour une autre")
    scene.typed.structure.memberships.create(user=scene.holder, role="representative")
    open_typing(
        scene.typed,
        typed_for="Nadia Sarrazin",
        consent="phone",
        consented_on=timezone.localdate(at),
        words="Elle me dicte son projet au téléphone.",
        ends_at=at + timedelta(hours=2),
        by=agent,
        at=at,
        telling=typed_lines,
    )
    add_row(scene.typed, "partners", by=agent, at=at)
    scene.starting = invite_to_start(
        scene.contact,
        email=scene.invited.email,
        title="Un parcours",
        summary=scene.contact.message,
        word="Au plaisir de vous lire.",
        by=agent,
        at=at,
    )


def _contacts(scene):
    scene.contact = contacts.contact(scene.edition, at=scene.at - timedelta(days=2))
    contacts.contact(scene.edition, at=scene.at, rank=1, structure=scene.structure)


def _events(scene):
    """One to come, one full, one today, one held, a draft; and two memberships."""
    agent, at = scene.coordination, timezone.now()
    region = scene.edition.coordination
    options = {"at": at, "commune": scene.cahors, "video_link": "https://visio.example/a"}
    make = partial(events.event, region, agent, **options)
    come = partial(events.registered, at=at, user=scene.holder, structure=scene.structure)
    scene.gathering = make(title="Rencontre régionale de printemps")
    scene.full_event = make(title="Journée de formation", capacity=1)
    scene.today_event = make(title="Réunion des porteurs", starts_at=at + timedelta(seconds=1))
    scene.held_event = make(title="Rencontre d’automne", starts_at=at + timedelta(seconds=1))
    scene.draft_event = make(title="Rencontre d’été", state="draft")
    come(scene.gathering, youths=3, meals=2, diets=["vegan"], travel="needs", travel_from="Figeac")
    for one in (scene.full_event, scene.today_event, scene.held_event):
        come(one)
    ready = {"user": scene.readier, "structure": scene.ready.structure, "at": at}
    events.registered(scene.full_event, **ready)
    events.registered(scene.today_event, **ready)
    for one in (scene.today_event, scene.held_event):
        mark(
            one.registrations.select_related("event").get(user=scene.holder),
            "came",
            by=agent,
            at=at,
        )
    move_event(scene.held_event, "hold", by=agent, at=at + timedelta(hours=1))
    issue_certificates(at=at + timedelta(hours=2))
    year = timezone.localdate().year
    paid = ask_fee(region, scene.structure, year, by=agent, at=at)
    settle_fee(paid, FeeState.PAID, timezone.localdate(), by=agent, at=at)
    ask_fee(region, scene.ready.structure, year, by=agent, at=at)
