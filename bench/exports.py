"""Measure one exported table in this process: `python -m bench.exports KIND FORMAT`.

Every column, every dossier of the region, as the worker makes it: seconds of CPU, queries, and how
much more memory the process held at its highest.
"""

import json
import resource
import sys
import tempfile
import time

import django

MOST_SECONDS = 10


def table(kind, agent):
    from passeurs.desk.exports.rows import table_of
    from passeurs.desk.queries.dossiers import Filters, found

    columns = [column.code for column in kind.columns]
    return table_of(kind, columns, found(agent, Filters()), told=lambda _done: None)


def highest_kb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def measure(code: str, form: str) -> dict:
    from bench.counting import counted
    from bench.pages import agent
    from passeurs.desk.exports.columns import kind_of
    from passeurs.spreadsheets.writing import write

    kind = kind_of(code)
    asked = table(kind, agent())
    before, started = highest_kb(), time.process_time()
    with counted() as count, tempfile.TemporaryFile() as content:
        write([asked], form, content)
        size = content.tell()
    seconds = time.process_time() - started
    return {
        "export": f"{code}.{form}",
        "seconds": round(seconds, 2),
        "queries": count.queries,
        "rows": count.rows,
        "bytes": size,
        "more_memory_kb": highest_kb() - before,
        "most_seconds": MOST_SECONDS,
    }


def main() -> None:
    django.setup()
    from passeurs.desk.exports.columns import KINDS

    if sys.argv[1] == "--list":
        print(*(f"{kind} {form}" for kind in KINDS for form in ("csv", "xlsx", "ods")), sep="\n")
        return
    print(json.dumps(measure(*sys.argv[1:3]), ensure_ascii=False))


if __name__ == "__main__":
    main()
