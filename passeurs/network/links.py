"""The person's own link: signed, dated, and dead as soon as the card has another address."""

from django.core import signing

SALT = "network.practitioner"
LASTS_S = 400 * 24 * 3600
"""A year and a little: the link of last year's message still takes one's card down."""


class Expired(Exception):  # noqa: N818 - a state of the link, told on its page
    """The link is a true one, too old; `card` is the key of its card."""

    def __init__(self, card):
        super().__init__(card)
        self.card = card


def token_of(card):
    return _signer().sign_object([card.pk, card.link_number])


def read(token):
    """(card key, link number) of a link. Raises Expired, or BadSignature for any other word."""
    try:
        return _pair(_signer().unsign_object(token, max_age=LASTS_S))
    except signing.SignatureExpired:
        raise Expired(_pair(_signer().unsign_object(token))[0]) from None


def _signer():
    return signing.TimestampSigner(salt=SALT)


def _pair(told):
    card, number = told
    return int(card), int(number)
