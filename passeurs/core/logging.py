"""Logs: one JSON object a line, with the request's number and without personal data.

Nothing that names a person goes in: e-mail addresses and query strings are masked wherever they
appear, local variables of a traceback are left out, and a request is told by its route.
"""

import re

import structlog

EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
QUERY_STRING = re.compile(r"(/[^\s?\"']*)\?[^\s\"']+")


def masked(value):
    """Return the value without e-mail address nor query string, at any depth."""
    if isinstance(value, str):
        return QUERY_STRING.sub(r"\1?…", EMAIL.sub("‹adresse›", value))
    if isinstance(value, dict):
        return {key: masked(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [masked(item) for item in value]
    return value


def without_personal_data(_logger, _method, event):
    """Mask what names a person (a structlog processor)."""
    return {key: masked(item) for key, item in event.items()}


_TRACEBACKS = structlog.processors.ExceptionRenderer(
    structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
)
_SHARED = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.stdlib.PositionalArgumentsFormatter(),
]


def logging_config(*, level):
    """Return Django's LOGGING setting, and have structlog write through it."""
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": _SHARED,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _TRACEBACKS,
            without_personal_data,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": formatter},
        "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["out"], "level": level},
        "loggers": {
            # Each answer has its line already (passeurs.core.middleware): only faults are added.
            "django.request": {"level": "ERROR"},
            "django": {"handlers": [], "level": level, "propagate": True},
            # The worker adds a handler of its own where its logger has none.
            "django_ox": {"handlers": ["out"], "level": level, "propagate": False},
            "pikepdf": {"level": "WARNING"},  # it announces itself at each import
            "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
        },
    }
