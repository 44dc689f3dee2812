from django.urls import path

from .views import attendance, desk, fees, public, registering

app_name = "events"
ONE, KEPT = "rencontres/<uuid:pk>/", "bureau/rencontres/<uuid:pk>/"
DAY = f"{KEPT}emargement/"

urlpatterns = [
    path("rencontres/", public.index, name="index"),
    path(ONE, public.event, name="event"),
    path(f"{ONE}agenda.ics", public.calendar, name="calendar"),
    path(f"{ONE}attestation/", public.certificate, name="certificate"),
    path(f"{ONE}inscription/", registering.registration, name="registration"),
    path(f"{ONE}desistement/", registering.give_up, name="give_up"),
    path("bureau/rencontres/", desk.index, name="desk"),
    path("bureau/rencontres/nouvelle/", desk.new, name="new"),
    path(KEPT, desk.manage, name="manage"),
    path(f"{KEPT}reglages/", desk.change, name="change"),
    path(f"{KEPT}etape/<slug:name>/", desk.step, name="step"),
    path(f"{KEPT}export/<slug:code>/", desk.export, name="export"),
    path(f"{KEPT}inscriptions/<int:registration>/retirer/", desk.remove, name="remove"),
    path(f"{KEPT}feuille/", attendance.sheet, name="sheet"),
    path(DAY, attendance.day, name="day"),
    path(f"{DAY}<int:registration>/<slug:word>/", attendance.mark, name="mark"),
    path("bureau/adhesions/", fees.index, name="fees"),
    path("bureau/adhesions/demander/", fees.ask, name="fee_ask"),
    path("bureau/adhesions/<int:pk>/<slug:verb>/", fees.act, name="fee_act"),
]
