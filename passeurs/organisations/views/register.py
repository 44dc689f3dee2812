"""What the business register brings to the screen where a structure is registered."""

from ..queries import structure_with_siret
from ..register import AWAY, find, is_on, look_up


def prefilled(request):
    """What the form starts from: the establishment chosen in the register, else nothing."""
    siret = request.GET.get("siret", "") if request.method == "GET" else ""
    _, record = look_up(siret) if siret and is_on() else (False, None)
    return record.initial() if record else None


def search(request):
    """The search in the register and what it found; `away` says what to do without it."""
    text = request.GET.get("registre", "").strip() if request.method == "GET" else ""
    found = find(text) if text and is_on() else []
    rows = [(record, structure_with_siret(record.siret)) for record in found or ()]
    siret = request.GET.get("siret", "")
    chosen = _chosen(siret) if siret and request.method == "GET" and is_on() else None
    return {
        "is_on": is_on(),
        "text": text,
        "rows": rows,
        "away": AWAY if found is None else "",
        "chosen": chosen,
    }


def _chosen(siret):
    """The establishment the form is filled with; its answer is already kept."""
    return look_up(siret)[1]
