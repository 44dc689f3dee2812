"""The budget of a project: the chart of accounts of the Cerfa, and what its figures say."""
