from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.generic import TemplateView

app_name = "partnerships"
page = login_not_required(TemplateView.as_view(template_name="portal/placeholder.html"))

# Each journey has its block; its views are in the file of the same name in views/.
registering = [
    path("register-interest/", page, name="register"),
    path("register-interest/is-it-right/", page, name="self_check"),
    path("register-interest/go-on/<str:token>/", page, name="resume"),
    path("register-interest/confirm/<str:token>/", page, name="confirm"),
    path("register-interest/r/<str:reference>/", page, name="registration"),
]
matching = [
    path("partners/", page, name="matches"),
]
introducing = [
    path("introductions/", page, name="introductions"),
    path("introductions/<int:pk>/", page, name="introduction"),
    path("partnerships/", page, name="partnerships"),
    path("partnerships/<int:pk>/", page, name="partnership"),
]
urlpatterns = registering + matching + introducing
