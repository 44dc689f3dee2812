"""Migrate, gather the static files and fill the platform: `python -m bench.fill COUNT`."""

import sys

import django
from django.core.management import call_command


def main() -> None:
    django.setup()
    from bench.pages import fill

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    fill(int(sys.argv[1]))


if __name__ == "__main__":
    main()
