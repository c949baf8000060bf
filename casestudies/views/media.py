"""Pictures and files of a case study: put in, described, taken out; and given out to those who may see them."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedInRequest
from casestudies.actions import media as actions
from casestudies.actions.writing import why_not_now
from casestudies.forms.media import AltForm, FileForm, PictureForm
from casestudies.forms.writing import ConfirmForm
from casestudies.models import Attachment, CaseStudy, Picture
from casestudies.writing.progress import next_address
from casestudies.writing.sections import BY_NAME
from core.errors import ActionRefused, Changed
from core.forms import AgainForm, PortalForm
from core.pictures import kept_at
from core.uploads import MIME, download_name, given_out, takes_file

WHOLE = ["sections", "participants__school", "pictures", "attachments"]  # for where "Continue" leads


# --- Pictures ---------------------------------------------------------------------------------------------------------
@never_cache
@require_safe
def pictures(request: SignedInRequest, pk: int) -> HttpResponse:
    """The pictures, the cover first."""
    case_study = _written_or_404(request, pk)
    if not case_study.is_writable:
        return _not_now(request, case_study)
    there = list(case_study.pictures.there())
    context = {"pictures": there, "room": len(there) < actions.MOST_PICTURES, **_list_of(case_study, "pictures")}
    return render(request, "casestudies/media/pictures.html", context)


@takes_file
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add_picture(request: SignedInRequest, pk: int) -> HttpResponse:
    """Another picture, with what it shows and who agreed."""
    case_study = _written_or_404(request, pk)
    if request.method != "POST" and not case_study.is_writable:
        return _not_now(request, case_study)
    form = _bound(PictureForm, request)
    if form.is_valid():
        try:
            actions.add_picture(case_study=case_study, by=request.user, **form.cleaned_data)
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Picture added.")
            return redirect("casestudies:pictures", pk)
    return render(request, "casestudies/media/form.html", _page(form, "Add a picture", case_study, "pictures"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change_picture(request: SignedInRequest, pk: int, picture: uuid.UUID) -> HttpResponse:
    """Describe a picture anew."""
    case_study = _written_or_404(request, pk)
    shown = get_object_or_404(case_study.pictures.there(), pk=picture)
    if request.method != "POST" and not case_study.is_writable:
        return _not_now(request, case_study)
    form = AltForm(request.POST if request.method == "POST" else None, initial={"alt": shown.alt, "seen": shown.alt})
    if form.is_valid():
        try:
            actions.change_picture(picture=shown, by=request.user, **form.cleaned_data)
        except Changed as refused:
            shown.refresh_from_db()
            form.add_error("alt", str(refused))
            form.now_seen(shown.alt)
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("casestudies:pictures", pk)
    context = {"picture": shown, **_page(form, "Describe the picture", case_study, "pictures")}
    return render(request, "casestudies/media/form.html", context)


@require_POST
def move_picture(request: SignedInRequest, pk: int, picture: uuid.UUID, to: int) -> HttpResponse:
    """To place `to`, counted from 1."""
    case_study = _written_or_404(request, pk)
    moved = get_object_or_404(case_study.pictures.there(), pk=picture)
    try:
        actions.move_picture(picture=moved, to=to, by=request.user)
    except ActionRefused as refused:
        messages.warning(request, str(refused))
    return redirect("casestudies:pictures", pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def remove_picture(request: SignedInRequest, pk: int, picture: uuid.UUID) -> HttpResponse:
    """Ask once more, then take it out."""
    case_study = _written_or_404(request, pk)
    removed = get_object_or_404(case_study.pictures.all(), pk=picture)
    if request.method == "POST":
        try:
            actions.remove_picture(picture=removed, by=request.user)
            messages.success(request, "Picture removed.")
        except ActionRefused as refused:
            messages.warning(request, str(refused))
        return redirect("casestudies:pictures", pk)
    form = ConfirmForm(button="Remove it")
    context = {"picture": removed, **_page(form, "Remove this picture?", case_study, "pictures")}
    return render(request, "casestudies/media/remove.html", context)


# --- Files ------------------------------------------------------------------------------------------------------------
@never_cache
@require_safe
def files(request: SignedInRequest, pk: int) -> HttpResponse:
    """The files to download."""
    case_study = _written_or_404(request, pk)
    if not case_study.is_writable:
        return _not_now(request, case_study)
    there = list(case_study.attachments.there())
    context = {"files": there, "room": len(there) < actions.MOST_FILES, **_list_of(case_study, "files")}
    return render(request, "casestudies/media/files.html", context)


@takes_file
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add_file(request: SignedInRequest, pk: int) -> HttpResponse:
    """Another file, with its title."""
    case_study = _written_or_404(request, pk)
    if request.method != "POST" and not case_study.is_writable:
        return _not_now(request, case_study)
    form = _bound(FileForm, request)
    if form.is_valid():
        try:
            actions.add_attachment(case_study=case_study, by=request.user, **form.cleaned_data)
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "File added.")
            return redirect("casestudies:files", pk)
    return render(request, "casestudies/media/form.html", _page(form, "Add a file", case_study, "files"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def remove_file(request: SignedInRequest, pk: int, file: uuid.UUID) -> HttpResponse:
    """Ask once more, then take it out."""
    case_study = _written_or_404(request, pk)
    removed = get_object_or_404(case_study.attachments.all(), pk=file)
    if request.method == "POST":
        try:
            actions.remove_attachment(attachment=removed, by=request.user)
            messages.success(request, "File removed.")
        except ActionRefused as refused:
            messages.warning(request, str(refused))
        return redirect("casestudies:files", pk)
    form = ConfirmForm(button="Remove it")
    context = {"file": removed, **_page(form, "Remove this file?", case_study, "files")}
    return render(request, "casestudies/media/remove.html", context)


# --- Given out --------------------------------------------------------------------------------------------------------
@login_not_required
@require_safe
def picture(request: HttpRequest, pk: uuid.UUID, width: int) -> FileResponse:
    """One size of a picture: to everybody where a published case study shows it, else to those who may see its text."""
    public = Picture.objects.public(pk).first()
    shown = public or get_object_or_404(Picture.objects.visible_to(request.user), pk=pk)
    if width not in shown.widths:
        raise Http404
    return given_out(kept_at(shown.stem, width), public=bool(public), content_type="image/webp")


@login_not_required
@require_safe
def attachment(request: HttpRequest, pk: uuid.UUID, name: str) -> FileResponse:
    """A file, always to be saved and never shown in the page. What it is called is ours: `name` plays no part."""
    public = Attachment.objects.public(pk).first()
    offered = public or get_object_or_404(Attachment.objects.visible_to(request.user), pk=pk)
    response = given_out(
        offered.file.name,
        public=bool(public),
        content_type=MIME[offered.kind],
        as_attachment=True,
        filename=download_name(offered.title, offered.kind),
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


# --- What they share --------------------------------------------------------------------------------------------------
def _written_or_404(request: SignedInRequest, pk: int) -> CaseStudy:
    return get_object_or_404(CaseStudy.objects.written_by(request.user).prefetch_related(*WHOLE), pk=pk)


def _not_now(request: HttpRequest, case_study: CaseStudy) -> HttpResponse:
    messages.warning(request, why_not_now(case_study))
    return redirect(case_study)


def _bound(form: type[AgainForm], request: HttpRequest) -> AgainForm:
    if request.method == "POST":
        return form(request.POST, request.FILES)
    return form(initial={"key": uuid.uuid4()})


def _list_of(case_study: CaseStudy, name: str) -> dict[str, Any]:
    """What both lists show besides."""
    return {
        "case_study": case_study,
        "about": name,
        "heading": BY_NAME[name].heading,
        "back_url": case_study.get_absolute_url(),
        "go_on_url": next_address(case_study, name),
    }


def _page(form: PortalForm, heading: str, case_study: CaseStudy, name: str) -> dict[str, Any]:
    """A page with a form; the way back is the list `name`."""
    back_url = reverse(f"casestudies:{name}", args=[case_study.pk])
    return {
        "form": form,
        "about": name,
        "heading": heading,
        "caption": str(case_study),
        "case_study": case_study,
        "back_url": back_url,
    }
