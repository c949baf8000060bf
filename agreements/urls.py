from django.urls import URLPattern, path

from agreements.views import after as after_views
from agreements.views import copies as copies_views
from agreements.views import drafting as drafting_views
from agreements.views import library as library_views
from agreements.views import sharing as sharing_views
from agreements.views import signing as signing_views

app_name = "agreements"

# Each journey has its block; its views are in the file of the same name in views/.
library: list[URLPattern] = [
    path("mou-templates/", library_views.templates, name="templates"),
    path("mou-templates/<slug:slug>/", library_views.template, name="template"),
    path("mou-templates/<slug:slug>/<str:name>", library_views.template_file, name="template_file"),
]
sharing: list[URLPattern] = [
    path("mou-templates/shared/<slug:slug>/", sharing_views.shared, name="shared"),
    path("mou-templates/shared/<slug:slug>/<str:name>", sharing_views.shared_file, name="shared_file"),
    path("partnerships/<key:pk>/mou/share/", sharing_views.share, name="share"),
    path("partnerships/<key:pk>/mou/share/agree/", sharing_views.share_agree, name="share_agree"),
    path("partnerships/<key:pk>/mou/share/take-back/", sharing_views.share_take_back, name="share_take_back"),
]
drafting: list[URLPattern] = [
    path("partnerships/<key:pk>/mou/", drafting_views.mou, name="mou"),
    path("partnerships/<key:pk>/mou/begin/", drafting_views.begin, name="begin"),
    path("partnerships/<key:pk>/mou/print/", drafting_views.on_paper, name="print"),
    path("partnerships/<key:pk>/mou/add/", drafting_views.add_clause, name="add_clause"),
    path("partnerships/<key:pk>/mou/c/<slug:slug>/", drafting_views.clause, name="clause"),
    path("partnerships/<key:pk>/mou/c/<slug:slug>/change/", drafting_views.change, name="change"),
    path("partnerships/<key:pk>/mou/c/<slug:slug>/agree/", drafting_views.agree, name="agree"),
    path("partnerships/<key:pk>/mou/c/<slug:slug>/reopen/", drafting_views.reopen, name="reopen"),
    path("partnerships/<key:pk>/mou/c/<slug:slug>/comment/", drafting_views.comment, name="comment"),
    path("partnerships/<key:pk>/mou/c/<slug:slug>/leave-out/", drafting_views.leave_out, name="leave_out"),
    path("partnerships/<key:pk>/mou/c/<slug:slug>/put-back/", drafting_views.put_back, name="put_back"),
    path("partnerships/<key:pk>/mou/c/<slug:slug>/move/", drafting_views.move, name="move"),
    path("partnerships/<key:pk>/mou/c/<slug:slug>/versions/", drafting_views.clause_versions, name="clause_versions"),
]
signing: list[URLPattern] = [
    path("partnerships/<key:pk>/mou/send/", signing_views.send, name="send"),
    path("partnerships/<key:pk>/mou/v/<key:number>/", signing_views.version, name="version"),
    path("partnerships/<key:pk>/mou/v/<key:number>/sign/", signing_views.sign, name="sign"),
    path("partnerships/<key:pk>/mou/v/<key:number>/decline/", signing_views.decline, name="decline"),
    path("partnerships/<key:pk>/mou/v/<key:number>/recall/", signing_views.recall, name="recall"),
    path("partnerships/<key:pk>/mou/v/<key:number>/remind/<key:signatory>/", signing_views.remind, name="remind"),
    path("partnerships/<key:pk>/mou/v/<key:number>/invite/<key:signatory>/", signing_views.invite, name="invite"),
    path("sign/<str:token>/", signing_views.invitation, name="invitation"),
]
copies: list[URLPattern] = [
    path("partnerships/<key:pk>/mou/draft.pdf", copies_views.draft_pdf, name="draft_pdf"),
    path("partnerships/<key:pk>/mou/draft.docx", copies_views.draft_docx, name="draft_docx"),
    path("partnerships/<key:pk>/mou/summary.pdf", copies_views.summary, name="summary"),
    path("partnerships/<key:pk>/mou/v/<key:number>/mou.pdf", copies_views.pdf, name="pdf"),
    path("partnerships/<key:pk>/mou/v/<key:number>/mou.docx", copies_views.docx, name="docx"),
    path("verify/", copies_views.verify, name="verify"),
    path("verify/<str:code>/", copies_views.verified, name="verified"),
]
after: list[URLPattern] = [
    path("partnerships/<key:pk>/mou/history/", after_views.history, name="history"),
    path("partnerships/<key:pk>/mou/amend/", after_views.amend, name="amend"),
    path("partnerships/<key:pk>/mou/amend/give-up/", after_views.give_up, name="give_up"),
    path("partnerships/<key:pk>/mou/renew/", after_views.renew, name="renew"),
    path("partnerships/<key:pk>/mou/notice/", after_views.notice, name="notice"),
    path(
        "partnerships/<key:pk>/mou/notice/<key:notice>/take-back/",
        after_views.take_back_notice,
        name="take_back_notice",
    ),
    path("partnerships/<key:pk>/mou/end/", after_views.end, name="end"),
]
urlpatterns = library + sharing + drafting + signing + copies + after
