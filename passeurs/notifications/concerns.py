"""What a message is about, told by the apps above: notifications know no subject themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Concern:
    """`scope` is a coordination's slug, `about` names an object, `zone` is where it is read."""

    scope: str = ""
    about: str = ""
    label: str = ""
    zone: str = ""


def concern_of(context: Mapping[str, Any]) -> Concern:
    """Read from what a template receives, by the first setting of `MAIL_CONCERNS` that knows."""
    for path in settings.MAIL_CONCERNS:
        if found := import_string(path)(context):
            return found
    return Concern()
