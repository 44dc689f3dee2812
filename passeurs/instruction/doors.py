"""What each route of the instruction asks; see `passeurs.core.access`."""

DOORS = {
    "instruction:admission": "dossier.desk",
    "instruction:piece": "dossier.check",
    "instruction:report": "dossier.check",
    "instruction:admit": "dossier.admit",
    "instruction:refuse": "dossier.admit",
    "instruction:reopen": "dossier.admit",
    "instruction:sheet": "sheet.read",
    "instruction:sheet_history": "sheet.read",
    "instruction:sheet_settle": "sheet.write",
    "instruction:sheet_change": "sheet.write",
    "instruction:online": "sheet.read",
    "instruction:online_keep": "sheet.write",
    "instruction:online_file": "sheet.read",
    "instruction:opinions": "opinion.read",
}
