from django.urls import path

from . import views

app_name = "core"

urlpatterns = [path("composants/", views.living_page, name="components")]
