"""Second factor, sessions, fresh proofs."""

from django.urls import path

from passeurs.identities.views import (
    confirm,
    emergency,
    entering,
    proconnect,
    second_factor,
    security,
    setting,
)

app_name = "identities"
urlpatterns = [
    path("compte/connexion/cle/", entering.enter_by_key, name="enter_by_key"),
    path("compte/connexion/proconnect/", proconnect.start, name="proconnect"),
    path("compte/connexion/proconnect/retour/", proconnect.back, name="proconnect_back"),
    path("compte/urgence/<str:token>/", emergency.break_glass, name="break_glass"),
    path("compte/second-facteur/", second_factor.second_factor, name="second_factor"),
    path("compte/confirmation/", confirm.confirm, name="confirm"),
    path("compte/securite/", security.security, name="security"),
    path("compte/securite/application/", setting.application, name="application"),
    path("compte/securite/cle/", setting.key, name="key"),
    path("compte/securite/<int:pk>/retirer/", setting.remove, name="remove"),
    path("compte/securite/codes/", setting.recovery_codes, name="codes"),
    path("compte/securite/codes/fichier/", setting.codes_file, name="codes_file"),
    path("compte/securite/codes/refaire/", setting.renew_codes, name="codes_renew"),
    path("compte/sessions/<int:pk>/fermer/", security.session_close, name="session_close"),
    path("compte/sessions/fermer/", security.sessions_close, name="sessions_close"),
]
