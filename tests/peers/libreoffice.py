"""LibreOffice Calc, without a screen: it opens our tables, computes them, and says what it read."""

import csv
import subprocess

import pytest

from scripts.machine import libreoffice
from tests.peers.daemons import PATIENCE_S, missing

FILTER = "Text - txt - csv (StarCalc)"
WRITTEN = f"csv:{FILTER}:59,34,76,1,,0,false,true,false"
"""Its own codes: semicolons, quotation marks, UTF-8; cells quoted only where they must be."""
READ = f"{FILTER}:59,34,76,1,,0,false,true,false,false,false,0,true"
"""The same, numbers recognised and formulas computed: the most that a reader may have asked for."""


@pytest.fixture(scope="session")
def calc(tmp_path_factory):
    """`calc(path)` gives the rows of a table as LibreOffice shows them, formulas computed."""
    program = libreoffice()
    if program is None:
        missing("LIBREOFFICE IS MISSING: the tables were not opened (make setup)")
    home = tmp_path_factory.mktemp("libreoffice")

    def opened(path):
        written = home / "out" / f"{path.stem}.csv"
        command = [program, f"-env:UserInstallation={home.as_uri()}", "--headless", "--norestore"]
        if path.suffix == ".csv":
            command.append(f"--infilter={READ}")
        command += ["--convert-to", WRITTEN, "--outdir", str(written.parent), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=4 * PATIENCE_S)
        with written.open(encoding="utf-8", newline="") as content:
            return list(csv.reader(content, delimiter=";"))

    return opened
