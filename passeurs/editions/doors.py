"""What each route of the editions' screens asks; see `passeurs.core.access`."""

DOORS = {"editions:index": "edition.list", "editions:new": "edition.list"} | dict.fromkeys(
    (
        "editions:detail",
        "editions:part",
        "editions:shift",
        "editions:rows",
        "editions:row_add",
        "editions:row",
        "editions:row_move",
        "editions:preview",
        "editions:preview_form",
        "editions:open",
        "editions:extend",
        "editions:close",
        "editions:archive",
        "editions:change",
        "editions:change_drop",
    ),
    "edition.manage",
)
