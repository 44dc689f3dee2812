"""What an edition says of the committee's decisions: who publishes them, who reads what."""

USUAL: dict[str, str | bool] = {
    "publisher": "coordination",
    "shows_rank": False,
    "publishes_results": False,
    "publishes_amounts": False,
}
"""The answers of an edition that says nothing; a document holds only those that differ."""
