"""How many people an audience counts: by age, by sex, and of the ages the edition is for."""

WHO = ("women", "men", "unspecified")


def ages_of(audience, edition):
    """The sums by the id of their place, and those of the edition's ages with their share."""
    asked = edition.document()["audience"]
    names = ["-".join("" if age is None else str(age) for age in band) for band in asked["bands"]]
    counts = {name: _counts(audience.bands.get(name, {})) for name in names}
    total = sum(sum(row.values()) for row in counts.values())
    core = sum(sum(counts[name].values()) for name in names if is_within(name, asked))
    return {
        "sums": {
            **{row_id(name): sum(row.values()) for name, row in counts.items()},
            **{column_id(who): sum(row[who] for row in counts.values()) for who in WHO},
            column_id("all"): total,
        },
        "total": total,
        "core": core,
        "share": core * 100 / total if total else None,
        "ages": words_of(asked),
    }


def row_id(band):
    return f"age-{band}"


def column_id(who):
    return f"ages-{who}"


def is_within(band, asked):
    """Whether a band, « 12-14 », lies wholly within the ages the edition is for."""
    youngest, _, oldest = band.partition("-")
    if int(youngest) < (asked.get("age_min") or 0):
        return False
    limit = asked.get("age_max")
    return limit is None or (oldest != "" and int(oldest) <= limit)


def words_of(asked):
    youngest, oldest = asked.get("age_min") or 0, asked.get("age_max")
    return f"{youngest}-{oldest} ans" if oldest else f"{youngest} ans et plus"


def _counts(held):
    return {who: held.get(who) or 0 for who in WHO}
