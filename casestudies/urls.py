from django.urls import URLPattern, path

from casestudies import feeds
from casestudies.views import following as following_views
from casestudies.views import reading as reading_views
from casestudies.views import talking as talking_views

app_name = "casestudies"

# Each journey has its block; its views are in the file of the same name in views/. What does not begin with a slug
# comes first, and its first word is never given to a case study as a slug (RESERVED in casestudies/editions.py).
writing: list[URLPattern] = []
media: list[URLPattern] = []
finding: list[URLPattern] = []
following = [
    path("following/", following_views.following, name="following"),
    path("follow/<slug:kind>/<slug:slug>/", following_views.start, name="follow"),
    path("unfollow/<slug:kind>/<slug:slug>/", following_views.end, name="unfollow"),
    path("following/stop/<str:token>/", following_views.stop, name="stop"),
]
replicating: list[URLPattern] = []
talking = [
    path("<slug:slug>/questions/", talking_views.talk, name="talk"),
    path("<slug:slug>/questions/<int:pk>/answer/", talking_views.answer, name="answer"),
    path("<slug:slug>/questions/<int:pk>/report/", talking_views.flag, name="flag"),
    path("<slug:slug>/questions/<int:pk>/take-back/", talking_views.take_back, name="take_back_comment"),
]
reading = [
    path("feed/", feeds.new_case_studies, name="feed"),
    path("feed/<slug:kind>/<slug:slug>/", feeds.new_case_studies_about, name="topic_feed"),
    path("<slug:slug>/", reading_views.case_study, name="case_study"),
    path("<slug:slug>/kit/", reading_views.kit, name="kit"),
]
urlpatterns = writing + media + finding + following + replicating + talking + reading
