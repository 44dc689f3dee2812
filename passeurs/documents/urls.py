from django.urls import path

from . import views

app_name = "documents"

urlpatterns = [path("envois/<uuid:pk>/", views.sending, name="sending")]
