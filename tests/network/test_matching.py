"""Who fits an action: what is known speaks, what is not known never says no."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from passeurs.network.enums import Craft
from passeurs.network.matching import (
    Fit,
    Profile,
    Wanted,
    crafts_said_in,
    judged,
    ranked,
    told_away,
    told_months,
)

CAHORS, FIGEAC, LILLE = (44.45, 1.44), (44.61, 2.03), (50.63, 3.06)
APRIL = date(2027, 4, 4)


def words(wanted, **facts):
    profile = Profile(key=1, name="Lila Andrieu", **facts)
    return [(one.fit.value, one.words) for one in judged(wanted, profile).reasons]


CASES = [
    (Wanted(), {}, []),
    (Wanted(crafts={"sound"}), {"crafts": {"sound", "image"}}, [("yes", "son et bruitage")]),
    (Wanted(crafts={"sound"}), {"crafts": {"image"}}, [("no", "un autre métier")]),
    (Wanted(crafts={"sound"}), {}, [("unknown", "métier à demander")]),
    (
        Wanted(point=CAHORS, department="46"),
        {"home": FIGEAC, "travels_km": 60},
        [("yes", "à 50\u00a0km")],
    ),
    (
        Wanted(point=CAHORS),
        {"home": FIGEAC, "travels_km": 40},
        [("no", "à 50\u00a0km, se déplace jusqu’à 40\u00a0km")],
    ),
    (Wanted(point=CAHORS, department="46"), {"home": FIGEAC}, [("unknown", "à 50\u00a0km")]),
    (
        Wanted(point=CAHORS, department="46"),
        {"home": FIGEAC, "departments": {"46"}},
        [("yes", "à 50\u00a0km")],
    ),
    (
        Wanted(department="46"),
        {"works_everywhere": True},
        [("yes", "se déplace dans ce département")],
    ),
    (
        Wanted(department="46"),
        {"departments": {"59"}},
        [("no", "travaille dans d’autres départements")],
    ),
    (Wanted(department="46"), {}, [("unknown", "lieu de départ à demander")]),
    (Wanted(on=APRIL), {}, [("unknown", "disponibilité à demander")]),
    (Wanted(on=APRIL), {"months": {4}}, [("yes", "disponible en avril")]),
    (Wanted(on=APRIL), {"months": {5}}, [("no", "ne travaille pas ces mois-là")]),
    (
        Wanted(on=APRIL, until=date(2027, 6, 6)),
        {"months": {4, 5}},
        [("unknown", "disponible en avril et mai seulement")],
    ),
    (
        Wanted(on=date(2026, 12, 20), until=date(2027, 1, 5)),
        {"months": {1, 12}},
        [("yes", "disponible en janvier et décembre")],
    ),
    (
        Wanted(on=APRIL),
        {"months": {4}, "away": (APRIL, APRIL)},
        [("no", "dit n’être pas libre ces jours-là")],
    ),
    (
        Wanted(on=APRIL),
        {"months": {4}, "away": (APRIL + timedelta(1), APRIL + timedelta(9))},
        [("yes", "disponible en avril")],
    ),
    (
        Wanted(on=APRIL, until=APRIL - timedelta(30)),
        {"months": {4}},
        [("yes", "disponible en avril")],
    ),
    (
        Wanted(publics={"prison", "justice"}),
        {"publics": {"prison"}},
        [("yes", "travaille avec ce public\u00a0: milieu pénitentiaire")],
    ),
    (Wanted(publics={"prison"}), {}, [("unknown", "publics à demander")]),
    (Wanted(publics={"prison"}), {"publics": {"elderly"}}, []),
]


@pytest.mark.parametrize(("wanted", "facts", "told"), CASES)
def test_each_thing_is_said_in_words(wanted, facts, told):
    assert words(wanted, **facts) == told


def test_the_fewest_objections_come_first_then_what_is_sure_then_the_nearest():
    wanted = Wanted(crafts={"sound"}, point=CAHORS, department="46", on=APRIL)
    people = [
        Profile(1, "Zoé", crafts={"sound"}, home=CAHORS, travels_km=10, months={4}),
        Profile(2, "Amel", crafts={"sound"}, home=FIGEAC, travels_km=90, months={4}),
        Profile(3, "Bea", crafts={"sound"}),
        Profile(4, "Cid", crafts={"image"}, home=CAHORS, travels_km=10, months={4}),
        Profile(5, "Éva", crafts={"sound"}, home=LILLE, travels_km=10, months={5}),
    ]
    found = ranked(wanted, people)
    assert [one.profile.key for one in found] == [1, 2, 3, 5, 4]
    assert [one.is_free for one in found] == [True, True, True, False, True]


def test_the_words_of_an_action_name_a_craft():
    assert crafts_said_in("Atelier de bruitage") == {"sound"}
    assert crafts_said_in("Écrire un scénario, puis le montage") == {"writing", "editing"}
    assert crafts_said_in("Séance de cinéma en plein air") == frozenset()
    assert crafts_said_in("ANIMATION image par image") == {"animation", "image"}


def test_when_somebody_works_is_told_in_words():
    assert told_months([]) == ""
    assert told_months(range(1, 13)) == "toute l’année"
    assert told_months([3, 2]) == "février et mars"
    assert (
        told_away((date(2027, 5, 3), date(2027, 5, 20))).replace("\u00a0", " ")
        == "du 3 mai 2027 au 20 mai 2027"
    )
    assert told_away(None) == ""


profiles = some.builds(
    Profile,
    key=some.integers(1, 9),
    name=some.text(max_size=8),
    crafts=some.frozensets(some.sampled_from(Craft.values), max_size=3),
    home=some.none() | some.sampled_from([CAHORS, FIGEAC, LILLE]),
    travels_km=some.none() | some.integers(1, 1500),
    departments=some.frozensets(some.sampled_from(["46", "59"])),
    works_everywhere=some.booleans(),
    months=some.frozensets(some.integers(1, 12)),
    publics=some.frozensets(some.sampled_from(["prison", "elderly"])),
)


@given(some.lists(profiles), some.dates(), some.dates())
def test_everybody_is_ranked_once_and_whoever_says_nothing_is_refused_nothing(people, on, until):
    wanted = Wanted(frozenset({"sound"}), CAHORS, "46", on, until, frozenset({"prison"}))
    found = ranked(wanted, people)
    assert sorted(one.profile.key for one in found) == sorted(one.key for one in people)
    objections = [(one.is_against("craft"), one.count(Fit.NO)) for one in found]
    assert objections == sorted(objections)
    assert judged(wanted, Profile(1, "Muette")).count(Fit.NO) == 0
