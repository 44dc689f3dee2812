"""The account; the names allauth itself knows keep their allauth names."""

from django.urls import path

from passeurs.accounts import views

urlpatterns = [
    path("compte/connexion/", views.sign_in, name="account_login"),
    path("compte/connexion/code/", views.enter_code, name="account_confirm_login_code"),
    path("compte/connexion/code/renvoi/", views.resend_code, name="account_resend_code"),
    path("compte/deconnexion/", views.sign_out, name="account_logout"),
    path("compte/profil/", views.profile, name="account_profile"),
]
