"""Present in demonstration mode only."""

from django.urls import path

from passeurs.demonstration import views

app_name = "demonstration"
urlpatterns = [
    path("demonstration/", views.index, name="index"),
    path("demonstration/entrer/<slug:key>/", views.enter, name="enter"),
    path("demonstration/courriels/", views.mails, name="mails"),
    path("demonstration/courriels/<slug:name>/", views.mail, name="mail"),
    path("demonstration/courriels/<slug:name>/source/", views.mail_source, name="mail_source"),
    path(
        "demonstration/courriels/<slug:name>/jointe/<int:rank>/",
        views.mail_attached,
        name="mail_attached",
    ),
]
