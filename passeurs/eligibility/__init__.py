"""What a call asks, and where a dossier stands: facts in, verdicts out, no database."""
