"""The doors of a dossier, for the permission table."""

DOORS = {
    "dossiers:index": "dossier.list",
    "dossiers:start": "dossier.create",
    "dossiers:structure": "dossier.read",
    "dossiers:projet": "dossier.read",
    "dossiers:publics": "dossier.read",
    "dossiers:engagements": "dossier.read",
    "dossiers:panel": "dossier.read",
}
