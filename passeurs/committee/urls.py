from django.urls import path

from .views import desk, sitting

app_name = "committee"
MINE, KEPT = "comite/<uuid:pk>/", "bureau/seances/<uuid:pk>/"

urlpatterns = [
    path("comite/", sitting.mine, name="mine"),
    path(MINE, sitting.sitting, name="sitting"),
    path(f"{MINE}agenda.ics", sitting.calendar, name="calendar"),
    path(f"{MINE}reponse/<slug:word>/", sitting.answer, name="answer"),
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
]
