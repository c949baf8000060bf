"""The MOU to keep: PDF and Word of a draft and of a version, the summary; and whether a copy is genuine."""

from allauth.core.ratelimit import respond_429
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedInRequest
from agreements import copies
from agreements.forms.verifying import VerifyForm
from agreements.models import Mou, Version
from agreements.verifying import Verdict, guessed_wrong, may_guess, version_of_code, version_of_file
from core.documents import given
from core.uploads import MIME, given_out, takes_file

NO_SUCH_CODE = "No signed MOU has this code. Compare it with the paper, letter by letter, and enter it once more"


# --- To keep ----------------------------------------------------------------------------------------------------------
@never_cache
@require_safe
def draft_pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    """The working text, marked DRAFT."""
    mou = get_object_or_404(Mou.objects.visible_to(request.user).select_related("partnership"), partnership=pk)
    return given(copies.draft_pdf(mou), copies.draft_name(mou, "pdf"))


@never_cache
@require_safe
def draft_docx(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same in Word."""
    mou = get_object_or_404(Mou.objects.visible_to(request.user).select_related("partnership"), partnership=pk)
    return given(copies.draft_docx(mou), copies.draft_name(mou, "docx"))


@never_cache
@require_safe
def pdf(request: SignedInRequest, pk: int, number: int) -> HttpResponseBase:
    """The signed copy as it is kept. What is not signed is printed anew; so is, when it is asked for, what is lost."""
    version = _version_or_404(request, pk, number)
    name = copies.version_name(version, "pdf")
    if version.signed_at is None or request.GET.get("again") == "yes":
        return given(copies.version_pdf(version), name)
    kept = copies.kept_copy(version)
    if kept is None:
        return render(request, "agreements/copies/lost.html", {"version": version}, status=404)
    return given_out(kept.file.name, public=False, content_type=MIME["pdf"], filename=name)


@never_cache
@require_safe
def docx(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """A version in Word, to read and to copy from."""
    version = _version_or_404(request, pk, number)
    return given(copies.version_docx(version), copies.version_name(version, "docx"))


@never_cache
@require_safe
def summary(request: SignedInRequest, pk: int) -> HttpResponse:
    """The page for governors and parents: of what is in force, or of the draft."""
    found = Mou.objects.visible_to(request.user).select_related("partnership", "in_force")
    mou = get_object_or_404(found, partnership=pk)
    return given(copies.summary_pdf(mou), copies.summary_name(mou))


# --- Whether a copy is genuine ----------------------------------------------------------------------------------------
@takes_file
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Ask, by the code or with the PDF. What is asked with the PDF is answered here, so that no link can claim it."""
    form = VerifyForm(request.POST, request.FILES) if request.method == "POST" else VerifyForm()
    if form.is_valid():
        if not may_guess(request):
            return respond_429(request)
        if file := form.cleaned_data["file"]:
            return _answer(request, version_of_file(file), by_file=True)
        if version := version_of_code(form.cleaned_data["code"]):
            return redirect("agreements:verified", version.code)
        guessed_wrong(request)
        form.add_error("code", NO_SUCH_CODE)
    return render(request, "agreements/copies/verify.html", {"form": form, "heading": "Is this MOU genuine?"})


@login_not_required
@never_cache
@require_safe
def verified(request: HttpRequest, code: str) -> HttpResponse:
    """Where the QR code leads."""
    if not may_guess(request):
        return respond_429(request)
    version = version_of_code(code)
    if version is None:
        guessed_wrong(request)
    return _answer(request, version)


def _answer(request: HttpRequest, version: Version | None, *, by_file: bool = False) -> HttpResponse:
    """An address with a wrong code leads nowhere (404); about a file that was sent there is an answer either way."""
    verdict = Verdict(version=version, by_file=by_file)
    status = 200 if version or by_file else 404
    return render(request, "agreements/copies/verified.html", {"verdict": verdict}, status=status)


def _version_or_404(request: SignedInRequest, pk: int, number: int) -> Version:
    found = Version.objects.visible_to(request.user).select_related("mou__partnership", "copy")
    return get_object_or_404(found, mou__partnership=pk, number=number)
