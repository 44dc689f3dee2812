from decimal import Decimal

import pytest

from passeurs.sharing.binding import Reason, Tight, Why
from passeurs.sharing.checking import Breach, Code
from passeurs.sharing.facts import Plan
from passeurs.sharing.proposing import More, Proposal
from passeurs.sharing.wishing import Unmet
from passeurs.sharing.words import (
    SENTENCES,
    TIGHT,
    UNMET,
    WHY,
    limit_sentence,
    more_sentence,
    proof_sentence,
    reason_sentence,
    sentence,
    unmet_sentence,
)

NAMES = {"a": "Dossier 12", "drac": "l’enveloppe de la DRAC", "31": "Haute-Garonne", "h": "Ciné 31"}


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def breach(code, amount="5000.01", limit="5000", **more):
    return Breach(code, Decimal(amount), Decimal(limit), **more)


@pytest.mark.parametrize("code", Code)
def test_every_breach_has_its_words(code):
    assert code in SENTENCES
    assert "{" not in sentence(breach(code, dossier="a", envelope="e"), {})


def test_a_sentence_tells_the_sums_and_what_would_close_the_gap():
    names = {"a": "Dossier 12", "drac": "la DRAC"}
    over = sentence(breach(Code.CEILING, dossier="a", envelope="drac"), names)
    assert plain(over) == (
        "Dossier 12 : 5 000,01 € sur la DRAC, 0,01 € au-dessus du plafond de 5 000 €."
    )
    gap = breach(Code.BALANCE, "4000", "5000", dossier="a", rooms={"drac": Decimal(500)})
    assert plain(sentence(gap, names)) == (
        "Dossier 12 : il manque 1 000 € à son plan de financement ;"
        " la DRAC peut encore apporter 500 € ou le projet peut coûter moins, de 1 000 €."
    )
    share = breach(Code.ZONE_SHARE, zone="qpv", share=Decimal("33.5"))
    assert "33,5 %" in plain(sentence(share, {}))


@pytest.mark.parametrize("code", TIGHT)
def test_a_limit_reached_has_its_words(code):
    limit = Tight(code, Decimal(5), Decimal(5), dossier="a", envelope="drac", holder="h")
    assert "{" not in limit_sentence(limit, NAMES)


def test_an_envelope_says_what_is_left_under_one_step():
    full = Tight(Code.ENVELOPE, Decimal(900), Decimal(900), envelope="drac")
    left = Tight(Code.ENVELOPE, Decimal(900), Decimal("950.5"), envelope="drac")
    assert plain(limit_sentence(full, NAMES)) == (
        "l’enveloppe de la DRAC : 900 € attribués sur 900 €, tout est attribué."
    )
    assert plain(limit_sentence(left, NAMES)).endswith("50,50 € restent, moins qu’un pas.")


@pytest.mark.parametrize("why", Why)
def test_every_reason_has_its_words(why):
    assert why in WHY
    found = reason_sentence(Reason(why, "a", "drac", "h", Decimal(5), Decimal(6)), NAMES)
    assert "Dossier 12" in found
    assert "{" not in found


def test_a_reason_tells_its_sums():
    held = Reason(Why.HOLDER, "a", "drac", "h", Decimal(1000), Decimal(1050))
    assert plain(reason_sentence(held, NAMES)) == (
        "Dossier 12 : Ciné 31 reçoit 1 000 € de l’enveloppe de la DRAC pour tous ses dossiers,"
        " le plafond de 1 050 € par porteur est atteint."
    )


@pytest.mark.parametrize(
    ("unmet", "expected"),
    [
        (
            Unmet(Code.FIXED, "a", "drac", asked=Decimal(700), best=Decimal(400)),
            "Dossier 12 : 700 € ne peuvent être fixés sur l’enveloppe de la DRAC ; au mieux 400 €.",
        ),
        (
            Unmet(Code.FORCED_IN, "a"),
            "Dossier 12 ne peut être retenu : aucune enveloppe ne peut le servir.",
        ),
        (
            Unmet(Code.DEPARTMENT_AMOUNT, "31", asked=Decimal(1200), best=Decimal(1000)),
            (
                "Département Haute-Garonne : le minimum de 1 200 € ne peut être atteint ;"
                " au mieux 1 000 €."
            ),
        ),
        (
            Unmet(Code.DEPARTMENT_AMOUNT, "31", asked=Decimal(1200), best=None),
            (
                "Département Haute-Garonne : le minimum de 1 200 € ne peut être atteint ;"
                " le temps a manqué pour dire de combien on s’en approche."
            ),
        ),
        (
            Unmet(Code.DEPARTMENT_COUNT, "46", asked=Decimal(3), best=Decimal(1)),
            (
                "Département 46 : le minimum de dossiers retenus (3) ne peut être atteint ;"
                " au mieux 1."
            ),
        ),
        (
            Unmet(Code.ZONE_SHARE, "qpv", best=Decimal(-75), share=Decimal("33.5")),
            (
                "Quartiers prioritaires : la part minimale de 33,5 % ne peut être tenue ;"
                " au mieux, il y manque 75 €."
            ),
        ),
    ],
)
def test_an_option_that_cannot_be_kept_says_how_near_one_comes(unmet, expected):
    assert unmet.option in UNMET
    assert plain(unmet_sentence(unmet, NAMES)) == expected


def test_a_proposal_says_what_is_proven_of_it():
    said = [
        plain(proof_sentence(Proposal(plan, (), is_proven=proven, is_settled=settled)))
        for plan, proven, settled in [
            (None, False, False),
            (Plan(), False, False),
            (Plan(), True, False),
            (Plan(), True, True),
        ]
    ]
    assert [one[:31] for one in said] == [
        "Aucun plan trouvé.",
        "Le temps a manqué : un meilleur",
        "Aucun plan ne vaut mieux ; le t",
        "Aucun plan ne vaut mieux, et le",
    ]


def test_more_in_an_envelope_says_who_comes_in_who_grows_and_who_leaves():
    sums = {"a": (0, 500), "b": (500, 1000), "c": (300, 0)}
    changes = {key: (Decimal(old), Decimal(new)) for key, (old, new) in sums.items()}
    told = plain(more_sentence(More("drac", Decimal(1000), changes), NAMES))
    assert told == (
        "1 000 € de plus sur l’enveloppe de la DRAC : Dossier 12 entre avec 500 € ;"
        " b passe de 500 € à 1 000 € ; c sort, et perd 300 €."
    )
    same = More("drac", Decimal(1000), {}, is_settled=False)
    assert "rien ne change ; le temps a manqué pour en être sûr." in plain(more_sentence(same, {}))
    late = More("drac", Decimal(1000), None, is_settled=False)
    assert plain(more_sentence(late, {})).endswith("le temps a manqué pour le dire.")
