"""Questions and comments beneath a case study."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from casestudies.actions.talk import add_comment, flag_comment, take_back_comment
from casestudies.forms.talking import AnswerForm, CommentForm, FlagForm
from casestudies.models import Comment, Edition
from casestudies.talk import THREADS_A_PAGE, threads_of
from core.errors import ActionRefused


def edition_for(slug: str) -> Edition:
    """The public case study of this address; otherwise there is none (404)."""
    return get_object_or_404(Edition.objects.public().select_related("case_study"), slug=slug)


def comment_for(edition: Edition, pk: int) -> Comment:
    """A comment that is shown beneath it (404)."""
    found = Comment.objects.public().filter(case_study=edition.case_study_id)
    return get_object_or_404(found.select_related("school", "case_study"), pk=pk)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def talk(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that was said, newest first, and a form to say more; to send it one signs in."""
    edition = edition_for(slug)
    form = CommentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not request.user.is_authenticated:
        form.add_error(None, "Sign in to send this. What you typed is still here: copy it before you leave the page.")
    elif form.is_valid():
        try:
            add_comment(case_study=edition.case_study, text=form.cleaned_data["text"], by=request.user)
        except ActionRefused as refused:
            form.add_error("text", str(refused))
        else:
            messages.success(request, "Sent. The schools that wrote this are told, and can answer.")
            return redirect("casestudies:talk", slug)
    page = Paginator(threads_of(edition.case_study), THREADS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "edition": edition,
        "form": form,
        "page": page,
        "heading": "Questions and comments",
        "caption": edition.title,
        "back_url": edition.get_absolute_url(),
    }
    return render(request, "casestudies/talking/talk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Answer one comment."""
    edition = edition_for(slug)
    comment = comment_for(edition, pk)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            add_comment(case_study=edition.case_study, text=form.cleaned_data["text"], by=request.user, answers=comment)
        except ActionRefused as refused:
            form.add_error("text", str(refused))
        else:
            messages.success(request, "Sent. Whoever asked is told.")
            return redirect("casestudies:talk", slug)
    return _about_comment(request, edition, comment, form, "Answer")


@require_http_methods(["GET", "HEAD", "POST"])
def flag(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Report a comment to Forum staff."""
    edition = edition_for(slug)
    comment = comment_for(edition, pk)
    form = FlagForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            flag_comment(comment=comment, reason=form.cleaned_data["reason"], by=request.user)
        except ActionRefused as refused:
            form.add_error("reason", str(refused))
        else:
            messages.success(request, "Reported. Forum staff look at it within two working days.")
            return redirect("casestudies:talk", slug)
    return _about_comment(request, edition, comment, form, "Report this to Forum staff")


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Delete what one wrote oneself, after a look at it."""
    edition = edition_for(slug)
    own = Comment.objects.written_by(request.user).filter(case_study=edition.case_study_id)
    comment = get_object_or_404(own.select_related("school", "case_study"), pk=pk)
    if request.method == "POST":
        take_back_comment(comment=comment, by=request.user)
        messages.success(request, "Taken back. Nobody sees it any more.")
        return redirect("casestudies:talk", slug)
    context = {"edition": edition, "comment": comment, "back_url": reverse("casestudies:talk", args=[slug])}
    return render(request, "casestudies/talking/take_back.html", context)


def _about_comment(
    request: HttpRequest, edition: Edition, comment: Comment, form: AnswerForm | FlagForm, heading: str
) -> HttpResponse:
    context = {
        "edition": edition,
        "comment": comment,
        "form": form,
        "heading": heading,
        "caption": edition.title,
        "back_url": reverse("casestudies:talk", args=[edition.slug]),
    }
    return render(request, "casestudies/talking/about_comment.html", context)
