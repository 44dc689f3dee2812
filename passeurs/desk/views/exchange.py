"""The exchanges of a dossier as the coordination has them: the flow, and its reply templates.

The flow is `dossiers`'; the templates are the desk's, which `dossiers` cannot read: no page of a
holder's can show one. Hence a screen of the desk's own, to which `dossiers:messages` leads.
"""

from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from passeurs.core.access import require
from passeurs.dossiers.enums import Side
from passeurs.dossiers.forms.messages import MessageForm
from passeurs.dossiers.queries.messages import side_of
from passeurs.dossiers.views import messages as flow
from passeurs.dossiers.views.shell import find

from ..actions.templates import count_use
from ..queries.templates import named_in, offered_for
from .inserting import Insertion, asked


@require_http_methods(["GET", "HEAD", "POST"])
def page(request, pk):
    """The flow; `?modele=` begins a message with a template, `inserer` adds one to the text."""
    dossier = find(request, pk, "dossier.desk")
    if side_of(dossier, request.user) != Side.COORDINATION:
        return redirect("dossiers:messages", pk)
    offered = offered_for(dossier, request.user)
    if request.method == "POST" and "inserer" not in request.POST:
        return _write(request, dossier, offered)
    typed = request.POST.get("text", "")
    insertion = asked(request, offered, typed=typed)
    words = {"text": insertion.into(typed)}
    if "key" in request.POST:
        words["key"] = request.POST["key"]
    return _show(request, dossier, MessageForm(initial=words), offered, insertion)


def _write(request, dossier, offered):
    """Keep the message; the templates that it began with have served once more."""
    require(request.user, "message.write", dossier)
    form, now = MessageForm(request.POST, request.FILES), timezone.now()
    inserted = named_in(offered, request.POST.getlist("modele"))
    written = flow.keep(request, dossier, form)
    if written is None:
        return _show(request, dossier, form, offered, Insertion(inserted), status=422)
    if written.at >= now:  # the same page sent twice is one use
        count_use(inserted, at=now)
    return flow.at_message(redirect("desk:exchange", dossier.pk), written)


def _show(request, dossier, form, offered, insertion, *, status=200):
    form.fields["text"].widget.attrs["rows"] = 12  # a template is read whole
    told = {"offered": offered, "inserted": insertion.inserted, "told": insertion.told}
    return flow.show(
        request,
        dossier,
        form,
        template="desk/exchange.html",
        status=status,
        to_read=None,
        **told,
    )
