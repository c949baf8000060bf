from django.urls import path
from django.views.generic import TemplateView

app_name = "accounts"
page = TemplateView.as_view(template_name="portal/placeholder.html")
urlpatterns = [
    path("", page, name="account"),
    path("schools/<int:urn>/team/", page, name="team"),
    path("invitations/<str:token>/", page, name="invitation"),
]
