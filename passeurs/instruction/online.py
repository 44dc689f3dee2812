"""The dossier in the words and the order of the ministry's online form.

The form is « Aide au projet ou au fonctionnement – Transmission culturelle », seen whole in a
public dossier of 2023 (domain, section 3). Its labels are kept so that one finds one's way; the
length it allows is published nowhere, so `limit` stays empty until somebody reads it there. Pure.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from passeurs.dossiers.printing import parts
from passeurs.dossiers.printing.words import (
    address,
    count,
    day,
    label,
    labels,
    listed,
    money,
    share,
    yes_no,
)
from passeurs.network.enums import AudienceKind
from passeurs.organisations.enums import LegalStatus

Document = Mapping[str, Any]
BY_HOLDER = "Le dossier ne le dit pas : le porteur répond en ligne."
PUBLIC = {"region", "department", "epci", "commune", "social", "europe", "public", "state"}


@dataclass(frozen=True)
class Source:
    """What the answers are read from: the dossier, its edition, and who holds the region."""

    document: Document
    edition: Document
    region: str
    departments: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """A field of the form, filled: `code` names it, `hint` says what to know or to do."""

    code: str
    label: str
    value: str
    hint: str = ""
    limit: int | None = None

    @property
    def is_missing(self) -> bool:
        return not self.value

    @property
    def is_long(self) -> bool:
        """Past the length that the form allows, where it is known."""
        return self.limit is not None and len(self.value) > self.limit

    @property
    def length(self) -> int:
        return len(self.value)


@dataclass(frozen=True)
class Asked:
    """A field of the form: how its answer is read from a dossier."""

    code: str
    label: str
    read: Callable[[Source], str]
    hint: str = ""
    limit: int | None = None


@dataclass(frozen=True)
class Part:
    """A numbered part of the form."""

    code: str
    title: str
    fields: tuple[Asked, ...]


def answers_to(parts_asked: Iterable[Part], source: Source) -> list[dict[str, Any]]:
    """Every part in the form's order, each field with its answer."""
    return [
        {
            "code": part.code,
            "title": part.title,
            "answers": [
                Answer(one.code, one.label, one.read(source).strip(), one.hint, one.limit)
                for one in part.fields
            ],
        }
        for part in parts_asked
    ]


def missing(answered: Iterable[Mapping[str, Any]]) -> list[Answer]:
    """The fields that have no answer, in order."""
    return [answer for part in answered for answer in part["answers"] if answer.is_missing]


def nothing(_source: Source) -> str:
    """What the dossier never says."""
    return ""


def always(text: str) -> Callable[[Source], str]:
    return lambda _source: text


def holder(key: str) -> Callable[[Source], str]:
    return lambda source: source.document["holder"].get(key) or ""


def person(role: str, key: str) -> Callable[[Source], str]:
    return lambda source: (source.document["holder"].get(role) or {}).get(key, "")


def project(key: str) -> Callable[[Source], str]:
    return lambda source: source.document["project"].get(key) or ""


def texts(*keys: str) -> Callable[[Source], str]:
    """Several texts of the « note d'intention » in a row, each under its title."""

    def read(source: Source) -> str:
        found = source.document["project"]
        told = [(parts.PROJECT.get(key, ""), (found.get(key) or "").strip()) for key in keys]
        return "\n\n".join(f"{title}\n{text}" if title else text for title, text in told if text)

    return read


def legal_status(source: Source) -> str:
    return label(LegalStatus, source.document["holder"].get("legal_status"))


def postal_address(source: Source) -> str:
    return address(source.document["holder"])


def other_public_funders(source: Source) -> str:
    lines = source.document["budget"].get("project") or ()
    found = [
        f"{line.get('funder') or line.get('label') or line['code']} ({money(line['amount'])})"
        for line in lines
        if line["side"] == "product" and line.get("funder_kind") in PUBLIC
    ]
    return f"Oui : {', '.join(found)}" if found else "Non"


def objectives(source: Source) -> str:
    chosen = source.document["project"].get("objectives")
    return listed(source.edition.get("objectives", ()), chosen)


