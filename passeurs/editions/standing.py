"""Where an edition stands, for its agents."""

STANDINGS = {
    "draft": ("wait", "Brouillon, que personne d’autre ne voit"),
    "coming": ("coord", "Publiée, pas encore ouverte"),
    "open": ("ok", "Ouverte au dépôt"),
    "closed": ("mute", "Close au dépôt"),
    "archived": ("mute", "Archivée"),
}


def code_of(edition, *, at):
    if not edition.is_public:
        return "draft"
    if edition.archived_at:
        return "archived"
    if edition.is_coming(at=at):
        return "coming"
    return "open" if edition.is_open(at=at) else "closed"


def standing(edition, *, at):
    """The code, the tone and the words of its state."""
    code = code_of(edition, at=at)
    tone, label = STANDINGS[code]
    return {"code": code, "tone": tone, "label": label}
