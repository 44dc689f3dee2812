"""Sharing envelopes between dossiers: what a plan breaks, what may be proposed, and why.

Nothing here decides: a committee does, and `check` reads its plan as it reads a proposal.
"""
