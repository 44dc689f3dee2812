"""Hands that fill in the editions' screens: each form is sent as its page showed it, but for what
is said."""

from django.urls import reverse


class Hands:
    """Somebody of a coordination at the screens of one edition."""

    def __init__(self, client, slug=""):
        self.client, self.slug = client, slug

    def at(self, route, *args):
        return reverse(f"editions:{route}", args=[self.slug, *args])

    def new(self, **said):
        """Prepare an edition, from another or from nothing."""
        response = self.send(reverse("editions:new"), said)
        assert response.status_code == 302, reasons(response)
        self.slug = response.url.strip("/").rsplit("/", 1)[-1]
        return self

    def write(self, part, **said):
        response = self.send(self.at("part", part), said)
        assert response.status_code == 302, reasons(response)
        return response

    def add(self, rows, **said):
        response = self.send(self.at("row_add", rows), said)
        assert response.status_code == 302, reasons(response)
        return response

    def amend(self, rows, row, **said):
        response = self.send(self.at("row", rows, row), said)
        assert response.status_code == 302, reasons(response)
        return response

    def move(self, rows, row, name):
        page = self.client.get(self.at("rows", rows))
        version = page.context["edition"].version
        return self.client.post(self.at("row_move", rows, row, name), {"version": version})

    def rules(self, forces):
        """`forces`: code of the rule → (force, clause)."""
        from passeurs.calls.enums import RuleCode

        said = {}
        for rank, rule in enumerate(RuleCode):
            if rule.value in forces:
                said[f"force_{rank}"], said[f"clause_{rank}"] = forces[rule.value]
        return self.write("regles", **said)

    def open(self):
        page = self.client.get(self.at("open"))
        read = [value for value, _ in page.context["form"].fields["read"].choices]
        return self.client.post(self.at("open"), {"read": read})

    def send(self, address, said):
        form = self.client.get(address).context["form"]
        unknown = set(said) - set(form.fields)
        assert not unknown, unknown
        return self.client.post(address, {**shown(form), **said})


def shown(form):
    """What a browser would send of the form as its page shows it."""
    data = {}
    for name in form.fields:
        bound = form[name]
        value = bound.field.prepare_value(bound.value())
        if value is True:
            data[name] = "on"
        elif value not in (None, False):
            data[name] = value
    return data


def reasons(response):
    form = response.context and response.context.get("form")
    return (response.status_code, form.errors.as_data() if form else "")
