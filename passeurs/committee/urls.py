from django.urls import path

from .views import desk, envelopes, minutes, scenarios, session, sitting

app_name = "committee"
MINE, KEPT = "comite/<uuid:pk>/", "bureau/seances/<uuid:pk>/"
ONE = "comite/scenarios/<uuid:pk>/"
LIVE = f"{MINE}seance/"

urlpatterns = [
    path("comite/", sitting.mine, name="mine"),
    path(MINE, sitting.sitting, name="sitting"),
    path(f"{MINE}agenda.ics", sitting.calendar, name="calendar"),
    path(f"{MINE}reponse/<slug:word>/", sitting.answer, name="answer"),
    path(LIVE, session.session, name="session"),
    path(f"{LIVE}etat/", session.state, name="state"),
    path(f"{LIVE}reglages/", session.settings, name="settings"),
    path(f"{LIVE}presences/<int:seat>/<slug:word>/", session.presence, name="presence"),
    path(f"{LIVE}<int:passage>/ecran/", session.show, name="show"),
    path(f"{LIVE}<int:passage>/decision/", session.decision, name="decision"),
    path(f"{LIVE}<int:passage>/remarque/", session.remark, name="remark"),
    path(f"{LIVE}<int:passage>/vote/<slug:word>/", session.ballot, name="ballot"),
    path(f"{LIVE}<int:passage>/voix/<slug:word>/", session.voice, name="voice"),
    path(f"{MINE}proces-verbal/", minutes.minutes, name="minutes"),
    path(f"{MINE}proces-verbal/<int:version>/", minutes.file, name="minutes_file"),
    path(f"{MINE}proces-verbal/<int:version>/approuver/", minutes.approve, name="approve"),
    path("bureau/seances/", desk.index, name="desk"),
    path("bureau/seances/nouvelle/", desk.new, name="new"),
    path(KEPT, desk.manage, name="manage"),
    path(f"{KEPT}reglages/", desk.change, name="change"),
    path(f"{KEPT}inviter/", desk.invite, name="invite"),
    path(f"{KEPT}sieges/", desk.seat, name="seat"),
    path(f"{KEPT}sieges/<int:seat>/<slug:verb>/", desk.seat_act, name="seat_act"),
    path(f"{KEPT}dossiers/", desk.passages, name="passages"),
    path(f"{KEPT}dossiers/<int:passage>/<slug:verb>/", desk.passage, name="passage"),
    path(f"{KEPT}etape/<slug:name>/", desk.step, name="step"),
    path(f"{KEPT}enveloppes/", envelopes.index, name="envelopes"),
    path(f"{KEPT}enveloppes/financeurs/", envelopes.funders, name="funders"),
    path(f"{KEPT}enveloppes/<int:envelope>/", envelopes.change, name="envelope"),
    path(f"{KEPT}enveloppes/<int:envelope>/retirer/", envelopes.remove, name="envelope_remove"),
    path(f"{MINE}scenarios/", scenarios.index, name="scenarios"),
    path(f"{MINE}scenarios/comparer/", scenarios.compare, name="compare"),
    path(f"{MINE}scenarios/comparer/<slug:code>/", scenarios.compare_export, name="compare_export"),
    path(f"{MINE}chiffres/", scenarios.figures, name="figures"),
    path(f"{MINE}chiffres/<slug:code>/", scenarios.figures_export, name="figures_export"),
    path(ONE, scenarios.page, name="scenario"),
    path(f"{ONE}proposer/", scenarios.propose, name="propose"),
    path(f"{ONE}export/<slug:code>/", scenarios.export, name="scenario_export"),
    path(f"{ONE}<slug:verb>/", scenarios.act, name="scenario_act"),
]
