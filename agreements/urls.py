from django.urls import URLPattern, path

from agreements.views import drafting as drafting_views
from agreements.views import library as library_views

app_name = "agreements"

# Each journey has its block; its views are in the file of the same name in views/.
library: list[URLPattern] = [
    path("mou-templates/", library_views.templates, name="templates"),
    path("mou-templates/<slug:slug>/", library_views.template, name="template"),
]
sharing: list[URLPattern] = []
drafting: list[URLPattern] = [
    path("partnerships/<int:pk>/mou/", drafting_views.mou, name="mou"),
]
signing: list[URLPattern] = []
copies: list[URLPattern] = []
after: list[URLPattern] = []
urlpatterns = library + sharing + drafting + signing + copies + after
