from django.urls import path

from casestudies import feeds
from casestudies.views import confirming as confirming_views
from casestudies.views import finding as finding_views
from casestudies.views import following as following_views
from casestudies.views import media as media_views
from casestudies.views import reading as reading_views
from casestudies.views import replicating as replicating_views
from casestudies.views import sections as section_views
from casestudies.views import talking as talking_views
from casestudies.views import writing as writing_views

app_name = "casestudies"

# Each journey has its block; its views are in the file of the same name in views/. What does not begin with a slug
# comes first, and its first word is never given to a case study as a slug (RESERVED in casestudies/editions.py).
writing = [
    path("yours/", writing_views.yours, name="yours"),
    path("yours/new/", writing_views.begin, name="begin"),
    path("yours/<int:pk>/", writing_views.writing, name="writing"),
    path("yours/<int:pk>/preview/", writing_views.preview, name="preview"),
    path("yours/<int:pk>/delete/", writing_views.discard, name="discard"),
    path("yours/<int:pk>/schools/", section_views.schools, name="schools"),
    path("yours/<int:pk>/schools/name/", section_views.name_school, name="name_school"),
    path("yours/<int:pk>/schools/<urn:urn>/remove/", section_views.remove_school, name="remove_school"),
    path("yours/<int:pk>/s/<slug:name>/", section_views.section, name="section"),
    path("yours/<int:pk>/s/<slug:name>/list/", section_views.items, name="items"),
    path("yours/<int:pk>/s/<slug:name>/add/", section_views.add_item, name="add_item"),
    path("yours/<int:pk>/s/<slug:name>/<int:number>/", section_views.item, name="item"),
    path("yours/<int:pk>/s/<slug:name>/<int:number>/move/", section_views.move_item, name="move_item"),
    path("yours/<int:pk>/s/<slug:name>/<int:number>/remove/", section_views.remove_item, name="remove_item"),
]
confirming = [
    path("yours/<int:pk>/send/", confirming_views.send, name="send"),
    path("yours/<int:pk>/confirm/", confirming_views.confirm, name="confirm"),
    path("yours/<int:pk>/object/", confirming_views.object_to, name="object"),
    path("yours/<int:pk>/take-back/", confirming_views.take_back, name="take_back"),
    path("yours/<int:pk>/withdraw/", confirming_views.withdraw, name="withdraw"),
    path("yours/<int:pk>/bring-back/", confirming_views.reopen, name="reopen"),
    path("yours/<int:pk>/still-right/", confirming_views.still_right, name="still_right"),
]
media = [
    path("yours/<int:pk>/pictures/", media_views.pictures, name="pictures"),
    path("yours/<int:pk>/pictures/add/", media_views.add_picture, name="add_picture"),
    path("yours/<int:pk>/pictures/<uuid:picture>/", media_views.change_picture, name="change_picture"),
    path("yours/<int:pk>/pictures/<uuid:picture>/to/<int:to>/", media_views.move_picture, name="move_picture"),
    path("yours/<int:pk>/pictures/<uuid:picture>/remove/", media_views.remove_picture, name="remove_picture"),
    path("yours/<int:pk>/files/", media_views.files, name="files"),
    path("yours/<int:pk>/files/add/", media_views.add_file, name="add_file"),
    path("yours/<int:pk>/files/<uuid:file>/remove/", media_views.remove_file, name="remove_file"),
    path("media/<uuid:pk>-<int:width>.webp", media_views.picture, name="picture"),
    path("media/<uuid:pk>/<str:name>", media_views.attachment, name="attachment"),
]
finding = [path("", finding_views.search, name="search")]
following = [
    path("following/", following_views.following, name="following"),
    path("follow/<slug:kind>/<slug:slug>/", following_views.start, name="follow"),
    path("unfollow/<slug:kind>/<slug:slug>/", following_views.end, name="unfollow"),
    path("following/stop/<str:token>/", following_views.stop, name="stop"),
]
replicating = [
    path("copies/", replicating_views.replications, name="replications"),
    path("copies/<int:pk>/", replicating_views.replication, name="replication"),
    path("copies/<int:pk>/start/", replicating_views.start, name="replication_start"),
    path("copies/<int:pk>/steps/<int:step_pk>/", replicating_views.step, name="replication_step"),
    path("copies/<int:pk>/plan/", replicating_views.plan, name="replication_plan"),
    path("copies/<int:pk>/registration/", replicating_views.registration, name="replication_registration"),
    path("copies/<int:pk>/partnership/", replicating_views.partnership, name="replication_partnership"),
    path("copies/<int:pk>/give-up/", replicating_views.give_up, name="replication_give_up"),
    path("<slug:slug>/replicate/", replicating_views.replicate, name="replicate"),
]
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
urlpatterns = writing + confirming + media + finding + following + replicating + talking + reading
