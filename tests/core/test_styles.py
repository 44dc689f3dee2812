import gzip
import re
from pathlib import Path

from django.contrib.staticfiles import finders

from passeurs.core import styles

WEIGHT = 16_000
"""Bytes of the sheet, compressed: a quarter of what a first visit may weigh."""


def test_the_sheet_holds_every_part_once():
    names = [path.relative_to(styles.PARTS).as_posix() for path in styles.parts()]
    on_disk = [path.relative_to(styles.PARTS).as_posix() for path in styles.PARTS.rglob("*.css")]
    assert sorted(names) == sorted(on_disk)


def test_the_tokens_come_first_and_print_last():
    names = [path.name for path in styles.parts()]
    assert (names[0], names[-1]) == ("tokens.css", "print.css")


def test_the_layers_are_declared_before_any_rule():
    assert styles.sheet().startswith("@layer tokens,reset,base,layout,components,utilities;")


def test_braces_are_balanced_in_each_part():
    for path in styles.parts():
        css = path.read_text()
        assert css.count("{") == css.count("}"), path.name


def test_the_sheet_asks_nobody_else():
    assert not re.search(r"@import|url\(", styles.sheet())


def test_the_sheet_is_light():
    assert len(gzip.compress(styles.sheet().encode())) < WEIGHT


def test_the_finder_gives_the_sheet_and_only_it():
    path = finders.find(styles.SHEET)
    assert Path(path).read_text() == styles.sheet()
    finder = styles.StyleFinder()
    assert finder.find("core/css/other.css") == []
    assert finder.find(styles.SHEET, find_all=True) == [path]
    assert [name for name, _ in finder.list([])] == [styles.SHEET]
