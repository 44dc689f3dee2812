"""A line of the log is JSON and names nobody."""

import json
import logging
import logging.config

import pytest

from passeurs.core.logging import logging_config, masked


def test_addresses_and_query_strings_are_masked_at_any_depth():
    event = {"a": ["léa: lea.d+x@mairie.example.fr", {"b": "GET /x/?code=123 fin"}], "n": 3}
    assert masked(event) == {"a": ["léa: ‹adresse›", {"b": "GET /x/?… fin"}], "n": 3}


@pytest.fixture
def formatted():
    description = logging_config(level="INFO")["formatters"]["json"]
    factory = description.pop("()")
    formatter = factory(**{**description, "foreign_pre_chain": description["foreign_pre_chain"]})

    def format_(record):
        return json.loads(formatter.format(record))

    return format_


def _record(message, *args, exc_info=None):
    return logging.LogRecord("essai", logging.ERROR, __file__, 1, message, args, exc_info)


def test_a_foreign_line_becomes_json_with_its_level(formatted):
    line = formatted(_record("refus de %s", "lea@example.org"))
    assert line["event"] == "refus de ‹adresse›"
    assert line["level"] == "error"


def test_a_traceback_holds_no_local_variable(formatted):
    secret = "confidentiel"
    try:
        raise ValueError("lea@example.org" + secret[:0])
    except ValueError as fault:
        record = _record("panne", exc_info=(ValueError, fault, fault.__traceback__))
    text = json.dumps(formatted(record))
    assert "ValueError" in text
    assert "lea@" not in text
    assert "confidentiel" not in text
