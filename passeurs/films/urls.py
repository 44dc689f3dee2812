from django.urls import path

from . import views

app_name = "films"

urlpatterns = [
    path("appels/<slug:slug>/films/", views.index, name="index"),
    path("appels/<slug:slug>/films/choisir/", views.choose, name="choose"),
    path("appels/<slug:slug>/films/proposer/", views.wish, name="wish"),
    path("appels/<slug:slug>/films/<int:pk>/", views.detail, name="detail"),
]
