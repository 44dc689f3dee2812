"""Where the State publishes each vintage, and taking it from there at the operator's request.

Only https, only from the hosts that the settings name, each redirection included; an address that
the operator wrote in the settings is trusted as it stands.
"""

import time
from urllib.parse import unquote, urljoin, urlsplit

import urllib3
from django.conf import settings

from passeurs.core.outside import AGENT
from passeurs.territories.enums import Kind
from passeurs.territories.imports.files import Packet
from passeurs.territories.imports.report import Unusable

PUBLISHED = {
    (Kind.QPV, 2024): (
        "https://www.data.gouv.fr/api/1/datasets/r/942d4ee8-8142-4556-8ea1-335537ce1119"
    ),
    (Kind.ZRR, 2021): (
        "https://static.data.gouv.fr/resources/zones-de-revitalisation-rurale-zrr/"
        "20210907-124104/diffusion-zonages-zrr-cog2021.xls"
    ),
}
CONNECT_S, READ_S, WHOLE_S = 10.0, 30.0, 600.0
MOST_BYTES = 128 * 1024 * 1024
MOST_REDIRECTIONS = 5
CHUNK = 256 * 1024
OK, REDIRECTIONS = 200, range(300, 400)

_pool = urllib3.PoolManager(num_pools=2, retries=False)


def published(kind, vintage):
    """The address of that vintage, that of the settings first; « » when none is known."""
    named = settings.OFFICIAL_SOURCES.get(f"{kind}-{vintage}")
    return named or PUBLISHED.get((kind, vintage), "")


def downloaded(kind, vintage):
    """The file at the official address, as a Packet; raises Unusable."""
    url = published(kind, vintage)
    if not url:
        raise Unusable(
            f"Aucune adresse officielle n’est connue pour {kind} {vintage} : donnez le fichier, ou "
            "son adresse par le réglage PASSEURS_OFFICIAL_SOURCES."
        )
    try:
        return _fetched(url)
    except (urllib3.exceptions.HTTPError, OSError, ValueError) as problem:
        raise Unusable(
            f"{urlsplit(url).hostname} ne répond pas ({type(problem).__name__}) : réessayez plus "
            "tard, ou donnez le fichier."
        ) from problem


def _fetched(url):
    end = time.monotonic() + WHOLE_S
    for _ in range(MOST_REDIRECTIONS + 1):
        _check_allowed(url)
        response = _pool.request(
            "GET",
            url,
            headers={"User-Agent": AGENT},
            timeout=urllib3.Timeout(connect=CONNECT_S, read=READ_S),
            redirect=False,
            preload_content=False,
        )
        try:
            if response.status in REDIRECTIONS and (target := response.headers.get("Location")):
                url = urljoin(url, target)
                continue
            return Packet(_name_of(url), _body(response, url, end))
        finally:
            response.close()
    raise Unusable("L’adresse officielle renvoie sans fin vers une autre.")


def _check_allowed(url):
    parts = urlsplit(url)
    trusted = {
        (one.scheme, one.netloc) for one in map(urlsplit, settings.OFFICIAL_SOURCES.values())
    }
    if (parts.scheme, parts.netloc) in trusted:
        return
    if parts.scheme != "https" or parts.netloc not in settings.OFFICIAL_HOSTS:
        raise Unusable(
            f"L’adresse officielle mène à {parts.scheme}://{parts.netloc}, qui n’est pas un hôte "
            "accepté (PASSEURS_OFFICIAL_HOSTS)."
        )


def _body(response, url, end):
    if response.status != OK:
        raise Unusable(f"{urlsplit(url).hostname} répond {response.status} au lieu du fichier.")
    announced, body = int(response.headers.get("Content-Length") or 0), bytearray()
    while chunk := response.read1(CHUNK):
        body += chunk
        if max(announced, len(body)) > MOST_BYTES:
            raise Unusable(f"Le fichier officiel dépasse {MOST_BYTES // 2**20} Mio.")
        if time.monotonic() > end:
            raise Unusable("Le téléchargement prend trop de temps : réessayez plus tard.")
    return bytes(body)


def _name_of(url):
    name = unquote(urlsplit(url).path.rstrip("/").rpartition("/")[2])
    return "".join(sign for sign in name if sign.isprintable())[:120] or "telechargement"
