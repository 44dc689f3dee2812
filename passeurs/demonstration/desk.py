"""The desk of the demonstration: dossiers followed and labelled, figures read, words at hand."""

from passeurs.demonstration.replies import load_replies
from passeurs.desk.actions.dockets import assign, put_label, read_dockets
from passeurs.desk.actions.views import keep_view
from passeurs.desk.models import Docket, ReplyTemplate, SavedView
from passeurs.dossiers.enums import State
from passeurs.dossiers.models import Dossier

AGENT = "coordination"
VIEW = SavedView(name="À rappeler", query="etiquette=a+rappeler", is_shared=True)


def read_the_desk(people, *, at):
    """Read every dossier's figures; the first time, share out some of them and keep a view."""
    is_first = not Docket.objects.exists()
    while read_dockets(at=at):
        pass
    if is_first:
        _share_out(people[AGENT], at=at)
    if not ReplyTemplate.objects.exists():
        coordination = people[AGENT].teams.get(role="coordination").coordination
        load_replies(coordination, people[AGENT], at=at)


def _share_out(agent, *, at):
    ours = Dossier.objects.filter(edition__coordination__team__user=agent)
    ours = ours.select_related("edition__coordination").order_by("reference")
    assign(ours.filter(state=State.SUBMITTED)[::2], agent, by=agent, at=at)
    put_label(ours.filter(state=State.DRAFT)[:3], "À rappeler", by=agent, at=at)
    put_label(ours.filter(state=State.SUBMITTED)[:2], "Projet phare", by=agent, at=at)
    keep_view(VIEW, by=agent, at=at)
