"""`make bench`: fill the platform at each size, measure each page in a process of its own.

`ARGS="300"` chooses the sizes. The exports are made at the largest. The figures go to the screen
and to var/bench.json.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIZES = ["300", "3000", "10000"]
COLUMNS = [
    ("dossiers", 8), ("page", 28), ("cpu_ms", 8), ("queries", 8), ("rows", 6), ("bytes", 8),
    ("compressed", 10), ("first_visit", 11), ("requests", 8), ("ratio", 6),
]  # fmt: skip
TITLES = {
    "cpu_ms": "CPU ms", "queries": "requêtes", "rows": "lignes", "bytes": "octets",
    "compressed": "compressés", "first_visit": "1re visite", "requests": "demandes",
    "ratio": "× nu",
}  # fmt: skip


def child(module: str, *arguments: str, data: str) -> str:
    """Run a module in its own process and return what it prints."""
    scene = {
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "PASSEURS_DATA": data,
        "PASSEURS_LOG_LEVEL": "CRITICAL",
    }
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | scene, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


def line(figures: dict) -> str:
    cells = [str(figures[key]).ljust(w) if key == "page" else str(figures[key]).rjust(w)
             for key, w in COLUMNS]  # fmt: skip
    over = []
    if figures["most_ms"] is not None and figures["cpu_ms"] > figures["most_ms"]:
        over.append(f"> {figures['most_ms']} ms")
    if figures["most_queries"] is not None and figures["queries"] > figures["most_queries"]:
        over.append(f"> {figures['most_queries']} requêtes")
    if not figures["status"].startswith(("2", "3")):
        over.append(figures["status"])
    return "  ".join([*cells, ", ".join(over)]).rstrip()


def told(figures: dict) -> str:
    """One exported table, in a line."""
    over = "trop long" if figures["seconds"] > figures["most_seconds"] else ""
    return (
        f"{figures['dossiers']:8d}  {figures['export']:28}  {figures['seconds']:6.2f} s  "
        f"{figures['queries']:3d} requêtes  {figures['rows']:7d} lignes  "
        f"{figures['bytes']:9d} octets  +{figures['more_memory_kb']} ko  {over}"
    ).rstrip()


def pages(size: str, data: str) -> list[dict]:
    found = []
    for name in child("bench.worker", "--list", data=data).splitlines():
        found.append({"dossiers": int(size)} | json.loads(child("bench.worker", name, data=data)))
        print(line(found[-1]), flush=True)
    return found


def exports(size: str, data: str) -> list[dict]:
    found = []
    for names in child("bench.exports", "--list", data=data).splitlines():
        figures = json.loads(child("bench.exports", *names.split(), data=data))
        found.append({"dossiers": int(size)} | figures)
        print(told(found[-1]), flush=True)
    return found


def main() -> None:
    found = []
    titles = [TITLES.get(key, key) for key, _width in COLUMNS]
    print("  ".join(t.ljust(w) if t == "page" else t.rjust(w)
                    for t, (_key, w) in zip(titles, COLUMNS, strict=True)))  # fmt: skip
    sizes = sys.argv[1:] or SIZES
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="passeurs-bench-") as data:
            child("bench.fill", size, data=data)
            found += pages(size, data)
            if size == sizes[-1]:
                found += exports(size, data)
    (ROOT / "var").mkdir(exist_ok=True)
    report = json.dumps(found, indent=1, ensure_ascii=False)
    (ROOT / "var" / "bench.json").write_text(report + "\n")
    print("var/bench.json")


if __name__ == "__main__":
    main()
