"""Print the permission table and the doors as Markdown: `> docs/permissions.md`."""

from django.core.management.base import BaseCommand

from passeurs.core import access
from passeurs.core.permission_table import PERMISSIONS, ROLES

HEAD = """# Qui peut faire quoi

Imprimé par `manage.py print_permissions` ; la source est `passeurs/core/permission_table.py`.
● permis · ◐ permis dans les états nommés · vide : refusé. Un inconnu reçoit 404, une personne
connue sans le droit 403.
"""


class Command(BaseCommand):
    help = "Imprime la table des permissions en Markdown."

    def handle(self, *args, **options):
        self.stdout.write("\n".join([HEAD, *_table(), "", "## Les portes", "", *_doors()]))


def _table():
    titles = ["Permission", "Sur", *ROLES.values()]
    yield _line(titles)
    yield _line(["---"] * len(titles))
    for line in PERMISSIONS:
        cells = [_cell(line.grants, role) for role in ROLES]
        yield _line([f"{line.label} `{line.code}`", line.on or "plateforme", *cells])


def _cell(grants, role):
    if role not in grants:
        return ""
    states = grants[role]
    return "●" if states is None else f"◐ {', '.join(sorted(states))}"


def _doors():
    yield _line(["Route", "Permission"])
    yield _line(["---", "---"])
    for name, code in sorted(access.routes().items()):
        yield _line([f"`{name}`", f"`{code}`"])


def _line(cells):
    return f"| {' | '.join(cells)} |"
