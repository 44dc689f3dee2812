from django.urls import path

from . import views

app_name = "pages"

urlpatterns = [
    path("", views.home, name="home"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("donnees/", views.personal_data, name="data"),
    path("mentions-legales/", views.legal, name="legal"),
]
