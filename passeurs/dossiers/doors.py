"""The doors of a dossier, for the permission table."""

from passeurs.core.navigation import Entry

DOORS = {
    "dossiers:index": "dossier.list",
    "dossiers:start": "dossier.create",
    "dossiers:selftest": "public",
    "dossiers:selftest_result": "public",
    "dossiers:structure": "dossier.read",
    "dossiers:projet": "dossier.read",
    "dossiers:publics": "dossier.read",
    "dossiers:engagements": "dossier.read",
    "dossiers:panel": "dossier.read",
    "dossiers:partenaires": "dossier.read",
    "dossiers:actions": "dossier.read",
    "dossiers:budget": "dossier.read",
    "dossiers:figures": "dossier.read",
    "dossiers:pieces": "dossier.read",
    "dossiers:upload": "document.upload",
    "dossiers:file": "document.read",
    "dossiers:file_remove": "document.remove",
    "dossiers:row_add": "dossier.edit",
    "dossiers:row": "dossier.edit",
    "dossiers:row_change": "dossier.edit",
    "dossiers:settle": "dossier.edit",
    "dossiers:review": "dossier.read",
    "dossiers:submit": "dossier.submit",
    "dossiers:receipt": "dossier.receipt",
    "dossiers:receipt_file": "dossier.receipt",
    "dossiers:print": "dossier.print",
    "dossiers:retirer": "dossier.withdraw",
    "dossiers:abandonner": "dossier.abandon",
    "dossiers:reprendre": "dossier.resume",
}

NAVIGATION = [Entry("dossiers:index", "Mes dossiers", "dossier.list", 20)]
