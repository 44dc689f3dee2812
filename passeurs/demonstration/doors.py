"""The doors of the demonstration."""

DOORS = {
    "demonstration:index": "demo",
    "demonstration:enter": "demo",
    "demonstration:mails": "demo",
    "demonstration:mail": "demo",
    "demonstration:mail_source": "demo",
    "demonstration:mail_attached": "demo",
}
