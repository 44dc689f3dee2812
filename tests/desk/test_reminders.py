"""The agenda of the reminders: who will receive what, when, and what is held back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from passeurs.calls.models import Edition
from passeurs.core.refusals import Refused
from passeurs.dossiers.actions.reminders import hold_reminders, send_reminders
from passeurs.dossiers.models import Dossier, Reminding
from passeurs.dossiers.queries.reminders import dues_of
from passeurs.journal.models import Entry
from tests.factories import calls, organisations, partners
from tests.factories import dossiers as factory
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db
COST = 13


@pytest.fixture
def edition(db):
    """Closes in twenty days: every morning is ahead."""
    made = calls.edition("occitanie-en-cours", today=timezone.localdate())
    made.filing_before_at = timezone.now().replace(microsecond=0) + timedelta(days=20)
    made.save(update_fields=["filing_before_at"])
    return made


@pytest.fixture
def signed(client, edition):
    client.force_login(organisations.team_member("coordination", edition.coordination))
    return client


def page(client, edition, **query):
    answer = client.get(reverse("desk:reminders_of", args=[edition.slug]), query)
    assert answer.status_code == 200
    return answer.content.decode().replace("\u00a0", " ")


def test_what_is_ahead_is_told_with_how_many(signed, edition):
    factory.dossier(edition)
    factory.dossier(edition)
    shown = page(signed, edition)
    for when in ("14 jours avant", "7 jours avant", "2 jours avant", "le dernier matin"):
        assert when in shown
    assert shown.count("2 dossiers") == 4


def test_a_round_names_the_dossiers_and_who_will_be_written_to(signed, edition):
    made = factory.dossier(edition)
    made.team.create(
        user=person("Lina", "Castel"), role="editor", added_by=made.holder, added_at=factory.AT
    )
    step = next(iter(dues_of(edition))).steps()[0]
    shown = page(signed, edition, de=f"draft-j14-{step.at:%Y%m%dT%H%M}")
    assert "Lina Castel" in shown
    assert made.holder.get_full_name() in shown
    assert made.structure.name in shown


@pytest.mark.parametrize(
    "de", ["x", "draft-j14-", "🎬", "a" * 3000], ids=["x", "cut", "🎬", "long"]
)
def test_an_unknown_round_shows_the_agenda(signed, edition, de):
    factory.dossier(edition)
    assert "14 jours avant" in page(signed, edition, de=de, page="zz", passe="-4")


def test_what_has_left_is_told_and_is_no_longer_ahead(signed, edition):
    made = factory.dossier(edition)
    Dossier.objects.filter(pk=made.pk).update(created_at=timezone.now() - timedelta(days=3))
    soon = timezone.now().replace(microsecond=0) + timedelta(days=13)
    Edition.objects.filter(pk=edition.pk).update(filing_before_at=soon)
    due = next(iter(dues_of(Edition.objects.get(pk=edition.pk))))
    send_reminders(at=due.steps()[1].at)
    shown = page(signed, edition)
    assert "1 dossier, 1 personne" in shown
    assert shown.count("7 jours avant") == 1


def test_a_silent_partner_is_ahead_too(signed, edition):
    made = factory.complete_dossier(edition)
    partners.invited(made, at=factory.AT)
    assert "Partenaire silencieux" in page(signed, edition).split("Déjà partis")[0]


def test_nothing_to_remind_of_says_so(signed, edition):
    assert "Rien n’est à rappeler" in page(signed, edition)


def test_the_door_leads_to_the_latest_edition(signed, edition):
    answer = signed.get(reverse("desk:reminders"))
    assert answer.url == reverse("desk:reminders_of", args=[edition.slug])
    Edition.objects.all().delete()
    assert "Aucun appel" in signed.get(reverse("desk:reminders")).content.decode()


def hold(client, edition, kind, deed="retenir"):
    address = reverse("desk:reminders_hold", args=[edition.slug])
    return client.post(address, {"nature": kind, "geste": deed}, follow=True).content.decode()


def test_a_kind_is_held_and_let_go(signed, edition):
    factory.dossier(edition)
    assert "Ces rappels sont retenus" in hold(signed, edition, "draft")
    hold(signed, edition, "draft")
    assert Reminding.objects.get().held == ["draft"]
    assert "retenu" in page(signed, edition)
    assert "Ils repartiront" in hold(signed, edition, "draft", "laisser")
    assert Reminding.objects.get().held == []
    verbs = Entry.objects.filter(verb__startswith="reminder.").values_list("verb", flat=True)
    assert sorted(verbs) == ["reminder.held", "reminder.released"]


@pytest.mark.parametrize("kind", ["", "x", "é🎬"])
def test_an_unknown_kind_is_refused(signed, edition, kind):
    assert "n’existe pas" in hold(signed, edition, kind)
    with pytest.raises(Refused):
        hold_reminders(edition, kind, is_held=True, by=person(), at=timezone.now())


def test_another_region_sees_and_holds_nothing(client, edition):
    other = calls.edition("deux-seances-1").coordination
    client.force_login(organisations.team_member("coordination", other))
    for name, method in (("reminders_of", client.get), ("reminders_hold", client.post)):
        answer = method(reverse(f"desk:{name}", args=[edition.slug]), {"nature": "draft"})
        assert answer.status_code == 404
    assert not Reminding.objects.exists()


@pytest.mark.parametrize("role", ["drac", "region", "committee"])
def test_only_the_coordination_opens_it(client, edition, role):
    client.force_login(organisations.team_member(role, edition.coordination))
    assert client.get(reverse("desk:reminders_of", args=[edition.slug])).status_code == 403


def test_the_agenda_asks_the_same_few_questions(signed, edition, django_assert_num_queries):
    factory.dossier(edition)
    page(signed, edition)
    with django_assert_num_queries(COST):
        page(signed, edition)
    for _ in range(3):
        factory.dossier(edition)
    with django_assert_num_queries(COST):
        page(signed, edition)
