"""People, known by their e-mail address alone."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from passeurs.core.folding import fold

LONGEST_SEARCH = 420  # signs; one letter may fold into several


class UserManager(BaseUserManager):
    """Addresses are compared without regard to case."""

    def create_user(self, email, password=None, **fields):
        """A person who signs in by code; `password` is Django's contract, and stays unusable."""
        user = self.model(email=email, **fields)
        user.set_unusable_password()
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email):
        return self.get(email=_same(email))

    def with_email(self, email):
        """The person of this address, whatever its case, or None."""
        return self.filter(email=_same(email)).first()


class User(AbstractBaseUser):
    """A person. What they may do follows from memberships and teams, never from the account."""

    email = models.EmailField(
        "adresse e-mail",
        unique=True,
        error_messages={"unique": "Un compte existe déjà avec cette adresse."},
    )
    first_name = models.CharField("prénom", max_length=80, blank=True)
    last_name = models.CharField("nom", max_length=80, blank=True)
    search = models.CharField(max_length=LONGEST_SEARCH, default="", blank=True, editable=False)
    phone = models.CharField("téléphone", max_length=30, blank=True)
    is_active = models.BooleanField("compte ouvert", default=True)
    created_at = models.DateTimeField("créé le", auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "personne"
        verbose_name_plural = "personnes"
        ordering = ["last_name", "first_name", "email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email_any_case",
                violation_error_message="Un compte existe déjà avec cette adresse.",
            )
        ]

    def __str__(self):
        return self.get_full_name()

    def save(self, **kwargs):
        self.email = _same(self.email)
        self.search = fold(f"{self.first_name} {self.last_name} {self.email}")[:LONGEST_SEARCH]
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search"}
        super().save(**kwargs)

    def get_full_name(self):
        """First and last name, or the address of someone who has not said theirs."""
        return f"{self.first_name} {self.last_name}".strip() or self.email

    def get_short_name(self):
        return self.first_name or self.email

    @property
    def has_name(self):
        return bool(self.first_name and self.last_name)


def _same(email):
    return (email or "").strip().lower()
