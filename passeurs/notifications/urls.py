"""A person's own e-mails: what they choose, what they received, the link that stops."""

from django.urls import path

from . import views

app_name = "notifications"
urlpatterns = [
    path("compte/courriels/", views.choices, name="choices"),
    path("compte/courriels/recus/", views.received, name="received"),
    path("compte/courriels/adresse/", views.confirm, name="confirm"),
    path("courriels/arreter/<str:token>/", views.stop_family, name="stop"),
]
