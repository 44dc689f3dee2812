"""Questions about the record of contacts."""

from datetime import timedelta

from django.db.models import Count, F, Q

from passeurs.core.folding import fold

from .enums import Order, State
from .models import Contact

PATIENCE = timedelta(days=7)
"""How long the coordination waits for an answer before it asks again."""
ORDERS = {
    Order.RECENT: [F("last_at").desc(nulls_last=True), "-pk"],
    Order.NEXT: [F("next_step_on").asc(nulls_last=True), "pk"],
    Order.OLDEST: ["at", "pk"],
    Order.STRUCTURE: ["structure_name", "pk"],
}


def contacts_for(structure, edition):
    """The contacts tied to the structure for the edition, the earliest first: what R1 reads."""
    return Contact.objects.filter(structure=structure, edition=edition).order_by("at", "pk")


def thread_of(edition, *, structure, structure_name, email):
    """The thread that an exchange joins: of the structure, else of that person for that name."""
    threads = Contact.objects.threads().filter(edition=edition).order_by("at", "pk")
    if structure and (found := threads.filter(structure=structure).first()):
        return found
    name = fold(structure_name)
    same = threads.filter(email__iexact=email) if email else ()
    return next((one for one in same if fold(one.structure_name) == name), None)


def exchanges_of(thread):
    """Every exchange of a thread, the earliest first."""
    rows = Contact.objects.filter(Q(pk=thread.pk) | Q(thread=thread))
    return list(rows.select_related("recorded_by").order_by("at", "pk"))


def desk_list(user, *, edition="", state="", channel="", text="", order=Order.RECENT):
    """The threads kept by the person's coordination, the latest touched first.

    `edition` is a slug. The search reads the structure, the person, the place, the address.
    """
    threads = Contact.objects.kept_by(user).threads()
    if edition:
        threads = threads.filter(edition__slug=edition)
    if state:
        threads = threads.filter(state=state)
    if channel:
        threads = threads.filter(Q(channel=channel) | Q(following__channel=channel)).distinct()
    related = ("edition", "structure", "coordination")
    return threads.matching(text).select_related(*related).order_by(*ORDERS[order])


def due_by(*, today):
    """Name of a list to chase → the condition on a thread; a closed one is chased no more."""
    is_open = ~Q(state=State.CLOSED)
    return {
        "aujourdhui": is_open & Q(next_step_on=today),
        "retard": is_open & Q(next_step_on__lt=today),
        "semaine": is_open & Q(next_step_on__gt=today, next_step_on__lte=today + timedelta(days=7)),
    }


def silent(*, at):
    """The condition « we spoke last, a week ago or more, and nothing is dated »."""
    return Q(state=State.ANSWERED, last_is_ours=True, last_at__lte=at - PATIENCE, next_step_on=None)


def desk_counts(user):
    """How many threads the desk keeps in each state, and in all, in one query."""
    counts = {state.value: Count("pk", filter=Q(state=state)) for state in State}
    return Contact.objects.kept_by(user).threads().aggregate(total=Count("pk"), **counts)


def to_answer(user, limit=5):
    """The oldest contacts that wait for an answer."""
    waiting = Contact.objects.kept_by(user).threads().to_answer().select_related("edition")
    return waiting.order_by("at", "pk")[:limit]


def next_steps(user, *, today):
    """The threads whose next step is due, the one most late first."""
    due = due_by(today=today)
    found = Contact.objects.kept_by(user).threads().filter(due["aujourdhui"] | due["retard"])
    return found.select_related("edition").order_by("next_step_on", "pk")
