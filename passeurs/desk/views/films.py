"""The lists of films of an edition: what is on them, what left them, from one year to the next."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from passeurs.core.access import require
from passeurs.core.refusals import Refused
from passeurs.dossiers.actions.films import withdraw_film
from passeurs.films.actions.importing import put_back
from passeurs.films.book import list_table
from passeurs.films.enums import FilmList
from passeurs.films.models import FilmWish, ListedFilm
from passeurs.films.queries import compare, listings, lists_of, siblings
from passeurs.spreadsheets.forms import TableForm
from passeurs.spreadsheets.writing import download

from ..film_import import waiting
from ..forms.films import ListFilterForm, WithdrawForm
from ..queries import editions_of

PER_PAGE = 50


@require_safe
def index(request):
    """Every edition of one's coordinations, its lists beside."""
    require(request.user, "film.import")
    editions = lists_of(list(editions_of(request.user)))
    wishes = FilmWish.objects.kept_by(request.user).filter(state="waiting").count()
    return render(request, "desk/films/index.html", {"editions": editions, "wishes": wishes})


@require_safe
def one(request, slug, code):
    """One list: its films, those withdrawn, the file to send, the comparison with another year."""
    edition = find_edition(request, slug, code)
    return show_list(request, edition, code)


def show_list(request, edition, code, *, upload=None, withdrawing=None, status=200):
    """The list’s screen; `upload` or `withdrawing` is what just met an error."""
    form = ListFilterForm(request.GET, auto_id="f-%s")
    is_withdrawn = request.GET.get("voir") == "retires"
    rows = listings(edition, code, text=form.text(), withdrawn=is_withdrawn)
    others = list(siblings(edition, code))
    other = next((one for one in others if one.slug == request.GET.get("comparer")), None)
    entering, leaving = compare(edition, other, code) if other else ((), ())
    context = {
        "edition": edition,
        "code": code,
        "label": label_of(edition, code),
        "form": form,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "is_withdrawn": is_withdrawn,
        "is_filtered": bool(form.text()),
        "upload": upload or TableForm(),
        "withdrawing": withdrawing,
        "pending": waiting(request.user, edition, code, at=timezone.now()).first(),
        "others": others,
        "other": other,
        "entering": entering,
        "leaving": leaving,
    }
    return render(request, "desk/films/list.html", context, status=status)


@require_safe
def export(request, slug, code, kind):
    """The list as a file, which is also the model of an import."""
    edition = find_edition(request, slug, code)
    name = f"films-{edition.slug}-{code}"
    try:
        return download([list_table(listings(edition, code).iterator())], kind, name=name)
    except Refused:
        raise Http404 from None


@require_POST
def withdraw(request, slug, code, pk):
    """Take a film off, with the reason that its holders will read."""
    edition = find_edition(request, slug, code)
    listed = _listed(edition, code, pk)
    form = WithdrawForm(request.POST, prefix=str(pk))
    if not form.is_valid():
        return show_list(request, edition, code, withdrawing=form, status=422)
    reason = form.cleaned_data["reason"]
    withdraw_film(listed, reason=reason, by=request.user, at=timezone.now())
    messages.success(request, f"«\u00a0{listed.film}\u00a0» n’est plus sur la liste.")
    return redirect("desk:film_list", slug, code)


@require_POST
def restore(request, slug, code, pk):
    """Put a withdrawn film back."""
    edition = find_edition(request, slug, code)
    listed = _listed(edition, code, pk)
    put_back(listed, by=request.user, at=timezone.now())
    messages.success(request, f"«\u00a0{listed.film}\u00a0» est de nouveau sur la liste.")
    return redirect("desk:film_list", slug, code)


def find_edition(request, slug, code):
    """An edition of one’s own coordination and one of its lists; 404 for a stranger."""
    edition = get_object_or_404(editions_of(request.user), slug=slug)
    require(request.user, "film.import", edition)
    if code not in FilmList.values or not label_of(edition, code):
        raise Http404
    return edition


def label_of(edition, code):
    rows = edition.document().get("film_lists", [])
    return next((row["label"] for row in rows if row["code"] == code), "")


def _listed(edition, code, pk):
    rows = ListedFilm.objects.filter(edition=edition, list=code)
    return get_object_or_404(rows.select_related("film", "edition__coordination"), pk=pk)
