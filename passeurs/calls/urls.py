from django.urls import path

from . import views

app_name = "calls"

urlpatterns = [
    path("appels/", views.index, name="index"),
    path("appels/<slug:slug>/", views.detail, name="detail"),
    path("appels/<slug:slug>/calendrier.ics", views.feed, name="feed"),
]
