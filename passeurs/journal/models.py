"""What happened, who did it, when and why: a table that only grows."""

from typing import Any, NoReturn

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from .chain import digest_of


class AppendOnlyError(RuntimeError):
    """Raised when code tries to rewrite or remove what the journal holds."""


def name_of(obj: models.Model) -> dict[str, str]:
    """How the journal names an object: its type and its key."""
    return {"object_type": obj._meta.label_lower, "object_id": str(obj.pk)}  # noqa: SLF001 - Django's public door


class EntryQuerySet(models.QuerySet["Entry"]):
    """Adding is the only write; rewriting and removing are refused."""

    def about(self, obj: models.Model) -> "EntryQuerySet":
        return self.filter(**name_of(obj))

    def bulk_create(self, objs, *args, **options):
        """Django's own, each entry with its digest."""
        entries = list(objs)
        for entry in entries:
            entry.digest = digest_of(entry)
        return super().bulk_create(entries, *args, **options)

    def update(self, **changes: object) -> NoReturn:
        raise AppendOnlyError("A journal entry is never rewritten.")

    def bulk_update(self, *args: object, **options: object) -> NoReturn:
        raise AppendOnlyError("A journal entry is never rewritten.")

    def delete(self) -> NoReturn:
        raise AppendOnlyError("A journal entry is never removed.")


class Entry(models.Model):
    """One fact about one object.

    The object is named by its type and key rather than bound by a foreign key: the entry outlives
    what it tells of. `scope` is the slug of the coordination that may read it, empty for all.
    """

    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="journal_entries",
    )
    verb = models.CharField(max_length=80)
    scope = models.CharField(max_length=80, blank=True)
    object_type = models.CharField(max_length=80)
    object_id = models.CharField(max_length=64)
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    digest = models.CharField(max_length=64, default="", editable=False)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["object_type", "object_id", "id"], name="journal_object"),
            models.Index(fields=["scope", "at"], name="journal_scope"),
            models.Index(fields=["at"], name="journal_at"),
        ]
        verbose_name = "fait du journal"
        verbose_name_plural = "journal"

    def __str__(self) -> str:
        return f"{self.verb} {self.object_type}:{self.object_id}"

    def save(self, **options: object) -> None:
        if not self._state.adding:
            raise AppendOnlyError("A journal entry is never rewritten.")
        self.digest = digest_of(self)
        super().save(force_insert=True)

    def delete(self, using: Any = None, keep_parents: bool = False) -> NoReturn:
        raise AppendOnlyError("A journal entry is never removed.")


class Seal(models.Model):
    """The place of an entry in the chain, written by the database itself (`guards`).

    The entry is named by its key alone: the seal outlives it, and says which one is missing.
    """

    position = models.BigIntegerField(primary_key=True)
    entry_id = models.BigIntegerField(unique=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["position"]
        verbose_name = "sceau du journal"
        verbose_name_plural = "sceaux du journal"

    def __str__(self) -> str:
        return f"{self.position}:{self.hash}"
