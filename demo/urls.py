from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.generic import TemplateView

app_name = "demo"
urlpatterns = [
    path("", login_not_required(TemplateView.as_view(template_name="portal/placeholder.html")), name="index")
]
