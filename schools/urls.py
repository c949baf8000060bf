from django.urls import path, register_converter
from django.urls.converters import IntConverter

from schools import views


class UrnConverter(IntConverter):
    """A number that a database integer can hold; anything longer is no school's address."""

    regex = "[0-9]{1,8}"


register_converter(UrnConverter, "urn")

app_name = "schools"
urlpatterns = [
    path("", views.school_search, name="search"),
    path("suggest/", views.suggest, name="suggest"),
    path("add/", views.add, name="add"),
    path("<urn:urn>/", views.school, name="school"),
]
