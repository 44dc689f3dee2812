"""Say whether the suite that was measured covered what pyproject.toml asks, file by file."""

import json
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def asked(path: str, bars: dict[str, float]) -> tuple[str, float]:
    """Return the pattern that decides for a file, and its percentage."""
    return next((pattern, bar) for pattern, bar in bars.items() if fnmatch(path, pattern))


def lacking(files: dict, bars: dict[str, float]) -> list[str]:
    """Return one line for each file that must be whole, one for the sum of the others."""
    lines, covered, whole = [], 0, 0
    for path, file in sorted(files.items()):
        pattern, bar = asked(path, bars)
        summary = file["summary"]
        if pattern == "*":
            covered += summary["covered_lines"] + summary["covered_branches"]
            whole += summary["num_statements"] + summary["num_branches"]
        elif summary["percent_covered"] < bar:
            where = ", ".join(map(str, file["missing_lines"] or file["missing_branches"]))
            lines.append(f"{path} : {summary['percent_covered']:.1f} % au lieu de {bar} ({where})")
    if whole and 100 * covered / whole < bars["*"]:
        lines.append(f"le reste : {100 * covered / whole:.1f} % au lieu de {bars['*']}")
    return lines


def main() -> None:
    report = ROOT / "var" / "coverage.json"
    if not report.exists():
        sys.exit("Pas de mesure : lancer « make coverage ».")
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    bars = settings["tool"]["passeurs"]["coverage"]
    lines = lacking(json.loads(report.read_text())["files"], bars)
    if lines:
        sys.exit("Couverture insuffisante :\n  " + "\n  ".join(lines))
    print("Couverture : ce qui est demandé est couvert.")


if __name__ == "__main__":
    main()
