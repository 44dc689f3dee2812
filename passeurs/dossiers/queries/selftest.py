"""What the reference data answer for the commune of a self-test."""

from passeurs.territories.queries import locate


def findings_of(commune, edition):
    """The zonings of the commune, with the edition's vintages; nothing without a commune."""
    if not commune:
        return {}
    rural = edition["territory"]["rural"]
    return locate(
        insee=commune[0],
        qpv_vintage=edition["territory"]["qpv_vintage"],
        rural=(rural["kind"], rural["vintage"]),
    )