def description(source: Source) -> str:
    told = [texts("summary", "pathway", "artistic_approach", "mediation", "restitution")(source)]
    actions = [_action(one, source.edition) for one in source.document["actions"]]
    if any(actions):
        told.append("Les actions\n" + "\n".join(filter(None, actions)))
    return "\n\n".join(filter(None, told))


def _action(action: Document, edition: Document) -> str:
    kinds = {one["code"]: one["label"] for one in edition.get("action_kinds", ())}
    title = action.get("title") or kinds.get(action.get("kind"), "")
    where = ", ".join(filter(None, (action["place"].get("label"), action["place"].get("city"))))
    when = " au ".join(filter(None, (day(action.get("starts_on")), day(action.get("ends_on")))))
    told = ", ".join(filter(None, (title, where, when)))
    return f"– {told}" if told else ""


def beneficiaries(source: Source) -> str:
    audience = source.document["audience"]
    bands = [parts.band(row) for row in audience.get("bands") or ()]
    people = [f"{name} : {counts[-1]}" for name, counts in bands if counts[-1]]
    rows = [
        ("Publics", labels(AudienceKind, audience.get("kinds"))),
        ("Personnes attendues", ", ".join(people)),
        ("Hors temps scolaire", yes_no(audience.get("out_of_school"))),
        ("Public éloigné de la culture", audience.get("remote_description") or ""),
        ("Part venant d’un quartier prioritaire", share(audience.get("share_qpv"))),
        ("Part venant de communes rurales classées", share(audience.get("share_rural"))),
        ("Accompagnateurs", count(audience.get("companions"))),
    ]
    told = "\n".join(f"{name} : {value}" for name, value in rows if value)
    return "\n\n".join(filter(None, (told, texts("participation", "mixity", "insertion")(source))))


def departments(source: Source) -> str:
    return ", ".join(source.departments)


def communes(source: Source) -> str:
    names = (action["place"].get("city") for action in source.document["actions"])
    return ", ".join(dict.fromkeys(filter(None, names)))


def quarters(source: Source) -> list[str]:
    """« Terre Rouge (QN04601M) », of the actions that were found in one."""
    found = (action["place"].get("findings") or {} for action in source.document["actions"])
    held = (one.get("qpv") or {} for one in found)
    named = (f"{one.get('name')} ({one.get('code')})" for one in held if one.get("answer") == "yes")
    return list(dict.fromkeys(named))


def is_in_quarter(source: Source) -> str:
    if quarters(source):
        return "Oui"
    return "Non" if source.document["actions"] else ""


def territory(source: Source) -> str:
    named = quarters(source)
    told = f"Quartiers prioritaires : {', '.join(named)}" if named else ""
    return "\n\n".join(filter(None, (told, (project("diagnosis")(source)).strip())))


def team(source: Source) -> str:
    rows = [
        ", ".join(filter(None, (one.get("name"), one.get("craft"), one.get("employer"))))
        for one in source.document["people"]
    ]
    hours = sum(Decimal(one["hours"]) for one in source.document["actions"] if one.get("hours"))
    told = [f"– {row}" for row in rows if row]
    if hours:
        told.append(f"Heures d’intervention prévues : {count(f'{hours:.2f}')}")
    return "\n".join(told)


def other_documents(source: Source) -> str:
    names = {row["kind"]: row["label"] for row in source.edition.get("documents", ())}
    rows = [
        f"{names.get(one['kind'], 'Pièce libre')} : {one['name']}"
        for one in source.document["documents"]
    ]
    return "\n".join(rows)


def of_kind(prefix: str) -> Callable[[Source], str]:
    """The names of the files of a kind."""
    return lambda source: "\n".join(
        one["name"] for one in source.document["documents"] if one["kind"].startswith(prefix)
    )


def signatory(source: Source) -> str:
    told = source.document["commitments"]
    return ", ".join(filter(None, (told.get("signatory"), told.get("signatory_role"))))


def requested(source: Source) -> str:
    return money(source.document["budget"].get("requested"))


