from django.urls import path

from passeurs.territories import views

app_name = "territories"
urlpatterns = [path("communes/", views.communes, name="communes")]
