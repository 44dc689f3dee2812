"""The minutes on paper, and their excerpt for whoever is kept away from a dossier."""

import pytest

from passeurs.committee.models import Minutes, Sitting
from passeurs.committee.printing.minutes import excerpt_pdf, minutes_data, minutes_pdf
from tests.factories.pdf import opened, text_of
from tests.factories.sittings import decide, end, put

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(sitting, agent, first, second, at):
    """The first dossier waits in the first place, the second in the second."""
    put(sitting, [first, second], by=agent, at=at)
    for rank, dossier in enumerate((first, second), start=1):
        made = decide(sitting, dossier, "waiting", by=agent, at=at, rank=rank)
        made.versions.create(version=1, verdict="waiting", rank=rank, by=agent, at=at)
    ended = Sitting.objects.select_related("edition__coordination").get(pk=end(sitting).pk)
    data = minutes_data(ended, version=1, replaces=None, reason="", at=at)
    return Minutes(sitting=ended, version=1, data=data, made_at=at)


def flat(pdf):
    return " ".join(text_of(pdf).replace("\u00a0", " ").replace("\u202f", " ").split())


def whole(minutes):
    coordination = minutes.sitting.edition.coordination
    return minutes_pdf(minutes.data, coordination=coordination, at=minutes.made_at)


def test_the_minutes_begin_with_every_decision_in_one_table_and_their_count(told):
    said = flat(whole(told))
    assert "2 en attente" in said
    assert said.index("Les décisions") < said.index("Dossier par dossier")
    assert said.count("Liste d’attente, rang 2") == 2, "in the table, then beside its dossier"


def test_each_dossier_is_a_bookmark_and_the_file_is_accessible(told):
    with opened(whole(told)) as document, document.open_outline() as outline:
        (top,) = outline.root
        parts = {one.title: [child.title for child in one.children] for one in top.children}
        assert parts["Dossier par dossier"] == ["1. Le phare et la lampe", "2. Écrans du fleuve"]
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"


def test_an_excerpt_tells_neither_the_dossier_nor_a_rank_nor_a_total(told, second):
    said = flat(excerpt_pdf(told, {str(second.pk)}))
    assert "Écrans du fleuve" in said
    assert "Le phare et la lampe" not in said
    assert "1. Écrans du fleuve" in said
    assert "Liste d’attente" in said
    assert "rang 2" not in said, "a second place without a first one would tell"
    assert "en attente" not in said
    assert "Les enveloppes" not in said


def test_minutes_frozen_before_they_had_figures_are_printed_still(told, second):
    for key in ("figures", "notice"):
        del told.data[key]
    assert "Liste d’attente, rang 2" in flat(whole(told))
    assert "rang 2" not in flat(excerpt_pdf(told, {str(second.pk)}))
