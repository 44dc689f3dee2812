"""ProConnect, the State’s identity provider for professionals, by OpenID Connect.

Authorization code with PKCE, state and nonce; the identity and the facts about the person come as
signed JWTs, both verified. Off unless `settings.PROCONNECT` names an issuer. Why not allauth’s own
provider: docs/decisions/0064-identites.md.
"""

import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from secrets import compare_digest, token_urlsafe
from urllib.parse import urlencode

import jwt
import urllib3
from django.conf import settings
from django.core.cache import cache

from passeurs.core.refusals import Refused

UNDER_WAY, OPENED = "proconnect_under_way", "proconnect"  # in the session
PENDING = "proconnect_pending"  # an identity whose address a code is to prove
SCOPE = "openid given_name usual_name email siret uid"
ALGORITHMS = ["RS256", "ES256"]
LEEWAY_S = 30
KEPT_S = 3600
PATIENCE = urllib3.Timeout(connect=2, read=5)
MOST_BYTES = 256 * 1024
STRONG = {
    "eidas2",
    "eidas3",
    "https://proconnect.gouv.fr/assurance/self-asserted-2fa",
    "https://proconnect.gouv.fr/assurance/consistency-checked-2fa",
}
"""The assurances that stand for a second factor."""

DOWN = "ProConnect ne répond pas. Entrez avec votre adresse e-mail, ou réessayez dans un moment."
CANCELLED = "L’entrée par ProConnect a été abandonnée. Rien n’a changé."
WRONG = (
    "La réponse de ProConnect n’a pas pu être vérifiée\u00a0: personne n’est entré. Recommencez "
    "depuis le début."
)

_pool = urllib3.PoolManager(num_pools=2, retries=False)


@dataclass(frozen=True)
class Facts:
    """What ProConnect vouches for."""

    issuer: str
    subject: str
    email: str
    is_email_verified: bool
    first_name: str
    last_name: str
    siret: str
    is_strong: bool
    id_token: str


def is_on():
    return bool(settings.PROCONNECT)


def begin(session, *, redirect_uri, next_url):
    """The address where the person proves who they are; what is expected back is remembered."""
    verifier = token_urlsafe(48)
    state, nonce = token_urlsafe(24), token_urlsafe(24)
    session[UNDER_WAY] = {"state": state, "nonce": nonce, "verifier": verifier, "next": next_url}
    asked = {
        "response_type": "code",
        "client_id": settings.PROCONNECT["client_id"],
        "redirect_uri": redirect_uri,
        "scope": SCOPE,
        "state": state,
        "nonce": nonce,
        "acr_values": settings.PROCONNECT["acr_values"],
        "code_challenge": _challenge(verifier),
        "code_challenge_method": "S256",
    }
    return f"{_configuration()['authorization_endpoint']}?{urlencode(asked)}"


def finish(session, answer, *, redirect_uri):
    """(what ProConnect vouches for, where the person was going); Refused when it does not hold."""
    expected = session.pop(UNDER_WAY, None)
    if expected is None or not _same(answer.get("state", ""), expected["state"]):
        raise Refused(WRONG)
    if answer.get("error"):
        raise Refused(CANCELLED if answer["error"] == "access_denied" else WRONG)
    tokens = _exchange(answer.get("code", ""), expected["verifier"], redirect_uri)
    identity = _verified(tokens.get("id_token"))
    if not _same(str(identity.get("nonce", "")), expected["nonce"]):
        raise Refused(WRONG)
    facts = _verified(_userinfo(tokens.get("access_token", "")), must_expire=False)
    if facts.get("sub") != identity["sub"]:
        raise Refused(WRONG)
    return _facts(identity, facts, tokens["id_token"]), expected["next"]


