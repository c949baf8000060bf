from django.urls import path, register_converter

from partnerships.converters import ReferenceConverter
from partnerships.views import briefs, people, proposals, work, workspace
from partnerships.views import introducing as introducing_views
from partnerships.views import matching as matching_views
from partnerships.views.registering import check, confirm, profile, registration, school, self_check, start, steps

register_converter(ReferenceConverter, "reference")

app_name = "partnerships"

# Each journey has its block; its views are in the file of the same name in views/.
registering = [
    path("register-interest/", start.register, name="register"),
    path("register-interest/is-it-right/", self_check.self_check, name="self_check"),
    path("register-interest/school/", school.first_step, name="register_school"),
    path("register-interest/join/<urn:urn>/", school.join, name="register_join"),
    path("register-interest/go-on/<str:token>/", start.resume, name="resume"),
    path("register-interest/confirm/<str:token>/", confirm.confirm, name="confirm"),
    path("register-interest/confirm/<str:token>/again/", confirm.confirm_again, name="confirm_again"),
    path("register-interest/about/<urn:urn>/", profile.profile, name="profile"),
    path("register-interest/r/<reference:reference>/", registration.registration, name="registration"),
    path("register-interest/r/<reference:reference>/change/", registration.edit, name="registration_edit"),
    path("register-interest/r/<reference:reference>/pause/", registration.pause, name="registration_pause"),
    path("register-interest/r/<reference:reference>/resume/", registration.resume, name="registration_resume"),
    path("register-interest/r/<reference:reference>/renew/", registration.renew, name="registration_renew"),
    path("register-interest/r/<reference:reference>/withdraw/", registration.withdraw, name="registration_withdraw"),
    path("register-interest/d/<uuid:pk>/", steps.go_on, name="register_go_on"),
    path("register-interest/d/<uuid:pk>/later/", start.later, name="register_later"),
    path("register-interest/d/<uuid:pk>/delete/", start.discard, name="register_discard"),
    path("register-interest/d/<uuid:pk>/received/", check.received, name="register_received"),
    path("register-interest/d/<uuid:pk>/send-again/", check.send_again, name="register_send_again"),
    path("register-interest/d/<uuid:pk>/not-sure/", steps.not_sure, name="register_not_sure"),
    path("register-interest/d/<uuid:pk>/<slug:name>/", steps.step, name="register_step"),
    path("register-interest/d/<uuid:pk>/<slug:name>/<key:number>/", steps.line, name="register_line"),
    path("register-interest/d/<uuid:pk>/<slug:name>/<key:number>/remove/", steps.remove_line, name="register_remove"),
]
matching = [
    path("partners/", matching_views.matches, name="matches"),
    path("partners/<reference:reference>/tell-me/", matching_views.tell_me, name="tell_me"),
    path("partners/<reference:reference>/not-for-us/<reference:other>/", matching_views.not_for_us, name="not_for_us"),
    path("partners/<reference:reference>/show-again/<reference:other>/", matching_views.show_again, name="show_again"),
]
introducing = [
    path("introductions/", introducing_views.introductions, name="introductions"),
    path("introductions/ask/<reference:reference>/", introducing_views.ask, name="ask"),
    path("introductions/<key:pk>/", introducing_views.introduction, name="introduction"),
    path("introductions/<key:pk>/yes/", introducing_views.accept, name="accept"),
    path("introductions/<key:pk>/not-this-time/", introducing_views.decline, name="decline"),
    path("introductions/<key:pk>/take-back/", introducing_views.withdraw, name="withdraw"),
    path("introductions/<key:pk>/remind/", introducing_views.nudge, name="nudge"),
    path("partnerships/", workspace.partnerships, name="partnerships"),
    path("partnerships/<key:pk>/", workspace.partnership, name="partnership"),
    path("partnerships/<key:pk>/change/", workspace.change, name="change_partnership"),
    path("partnerships/<key:pk>/timeline/", workspace.timeline, name="timeline"),
    path("partnerships/<key:pk>/stage/<slug:to>/", workspace.stage, name="stage"),
    path("partnerships/<key:pk>/success/<key:partner_pk>/", workspace.success, name="success"),
    path("partnerships/<key:pk>/people/<key:partner_pk>/", people.people, name="people"),
    path("partnerships/<key:pk>/people/<key:partner_pk>/<slug:kind>/correct/", people.correct, name="correct_person"),
    path("partnerships/<key:pk>/people/<key:partner_pk>/<slug:kind>/ask/", people.ask, name="ask_person"),
    path("partnerships/<key:pk>/people/<key:partner_pk>/<slug:kind>/step-down/", people.leave_post, name="step_down"),
]
proposing = [
    path("partnerships/<key:pk>/proposals/", proposals.proposals, name="proposals"),
    path("partnerships/<key:pk>/proposals/<key:proposal_pk>/", proposals.proposal, name="proposal"),
    path("partnerships/<key:pk>/proposals/<key:proposal_pk>/take-back/", proposals.take_back, name="withdraw_proposal"),
    path("partnerships/<key:pk>/schools/add/", proposals.add_school, name="add_school"),
    path("partnerships/<key:pk>/schools/<key:partner_pk>/leave/", proposals.leave, name="leave_partnership"),
    path("partnerships/<key:pk>/end/", proposals.end, name="end_partnership"),
    path("partnerships/join/<str:token>/", proposals.join_link, name="join_link"),
]
working = [
    path("partnerships/<key:pk>/tasks/", work.tasks, name="tasks"),
    path("partnerships/<key:pk>/tasks/add/", work.add_task, name="add_task"),
    path("partnerships/<key:pk>/tasks/<key:task>/change/", work.change_task, name="change_task"),
    path("partnerships/<key:pk>/tasks/<key:task>/done/", work.task_done, name="task_done"),
    path("partnerships/<key:pk>/tasks/<key:task>/not-done/", work.task_not_done, name="task_not_done"),
    path("partnerships/<key:pk>/tasks/<key:task>/remove/", work.remove_task, name="remove_task"),
    path("partnerships/<key:pk>/tasks/<key:task>/restore/", work.restore_task, name="restore_task"),
    path("partnerships/<key:pk>/notes/", work.notes, name="notes"),
    path("partnerships/<key:pk>/notes/add/", work.add_note, name="add_note"),
    path("partnerships/<key:pk>/notes/<key:note>/change/", work.change_note, name="change_note"),
    path("partnerships/<key:pk>/notes/<key:note>/remove/", work.remove_note, name="remove_note"),
    path("partnerships/<key:pk>/notes/<key:note>/restore/", work.restore_note, name="restore_note"),
    path("partnerships/<key:pk>/files/", work.files, name="files"),
    path("partnerships/<key:pk>/files/add/", work.add_file, name="add_file"),
    path("partnerships/<key:pk>/files/<uuid:file>/remove/", work.remove_file, name="remove_file"),
    path("partnerships/<key:pk>/files/<uuid:file>/restore/", work.restore_file, name="restore_file"),
    path("partnerships/<key:pk>/files/<uuid:file>/<str:name>", work.file, name="file"),
]
briefing = [
    path("partners/<reference:reference>/brief/<reference:other>/", briefs.match_brief, name="match_brief"),
    path(
        "partners/<reference:reference>/brief/<reference:other>/brief.pdf",
        briefs.match_brief_pdf,
        name="match_brief_pdf",
    ),
    path("introductions/<key:pk>/brief/", briefs.introduction_brief, name="introduction_brief"),
    path("introductions/<key:pk>/brief.pdf", briefs.introduction_brief_pdf, name="introduction_brief_pdf"),
    path("partnerships/<key:pk>/brief/", briefs.partnership_brief, name="partnership_brief"),
    path("partnerships/<key:pk>/brief.pdf", briefs.partnership_brief_pdf, name="partnership_brief_pdf"),
]
urlpatterns = registering + matching + introducing + proposing + working + briefing
