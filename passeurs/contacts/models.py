"""The record of contacts before a dossier: date, channel, who, what (the call, article 1.2)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from passeurs.core.folding import fold, words_of
from passeurs.organisations.enums import TeamRole
from passeurs.organisations.models import Membership, TeamMember

from .enums import Channel, Source, State, Wish


class ContactQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The coordination's own record, and for a holder the lines of its structures."""
        if not user.is_authenticated:
            return self.none()
        own = Membership.objects.filter(user=user).values("structure")
        return self.filter(Q(coordination__in=_teams_of(user)) | Q(structure__in=own))

    def kept_by(self, user):
        """What the coordination team keeps, answers and amends: its desk."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(coordination__in=_teams_of(user))

    def threads(self):
        """The first exchange of each thread."""
        return self.filter(thread=None)

    def to_answer(self):
        return self.filter(state=State.NEW)

    def matching(self, text):
        contacts = self
        for word in words_of(text):
            contacts = contacts.filter(search__contains=word)
        return contacts


def _teams_of(user):
    teams = TeamMember.objects.filter(user=user, role=TeamRole.COORDINATION)
    return teams.values("coordination")


class Contact(models.Model):
    """One exchange. `at` is when it took place; `recorded_at` when it was written down.

    The first exchange with somebody about an edition opens a thread, and those that follow point
    to it (`thread`). The first one alone carries what is true of the thread: its state, what
    comes next, and the latest exchange (`last_at`, `last_is_ours` when the coordination spoke).
    `key` is the page's that noted it, by which a double click counts once.
    """

    edition = models.ForeignKey("calls.Edition", models.PROTECT, related_name="contacts")
    coordination = models.ForeignKey(
        "organisations.Coordination", models.PROTECT, related_name="contacts"
    )
    structure = models.ForeignKey(
        "organisations.Structure", models.PROTECT, related_name="contacts", null=True, blank=True
    )
    structure_name = models.CharField("structure", max_length=200)
    city = models.CharField("commune", max_length=120, blank=True)
    person_name = models.CharField("nom", max_length=150)
    email = models.EmailField("adresse électronique", blank=True)
    phone = models.CharField("téléphone", max_length=30, blank=True)
    at = models.DateTimeField("date de l’échange")
    recorded_at = models.DateTimeField("noté le", default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    channel = models.CharField("canal", max_length=8, choices=Channel)
    source = models.CharField("origine", max_length=8, choices=Source)
    wish = models.CharField("réponse souhaitée", max_length=8, choices=Wish, blank=True)
    message = models.TextField("message")
    selftest_summary = models.TextField("résultat de l’autotest", blank=True)
    state = models.CharField("état", max_length=10, choices=State, default=State.NEW)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    notes = models.TextField("notes de la coordination", blank=True)
    next_step = models.CharField("suite à donner", max_length=200, blank=True)
    next_step_on = models.DateField("pour le", null=True, blank=True)
    thread = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="following"
    )
    is_ours = models.BooleanField("venu de la coordination", default=False)
    key = models.UUIDField(null=True, unique=True, editable=False)
    last_at = models.DateTimeField("dernier échange", editable=False, null=True)
    last_is_ours = models.BooleanField(editable=False, default=False)
    search = models.TextField(editable=False, default="")

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = "prise de contact"
        verbose_name_plural = "prises de contact"
        indexes = [
            models.Index(fields=["coordination", "state", "-at"], name="contact_desk"),
            models.Index(fields=["structure", "edition"], name="contact_structure"),
            models.Index(fields=["coordination", "next_step_on"], name="contact_next_step"),
            models.Index(fields=["edition", "email"], name="contact_thread"),
        ]

    def __str__(self):
        return f"{self.structure_name}, {self.person_name}"

    def save(self, **kwargs):
        self.search = fold(
            f"{self.structure_name} {self.city} {self.person_name} {self.email} {self.phone}"
        )
        if not self.last_at:
            self.last_at, self.last_is_ours = self.at, self.is_ours
        super().save(**kwargs)

    def access_roles(self, user):
        """What the person is to this contact: a role in the team, a role in the structure."""
        roles = self.coordination.access_roles(user)
        return roles | self.structure.access_roles(user) if self.structure else roles
