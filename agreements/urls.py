from django.urls import URLPattern, path

from agreements.views import drafting as drafting_views
from agreements.views import library as library_views
from agreements.views import signing as signing_views

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
signing: list[URLPattern] = [
    path("partnerships/<int:pk>/mou/send/", signing_views.send, name="send"),
    path("partnerships/<int:pk>/mou/v/<int:number>/", signing_views.version, name="version"),
    path("partnerships/<int:pk>/mou/v/<int:number>/sign/", signing_views.sign, name="sign"),
    path("partnerships/<int:pk>/mou/v/<int:number>/decline/", signing_views.decline, name="decline"),
    path("partnerships/<int:pk>/mou/v/<int:number>/recall/", signing_views.recall, name="recall"),
    path("partnerships/<int:pk>/mou/v/<int:number>/remind/<int:signatory>/", signing_views.remind, name="remind"),
    path("partnerships/<int:pk>/mou/v/<int:number>/invite/<int:signatory>/", signing_views.invite, name="invite"),
    path("sign/<str:token>/", signing_views.invitation, name="invitation"),
]
copies: list[URLPattern] = []
after: list[URLPattern] = []
urlpatterns = library + sharing + drafting + signing + copies + after
