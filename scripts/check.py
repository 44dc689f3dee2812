"""Run every check that needs no test; all are run, and the broken ones are named at the end."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
DEPLOYED = {  # invented: they only let the production settings load
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "PASSEURS_SECRET_KEY": "verification-seulement-0123456789-abcdefghijklmnopqrstuvwxyz",
    "PASSEURS_HOSTS": "passeurs.example",
    "PASSEURS_DATABASE": "postgresql://passeurs@127.0.0.1:5432/passeurs",
    "PASSEURS_SMTP_URL": "smtps://courrier.example",
    "PASSEURS_EMAIL_FROM": "bonjour@passeurs.example",
    "PASSEURS_SITE_URL": "https://passeurs.example",
}
TESTED = {"DJANGO_SETTINGS_MODULE": "config.settings.test"}


def templates() -> list[str]:
    return sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("passeurs/**/*.html"))


def steps() -> list[tuple[str, list[str], dict[str, str]]]:
    """Return each check: what it is, its command, its environment."""
    python = sys.executable
    deploy = [python, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    migrations = [python, "manage.py", "makemigrations", "--check", "--dry-run"]
    return [
        ("mise en forme", [tool("ruff"), "format", "--check", "--quiet", "."], {}),
        ("lint", [tool("ruff"), "check", "--quiet", "."], {}),
        ("types", [tool("mypy")], {}),
        ("imports", [tool("lint-imports")], {}),
        (
            "gabarits : écriture",
            [tool("djade"), "--check", "--target-version", "6.1", *templates()],
            {},
        ),
        ("gabarits : fautes", [tool("djlint"), "--quiet", "passeurs"], {}),
        ("typographie", [python, "scripts/typography.py", "--check"], {}),
        ("migrations", migrations, TESTED),
        ("déploiement", deploy, DEPLOYED),
    ]


def tool(name: str) -> str:
    return str(BIN / name)


def succeeds(label: str, command: list[str], environment: dict[str, str], data: str) -> bool:
    """Run one check, and show what it says when it is not content."""
    started = time.monotonic()
    scene = os.environ | {"PASSEURS_DATA": data} | environment
    done = subprocess.run(command, cwd=ROOT, env=scene, capture_output=True, text=True, check=False)
    verdict = "ok" if done.returncode == 0 else "ÉCHEC"
    print(f"{label:24} {verdict:6} {time.monotonic() - started:5.1f} s", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="passeurs-check-") as data:
        broken = [label for label, *step in steps() if not succeeds(label, *step, data)]
    if broken:
        sys.exit(f"À reprendre : {', '.join(broken)}.")


if __name__ == "__main__":
    main()
