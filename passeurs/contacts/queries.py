"""Questions about the record of contacts."""

from django.db.models import Count, Q

from .enums import State
from .models import Contact


def contacts_for(structure, edition):
    """The contacts tied to the structure for the edition, the earliest first: what R1 reads."""
    return Contact.objects.filter(structure=structure, edition=edition).order_by("at", "pk")


def desk_list(user, *, edition="", state="", text=""):
    """The contacts kept by the person's coordination, the latest first.

    `edition` is a slug. The search reads the structure, the person, the place, the address.
    """
    contacts = Contact.objects.kept_by(user).select_related("edition", "structure", "coordination")
    if edition:
        contacts = contacts.filter(edition__slug=edition)
    if state:
        contacts = contacts.filter(state=state)
    return contacts.matching(text)


def desk_counts(user):
    """How many contacts the desk keeps in each state, and in all, in one query."""
    counts = {state.value: Count("pk", filter=Q(state=state)) for state in State}
    return Contact.objects.kept_by(user).aggregate(total=Count("pk"), **counts)


def to_answer(user, limit=5):
    """The oldest contacts that wait for an answer."""
    waiting = Contact.objects.kept_by(user).to_answer().select_related("edition")
    return waiting.order_by("at", "pk")[:limit]