def whole_budget(source: Source) -> str:
    total = parts.total(source.document["budget"].get("project") or (), "charge")
    return money(total) if total else ""


def region(source: Source) -> str:
    return source.region


PEOPLE = (
    ("first_name", "Prénom"),
    ("last_name", "Nom"),
    ("role", "Fonction"),
    ("phone", "Téléphone"),
    ("email", "Courriel"),
)


def _someone(role: str, title: str) -> tuple[Asked, ...]:
    return tuple(
        Asked(f"{role}_{key}", f"{title}, {word.lower()}", person(role, key))
        for key, word in PEOPLE
    )


FORM = (
    Part(
        "debut",
        "Avant de commencer",
        (
            Asked("region", "Votre région d’intervention", region),
            Asked(
                "domaines",
                "Domaine(s) culturel(s) et artistique(s)",
                always("Cinéma et audiovisuel"),
            ),
            Asked("statut", "Vous êtes", legal_status),
            Asked(
                "deja",
                "Avez-vous été subventionné(e) par le ministère l’année dernière ?",
                nothing,
                BY_HOLDER,
            ),
            Asked("objet", "Objet de la subvention", always("Projet(s) – action(s)")),
            Asked(
                "autres",
                "Avez-vous sollicité un autre financeur public ?",
                other_public_funders,
                "Lu dans les produits du budget.",
            ),
            Asked("licence", "Licence d’entrepreneur du spectacle", nothing, BY_HOLDER),
        ),
    ),
    Part(
        "identite",
        "1. Identité du demandeur",
        (
            Asked("nom", "Nom de la structure", holder("name")),
            Asked("siret", "SIRET", holder("siret")),
            Asked("adresse", "Adresse de correspondance", postal_address),
            *_someone("representative", "Représentant légal"),
            *_someone("contact", "Personne chargée du suivi"),
        ),
    ),
    Part(
        "projet",
        "2.1 Présentation du projet",
        (
            Asked("intitule", "Intitulé", project("title")),
            Asked("objectifs", "Objectifs", objectives),
            Asked("description", "Description", description),
            Asked(
                "beneficiaires",
                "Informations complémentaires sur les bénéficiaires",
                beneficiaries,
            ),
            Asked("echelle", "Échelle de territoire", nothing, BY_HOLDER),
            Asked("departements", "Département(s)", departments),
            Asked("communes", "Commune(s)", communes),
            Asked(
                "qpv",
                "Votre projet se déroule-t-il en quartier prioritaire de la ville (QPV) ?",
                is_in_quarter,
            ),
            Asked("territoire", "Informations complémentaires sur le territoire", territory),
            Asked("evaluation", "Indicateurs et méthodes d’évaluation", project("evaluation")),
            Asked("debut_le", "Date de début", lambda s: day(s.document["project"]["starts_on"])),
            Asked("fin_le", "Date de fin", lambda s: day(s.document["project"]["ends_on"])),
            Asked("documents", "Documents complémentaires", other_documents),
            Asked("precisions", "Précisions", project("communication")),
        ),
    ),
    Part(
        "moyens",
        "2.2 Moyens humains affectés au projet",
        (Asked("moyens", "Moyens humains affectés au projet", team),),
    ),
    Part(
        "attestations",
        "3. Attestations",
        (
            Asked("signataire", "Signataire", signatory),
            Asked("demande", "Montant demandé", requested),
            Asked("total", "Montant total du budget prévisionnel", whole_budget),
        ),
    ),
    Part(
        "pieces",
        "4. Pièces",
        (
            Asked("rib", "Relevé d’identité bancaire (PDF)", of_kind("rib"), BY_HOLDER),
            Asked("ht", "Budget hors taxes ou toutes taxes comprises", nothing, BY_HOLDER),
            Asked(
                "budget",
                "Budget du projet",
                always("Le budget imprimé du dossier (« Le dossier en PDF »)"),
            ),
            Asked(
                "compte_rendu",
                "Compte rendu de l’action subventionnée",
                of_kind("previous_report"),
                "Le bilan de l’édition précédente, pour qui y a participé.",
            ),
        ),
    ),
)
