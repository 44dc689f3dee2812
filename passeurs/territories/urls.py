from django.urls import path

from passeurs.territories.views import addresses, communes, imports

app_name = "territories"
urlpatterns = [
    path("communes/", communes.communes, name="communes"),
    path("adresses/", addresses.addresses, name="addresses"),
    path("bureau/referentiels/", imports.index, name="imports"),
    path("bureau/referentiels/<uuid:pk>/", imports.detail, name="import"),
    path("bureau/referentiels/<uuid:pk>/charger/", imports.confirm, name="import_confirm"),
    path("bureau/referentiels/<uuid:pk>/abandonner/", imports.drop, name="import_drop"),
    path("bureau/referentiels/<uuid:pk>/compte-rendu/", imports.report, name="import_report"),
]
