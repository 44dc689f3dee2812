import pytest

from tests.eligibility.editions import verdict

RULE = "public.age_or_remote"


def band(since, until, count):
    return {"from": since, "to": until, "women": count, "men": 0, "unspecified": 0}


def public(*bands, remote=False, described=""):
    return {
        "audience.bands": list(bands),
        "audience.is_remote": remote,
        "audience.remote_description": described,
    }


YOUNG, ADULTS, ELDERS = band(12, 14, 10), band(26, 59, 10), band(60, None, 10)


@pytest.mark.parametrize("name", ["occitanie", "deux"])
@pytest.mark.parametrize(
    ("changes", "state"),
    [
        (public(YOUNG), "met"),
        (public(YOUNG, ADULTS), "met"),
        (public(YOUNG, ADULTS, band(60, None, 1)), "to_confirm"),
        (public(ADULTS), "not_met"),
        (public(ELDERS, remote=None), "unknown"),
        (public(ADULTS, remote=True), "unknown"),
        (public(ADULTS, remote=True, described="Des familles du quartier."), "met"),
        (public(YOUNG, ADULTS, ELDERS, remote=True), "to_confirm"),
        (public(YOUNG, ADULTS, ELDERS, remote=True, described="Oui."), "met"),
        (public(), "unknown"),
        (public(band(12, 14, 0)), "unknown"),
        (public(remote=True, described="Des familles du quartier."), "met"),
        (public(band(8, 30, 10)), "to_confirm"),
        (public(band(8, 14, 10), band(15, 25, 10)), "met"),
        (public(band(None, None, 10)), "to_confirm"),
        (public(band(6, 10, 5), band(26, None, 5)), "not_met"),
        (public(band(18, None, 5)), "to_confirm"),
    ],
)
def test_the_public_is_of_the_ages_or_far_from_culture(name, changes, state):
    assert verdict(RULE, name=name, changes=changes).state == state


def test_the_bounds_of_the_ages_are_the_edition_s():
    eleven = public(band(11, 14, 10))
    assert verdict(RULE, name="occitanie", changes=eleven).state == "to_confirm"
    assert verdict(RULE, name="deux", changes=eleven).state == "met"


@pytest.mark.parametrize(
    ("young", "state", "shown"),
    [
        (50, "met", "50 %"),
        (49, "to_confirm", "49,49 %"),
    ],
)
def test_half_of_the_public_is_enough(young, state, shown):
    found = verdict(RULE, changes=public(band(12, 25, young), band(26, 59, 50)))
    assert found.state == state
    assert shown in found.reason.replace("\u00a0", " ")


def test_a_share_just_under_the_wish_is_not_shown_as_reaching_it():
    found = verdict(RULE, changes=public(band(12, 25, 49_999), band(26, 59, 50_001)))
    assert found.state == "to_confirm"
    assert "forment 49,99" in found.reason


@pytest.mark.parametrize(("age_max", "words"), [(None, "12 ans et plus"), (25, "12-25 ans")])
def test_an_edition_may_set_no_upper_age(age_max, words):
    found = verdict(RULE, changes=public(YOUNG), of_edition={"audience.age_max": age_max})
    assert found.state == "met"
    assert words in found.reason


def test_without_upper_age_nobody_is_too_old():
    found = verdict(RULE, changes=public(ELDERS), of_edition={"audience.age_max": None})
    assert found.state == "met"


def test_an_edition_may_aim_at_no_age():
    none = {"audience.core_share": None}
    assert verdict(RULE, of_edition=none).state == "not_applicable"


@pytest.mark.parametrize(
    ("answer", "state"), [(True, "met"), (False, "not_met"), (None, "unknown")]
)
def test_the_actions_are_out_of_school_time(answer, state):
    changes = {"audience.out_of_school": answer}
    assert verdict("public.out_of_school", changes=changes).state == state
