import pytest

from tests.eligibility.editions import DROP, SHIPPED, verdict

RULE = "partners.confirmed"


def partner(name, state=None):
    found = {"key": name or "p", "name": name, "functions": ["cinema"]}
    return found if state is None else found | {"confirmation": {"state": state}}


YES, NO = partner("Ciné-Club", "confirmed"), partner("Le Palace", "declined")


@pytest.mark.parametrize("name", ["occitanie", "deux"])
@pytest.mark.parametrize(
    ("partners", "state"),
    [
        ([], "unknown"),
        ([YES], "met"),
        ([YES, partner("Le Palace", "confirmed")], "met"),
        ([YES, NO], "not_met"),
        ([NO, partner("Mairie", "declined")], "not_met"),
        ([partner("Le Palace")], "unknown"),
        ([partner("Le Palace", "none"), partner("Mairie")], "unknown"),
        ([partner("Le Palace", "perhaps")], "unknown"),
        ([YES, partner("Le Palace")], "unknown"),
        ([YES, partner("Le Palace", "invited")], "unknown"),
        ([YES, partner("Le Palace", "opened")], "unknown"),
        ([YES, partner("Le Palace", "withdrawn")], "unknown"),
        ([YES, partner("Le Palace", "stale")], "unknown"),
        ([YES, partner("", "invited")], "unknown"),
    ],
)
def test_every_partner_confirms_its_part(name, partners, state):
    assert verdict(RULE, name=name, changes={"partners": partners}).state == state


@pytest.mark.parametrize(
    ("partners", "told"),
    [
        ([NO, YES], ["« Le Palace » a décliné"]),
        ([NO, partner("Mairie", "declined")], ["« Le Palace » et « Mairie » ont décliné"]),
        ([YES, partner("Mairie")], ["À inviter", "Mairie"]),
        ([partner("Mairie", "invited"), NO | partner("Lac", "stale")], ["Sans réponse", "Lac"]),
        ([partner("Mairie"), partner("Lac")], ["Aucun partenaire n’a encore été invité"]),
        ([partner("", "invited")], ["un partenaire sans nom"]),
        ([YES], ["« Ciné-Club » a confirmé"]),
        ([YES, partner("Lac", "confirmed")], ["Les 2 partenaires ont confirmé"]),
    ],
)
def test_the_sentence_names_those_it_speaks_of(partners, told):
    reason = verdict(RULE, changes={"partners": partners}).reason.replace("\u00a0", " ")
    assert all(words in reason for words in told), reason


def test_silence_is_never_told_as_a_no():
    changes = {f"partners.{rank}.confirmation": DROP for rank in (0, 1, 2)}
    assert verdict(RULE, changes=changes).state == "unknown"


@pytest.mark.parametrize("is_blocking", [True, False])
def test_the_edition_says_whether_it_blocks_and_where_it_comes_from(is_blocking):
    rows = [
        {**row, "blocking": is_blocking} if row["code"] == RULE else row
        for row in SHIPPED["occitanie"]["rules"]
    ]
    found = verdict(RULE, changes={"partners": [NO]}, of_edition={"rules": rows})
    assert found.is_blocking_now == is_blocking
    assert found.clause["code"] == "tripartite"
