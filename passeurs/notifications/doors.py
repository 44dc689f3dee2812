"""The doors of a person's own e-mails."""

DOORS = {
    "notifications:choices": "account",
    "notifications:received": "account",
    "notifications:confirm": "account",
    "notifications:stop": "public",
}
