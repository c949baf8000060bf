from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.generic import TemplateView

app_name = "schools"
page = login_not_required(TemplateView.as_view(template_name="portal/placeholder.html"))
urlpatterns = [
    path("", page, name="search"),
    path("suggest/", page, name="suggest"),
    path("add/", page, name="add"),
    path("<int:urn>/", page, name="school"),
]
