from django.urls import path

from . import views

app_name = "contacts"

urlpatterns = [
    path("appels/<slug:slug>/contact/", views.write, name="write"),
    path("appels/<slug:slug>/contact/merci/", views.thanks, name="thanks"),
]
