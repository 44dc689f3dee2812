"""Run the whole suite on SQLite, then on PostgreSQL; arguments go to pytest.

With `--coverage` first, it runs on SQLite alone and measures what it covers (var/coverage.json):
measuring takes more than twice the time, so `make coverage` does it, not every run.
A PostgreSQL that answers is used; else a private one is started and thrown away. In CI a missing
engine or browser is an error; elsewhere it is said loudly and the rest goes on.
"""

import os
import subprocess
import sys
import time
from contextlib import contextmanager, nullcontext
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts import machine, private_server

ROOT = Path(__file__).resolve().parent.parent
IN_CI = os.environ.get("CI") == "true"
NO_TEST = 5  # pytest's code when the choice of tests is empty
# What a page draws does not depend on the engine, nor does what asks no database: once, on SQLite.
JUDGED_ONCE = [
    f"--ignore=tests/{path}"
    for path in (
        "accessibility/test_axe.py",
        "budgets",
        "eligibility",
        "scripts",
        "sharing",
        "test_env_addresses.py",
        "test_house_rules.py",
    )
]
# A whole journey is made in four ways: where there are two engines, two ways on each.
WAYS = {
    "SQLite": "on a phone,without JavaScript",
    "PostgreSQL": "on a desk,with the keyboard alone",
}


def pytest(
    engine: str, address: str, arguments: list[str], extra: list[str], *, shared: bool = False
) -> int:
    """Run pytest on one engine and return its code; `shared` when another engine has its part."""
    print(f"\n=== Suite sur {engine} ===", flush=True)
    environment = {name: v for name, v in os.environ.items() if not name.startswith("PASSEURS_D")}
    if address:
        environment["PASSEURS_DATABASE"] = address
    if shared:
        environment["WAYS"] = WAYS[engine]
    started = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-n", workers(), "--dist", "worksteal", "-q"]
    code = subprocess.run([*command, *extra, *arguments], cwd=ROOT, env=environment).returncode  # noqa: PLW1510
    print(f"=== {engine} : {time.monotonic() - started:.0f} s ===", flush=True)
    return 0 if code == NO_TEST and arguments else code


def workers() -> str:
    return os.environ.get("WORKERS", "2")


@contextmanager
def postgresql():
    """Yield the address of a database to create, or None where there is no server."""
    server = machine.answering_server()
    folder = machine.server_programs()
    if server:
        private = nullcontext(server)
    elif folder:
        private = private_server.started(folder)
    else:
        private = nullcontext(None)
    with private as address:
        # A name of our own: two suites may share one server.
        yield address and f"{address.rsplit('/', 1)[0]}/passeurs_{os.getpid()}"


def main() -> int:
    arguments = sys.argv[1:]
    (ROOT / "var").mkdir(exist_ok=True)
    if arguments[:1] == ["--coverage"]:
        return pytest(
            "SQLite", "", arguments[1:], ["--cov", "--cov-report", "json:var/coverage.json"]
        )
    with postgresql() as address:
        shared = bool(address) and not arguments
        codes = [pytest("SQLite", "", arguments, [], shared=shared)]
        if address:
            once = JUDGED_ONCE if shared else []
            codes.append(pytest("PostgreSQL", address, arguments, once, shared=shared))
        else:
            print("!!! PAS DE POSTGRESQL : LA SUITE N’A TOURNÉ QUE SUR SQLITE !!!", flush=True)
            codes.append(1 if IN_CI else 0)
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
