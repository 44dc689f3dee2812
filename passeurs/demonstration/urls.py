"""Present in demonstration mode only."""

from django.urls import path

from passeurs.demonstration import views

app_name = "demonstration"
urlpatterns = [
    path("demonstration/", views.index, name="index"),
    path("demonstration/entrer/<slug:key>/", views.enter, name="enter"),
    path("demonstration/courriels/", views.mails, name="mails"),
    path("demonstration/courriels/<slug:name>/", views.mail, name="mail"),
]
