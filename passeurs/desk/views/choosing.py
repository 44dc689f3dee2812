"""What is done to the dossiers chosen in the list: at once to a few, by a job to many."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from passeurs.core.access import require
from passeurs.core.refusals import Refused
from passeurs.core.typography import plural

from ..actions.dockets import assign, put_label, take_label
from ..actions.jobs import prepare_job
from ..enums import JobKind
from ..forms.dossiers import EXPORT, BulkForm, DossierFilterForm
from ..queries.dossiers import Filters, found, ours

AT_ONCE = 50
"""Past it, a gesture would keep the person waiting: it becomes a job, read over first."""


@require_POST
def bulk(request):
    """Do one thing to the dossiers chosen and come back to the list, or read it over first."""
    require(request.user, "docket.keep")
    form = BulkForm(request.POST)
    back = f"{reverse('desk:dossiers')}?{QueryDict(request.POST.get('liste', '')).urlencode()}"
    if not form.is_valid():
        messages.error(request, "Choisissez ce qu’il faut faire de ces dossiers.")
        return redirect(back)
    try:
        return redirect(_do(request, form.cleaned_data) or back)
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
    return redirect(back)


def _do(request, data):
    """Where it goes on; None once it is done."""
    chosen = _chosen(request, data)
    if data["geste"] == "preparer":
        return _export(data) if data["suite"] == EXPORT else _prepare(request, data, chosen)
    few = list(chosen.select_related("edition__coordination", "docket")[: AT_ONCE + 1])
    if not few:
        raise Refused("Cochez d’abord un dossier au moins.")
    gesture, options = GESTURES[data["geste"]]
    if len(few) > AT_ONCE:
        told = {"kind": JobKind(data["geste"]), "options": options(request, data)}
        return _job(request, data, chosen, **told)
    messages.success(request, gesture(request, data, few))
    return None


def _chosen(request, data):
    """The dossiers ticked, or the whole list, among those of one's own coordination."""
    if data["tous"]:
        asked = DossierFilterForm(QueryDict(data["liste"]), user=request.user).asked()
        rows = found(request.user, asked)
    else:
        rows = found(request.user, Filters()).filter(pk__in=data["ids"])
    return rows.filter(ours(request.user)).order_by("pk")


def _export(data):
    """The page that asks which table, for these dossiers."""
    address = {"liste": data["liste"]}
    if not data["tous"]:
        if not data["ids"]:
            raise Refused("Cochez d’abord un dossier au moins.")
        address["dossiers"] = [str(key) for key in data["ids"]]
    return f"{reverse('desk:export_ask')}?{urlencode(address, doseq=True)}"


def _prepare(request, data, chosen):
    if not data["suite"]:
        raise Refused("Choisissez ce qu’il faut faire de ces dossiers.")
    return _job(request, data, chosen, kind=JobKind(data["suite"]), options={})


def _job(request, data, chosen, *, kind, options):
    told = {"query": data["liste"], "options": options, "by": request.user}
    job = prepare_job(kind, chosen, at=timezone.now(), **told)
    return reverse("desk:job", args=[job.pk])


def _assign(request, data, chosen):
    agent = _agent(request, data)
    count = assign(chosen, agent, by=request.user, at=timezone.now())
    to = f"suivi par {agent.get_full_name()}" if agent else "sans personne pour le suivre"
    return f"{plural(count, 'dossier')} {to}."


def _agent(request, data):
    form = DossierFilterForm({}, user=request.user)
    people = {str(user.pk): user for user in form.agents}
    agent = people.get(data["agent"])
    if data["agent"] and not agent:
        raise Refused("Cette personne n’est pas de l’équipe.")
    return agent


def _agent_option(request, data):
    agent = _agent(request, data)
    return {"agent": agent and agent.pk}


def _label_option(request, data):
    return {"label": data["etiquette"].strip()}


def _put(request, data, chosen):
    count = put_label(chosen, data["etiquette"], by=request.user, at=timezone.now())
    return f"{plural(count, 'dossier')} de plus sous cette étiquette."


def _take(request, data, chosen):
    count = take_label(chosen, data["etiquette"], by=request.user, at=timezone.now())
    return f"{plural(count, 'dossier')} sans cette étiquette désormais."


GESTURES = {
    JobKind.ASSIGN: (_assign, _agent_option),
    JobKind.LABEL: (_put, _label_option),
    JobKind.UNLABEL: (_take, _label_option),
}