def leaving(session, *, back_to):
    """Where to sign out of ProConnect too; "" for somebody who did not enter by it."""
    opened = session.get(OPENED)
    if not opened or not is_on():
        return ""
    try:
        endpoint = _configuration().get("end_session_endpoint")
    except Refused:
        return ""
    asked = {
        "id_token_hint": opened["id_token"],
        "state": token_urlsafe(16),
        "post_logout_redirect_uri": back_to,
    }
    return f"{endpoint}?{urlencode(asked)}" if endpoint else ""


def _challenge(verifier):
    """PKCE: what is shown first of the secret that the exchange will show."""
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")


def _same(one, other):
    return compare_digest(one.encode(), other.encode())


def _facts(identity, facts, id_token):
    return Facts(
        issuer=settings.PROCONNECT["issuer"],
        subject=identity["sub"],
        email=str(facts.get("email", "")).strip().lower(),
        is_email_verified=facts.get("email_verified") is True,
        first_name=str(facts.get("given_name", ""))[:80],
        last_name=str(facts.get("usual_name", ""))[:80],
        siret="".join(sign for sign in str(facts.get("siret", "")) if sign.isdigit())[:14],
        is_strong=identity.get("acr") in STRONG,
        id_token=id_token,
    )


def _exchange(code, verifier, redirect_uri):
    sent = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "client_id": settings.PROCONNECT["client_id"],
        "client_secret": settings.PROCONNECT["secret"],
        "code_verifier": verifier,
    }
    body = _ask("POST", _configuration()["token_endpoint"], fields=sent, encode_multipart=False)
    return _read(body)


def _userinfo(token):
    """The facts as they travel: a signed JWT, for anything else does not verify."""
    headers = {"Authorization": f"Bearer {token}"}
    body = _ask("GET", _configuration()["userinfo_endpoint"], headers=headers)
    return body.decode("ascii", "replace")


def _verified(token, *, must_expire=True):
    """The claims of a JWT signed by the issuer, for us, and not expired."""
    required = ["iss", "aud", "sub", *(["exp", "iat"] if must_expire else [])]
    try:
        key = _key(jwt.get_unverified_header(token).get("kid"))
        return jwt.decode(
            token,
            key,
            algorithms=ALGORITHMS,
            audience=settings.PROCONNECT["client_id"],
            issuer=settings.PROCONNECT["issuer"],
            leeway=LEEWAY_S,
            options={"require": required},
        )
    except (jwt.PyJWTError, TypeError) as problem:
        raise Refused(WRONG) from problem


def _key(kid):
    """The issuer’s key of this name, fetched again once when it is not known yet."""
    for fresh in (False, True):
        document = _document(_configuration()["jwks_uri"], fresh=fresh)
        for key in jwt.PyJWKSet.from_dict(document).keys:
            if key.key_id == kid:
                return key
    raise jwt.InvalidKeyError


def _configuration():
    issuer = settings.PROCONNECT["issuer"]
    found = _document(f"{issuer}/.well-known/openid-configuration")
    if found.get("issuer") != issuer:
        raise Refused(WRONG)
    return found


def _document(url, *, fresh=False):
    """A JSON document of the provider, kept an hour."""
    name = f"proconnect:{sha256(url.encode()).hexdigest()}"
    found = None if fresh else cache.get(name)
    if found is None:
        found = _read(_ask("GET", url))
        cache.set(name, found, KEPT_S)
    return found


def _read(body):
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as problem:
        raise Refused(WRONG) from problem
    if not isinstance(found, dict):
        raise Refused(WRONG)
    return found


def _ask(method, url, **options):
    """What the provider answers, without following it elsewhere; Refused when it does not."""
    try:
        answer = _pool.request(
            method, url, timeout=PATIENCE, redirect=False, preload_content=False, **options
        )
        body = answer.read(MOST_BYTES + 1)
        answer.close()
    except (urllib3.exceptions.HTTPError, OSError) as problem:
        raise Refused(DOWN) from problem
    if answer.status >= 500 or len(body) > MOST_BYTES:  # noqa: PLR2004 - its fault, not ours
        raise Refused(DOWN)
    if answer.status != 200:  # noqa: PLR2004
        raise Refused(WRONG)
    return body
