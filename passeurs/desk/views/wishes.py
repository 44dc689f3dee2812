"""The films that holders wish for, and the coordination's answers."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from passeurs.core.access import require
from passeurs.core.refusals import Refused
from passeurs.core.typography import plural
from passeurs.films.actions.wishes import answer_wishes
from passeurs.films.enums import WishState
from passeurs.films.models import FilmWish
from passeurs.films.queries import wishes_by_film

from ..forms.films import AnswerForm


@require_safe
def index(request):
    """What waits, film by film; `?voir=repondus` what was answered."""
    require(request.user, "film.answer")
    return _show(request)


def _show(request, *, failed=None, form=None, status=200):
    """The wishes, each film with its answer’s form; `form` is the one that met an error."""
    is_answered = request.GET.get("voir") == "repondus"
    states = [WishState.ADDED, WishState.DECLINED] if is_answered else [WishState.WAITING]
    groups = [group for state in states for group in wishes_by_film(request.user, state=state)]
    rows = [
        {
            "wish": group[0],
            "wishes": group,
            "form": form if group[0].pk == failed else AnswerForm(auto_id=f"s{group[0].pk}-%s"),
        }
        for group in groups
    ]
    context = {"rows": rows, "is_answered": is_answered, "failed": form}
    return render(request, "desk/films/wishes.html", context, status=status)


@require_POST
def answer(request, pk):
    """Answer every wish for the same film, for the same list of the same edition."""
    wish = FilmWish.objects.kept_by(request.user).filter(pk=pk).select_related("edition").first()
    if wish is None:
        raise Http404
    require(request.user, "film.answer", wish.edition)
    form = AnswerForm(request.POST, auto_id=f"s{pk}-%s")
    if not form.is_valid():
        return _show(request, failed=pk, form=form, status=422)
    try:
        told = _answer(request, wish, form.cleaned_data)
        messages.success(
            request, f"Répondu\u00a0: {plural(len(told), 'porteur prévenu', 'porteurs prévenus')}."
        )
    except Refused as refusal:
        messages.warning(request, " ".join(refusal.reasons))
    return redirect("desk:wishes")


def _answer(request, wish, said):
    same = FilmWish.objects.filter(edition=wish.edition, list=wish.list, match=wish.match)
    return answer_wishes(
        same, said["state"], answer=said["answer"], by=request.user, at=timezone.now()
    )
