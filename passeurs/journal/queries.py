"""Reading the journal."""

from django.db import models

from .models import Entry, EntryQuerySet


def entries_for(obj: models.Model) -> EntryQuerySet:
    """What happened to `obj`, oldest first, each with its actor."""
    return Entry.objects.about(obj).select_related("actor")
