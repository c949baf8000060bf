"""From a settled text to its signatures, as the schools, their heads and their chairs of governors see it."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import proving
from accounts.models import User
from accounts.proving import Way
from accounts.requests import SignedInRequest
from agreements.actions import signing as actions
from agreements.amending import step_of
from agreements.drafts import progress_of
from agreements.forms.signing import DeclineForm, InviteForm, RecallForm, SendForSignatureForm, SignForm
from agreements.models import Mou, Signatory, Version
from agreements.reading import reading_of
from agreements.signatures import Standing, lacking, preparation_of, role_words, standing_of
from core.errors import ActionRefused


def version_for(request: SignedInRequest, pk: int, number: int) -> Version:
    """The version, if it is of a partnership of this person's, or their school signed it; otherwise none (404)."""
    versions = Version.objects.visible_to(request.user).select_related("mou__partnership")
    return get_object_or_404(versions, mou__partnership=pk, number=number)


# --- Sending ----------------------------------------------------------------------------------------------------------
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is missing; or who will be asked, by when, and whom the portal does not know yet."""
    mou = get_object_or_404(Mou.objects.written_by(request.user).select_related("partnership"), partnership=pk)
    if mou.status != Mou.Status.DRAFTING:
        messages.info(request, "This text is not a draft now, so there is nothing to send.")
        return redirect(mou)
    if lacks := lacking(mou):
        return render(request, "agreements/signing/not_ready.html", {"mou": mou, "lacks": lacks})
    ready = preparation_of(mou, request.user)
    form = SendForSignatureForm(
        request.POST if request.method == "POST" else None,
        initial={"sign_by": timezone.localdate() + actions.SIGN_WITHIN},
        to_name=ready.to_name,
    )
    if form.is_valid() and (version := _send(request, mou, form)) is not None:
        return redirect(version)
    context = {
        "form": form,
        "heading": "Send it for signature",
        "caption": mou.partnership.name,
        "back_url": mou.get_absolute_url(),
        "undecided": progress_of(mou).undecided,
        "ready": ready,
    }
    return render(request, "agreements/signing/send.html", context)


def _send(request: SignedInRequest, mou: Mou, form: SendForSignatureForm) -> Version | None:
    try:
        version = actions.send_for_signature(mou=mou, by=request.user, sign_by=form.cleaned_data["sign_by"])
    except actions.WrongDay as refused:
        form.add_error("sign_by", str(refused))
        return None
    except ActionRefused as refused:
        form.add_error(None, str(refused))
        return None
    messages.success(request, f"Version {version.number} is frozen and with those who sign it.")
    for post, name, email in form.named:
        signatory = version.signatories.get(school=post.school, role=post.role)
        try:
            actions.invite_signatory(signatory=signatory, name=name, email=email, by=request.user)
        except ActionRefused as refused:
            messages.error(request, str(refused))
    return version


# --- The version ------------------------------------------------------------------------------------------------------
@never_cache
@require_safe
def version(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """The frozen text, who has signed it and when, and what this person can do."""
    found = version_for(request, pk, number)
    context = {
        "version": found,
        "standing": standing_of(found, request.user),
        "clauses": reading_of(found.content),
        "step": step_of(found),
    }
    return render(request, "agreements/signing/version.html", context)


# --- Signing ----------------------------------------------------------------------------------------------------------
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """The text, as whom one signs, and the proof that it is really them."""
    found = version_for(request, pk, number)
    standing = standing_of(found, request.user)
    if standing.my_turn is None:
        messages.info(request, standing.not_my_turn)
        return redirect(found)
    signatory, purpose = standing.my_turn, f"sign-{found.pk}"
    ways = proving.ways_of(request.user)
    way = next((way for way in ways if way == request.GET.get("with")), ways[0])
    if request.method == "POST" and "send_code" in request.POST and way == Way.MAIL:
        return _mail_code(request, purpose)
    can_go_on = _can_go_on(request, way, purpose)
    form = SignForm(
        request.POST if request.method == "POST" and can_go_on else None,
        signatory=signatory,
        way=way,
        initial={"seen": found.fingerprint},
    )
    if form.is_valid() and _sign(request, form, signatory, purpose):
        return redirect(found)
    context = {
        "version": found,
        "clauses": reading_of(found.content),
        "step": step_of(found),
        "standing": standing,
        "signatory": signatory,
        "form": form,
        "way": way,
        "others": [other for other in ways if other != way],
        "can_go_on": can_go_on,
        "passkey_url": _with_next(reverse("mfa_reauthenticate_webauthn"), f"{request.path}?with=passkey"),
    }
    return render(request, "agreements/signing/sign.html", context)


def _can_go_on(request: SignedInRequest, way: Way, purpose: str) -> bool:
    """Whether the form can be answered: a mailed code is out, or the passkey was given."""
    if way == Way.MAIL:
        return proving.code_is_out(request, purpose=purpose)
    return way != Way.PASSKEY or proving.proved_by_passkey(request)


def _mail_code(request: SignedInRequest, purpose: str) -> HttpResponse:
    try:
        proving.send_code(request, purpose=purpose)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.success(request, f"We have sent a code to {request.user.email}. It works for 15 minutes.")
    return redirect(f"{request.path}#you-sign")


def _sign(request: SignedInRequest, form: SignForm, signatory: Signatory, purpose: str) -> bool:
    """Prove, then sign. What is wrong is said in the form."""
    try:
        if form.way != Way.PASSKEY:
            proving.prove(request, form.way, form.cleaned_data["given"], purpose=purpose)
        actions.sign(
            version=signatory.version,
            signatory=signatory,
            by=request.user,
            how=form.way,
            seen=form.cleaned_data["seen"],
        )
    except ValidationError as refused:
        signatory.refresh_from_db(fields=["status", "user"])
        if signatory.user_id == request.user.pk and signatory.status == Signatory.Status.SIGNED:
            return True  # pressed twice: the first took the code
        form.add_error("given", refused)
        return False
    except ActionRefused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, f"You have signed version {signatory.version.number} as {role_words(signatory)}.")
    return True


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Say why one does not sign."""
    found = version_for(request, pk, number)
    standing = standing_of(found, request.user)
    if standing.my_turn is None:
        messages.info(request, standing.not_my_turn)
        return redirect(found)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.decline(signatory=standing.my_turn, reason=form.cleaned_data["reason"], by=request.user)
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "You have declined. The schools are told why, and the text is a draft again.")
            return redirect(found)
    lede = (
        f"The text goes back to the schools with your reason, and becomes a draft again. {standing.lapse_words} "
        "You are asked again when the next version is ready."
    )
    return _reason_page(request, found, form, f"Decline to sign version {number}", lede)


# --- What those who write it can do -----------------------------------------------------------------------------------
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def recall(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Take it back, with a reason."""
    found = version_for(request, pk, number)
    standing = standing_of(found, request.user)
    if not standing.is_open or not standing.is_writer:
        messages.info(request, _not_to_recall(standing))
        return redirect(found)
    form = RecallForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.recall(version=found, reason=form.cleaned_data["reason"], by=request.user)
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Recalled. Everybody is told, and the text is a draft again.")
            return redirect(found.mou)
    lede = f"The text becomes a draft again, so that you can change it. {standing.lapse_words}"
    return _reason_page(request, found, form, f"Recall version {number}", lede)


def _not_to_recall(standing: Standing) -> str:
    if not standing.is_open:
        return "It is not being signed now, so there is nothing to recall."
    return "Only the leads, deputy leads and headteachers can recall it. Ask one of them."


def _reason_page(request: SignedInRequest, found: Version, form: Any, heading: str, lede: str) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "caption": found.mou.partnership.name,
        "back_url": found.get_absolute_url(),
        "lede": lede,
    }
    return render(request, "form_page.html", context)


@require_POST
def remind(request: SignedInRequest, pk: int, number: int, signatory: int) -> HttpResponse:
    """Write once more to somebody who has not signed."""
    found = version_for(request, pk, number)
    one = get_object_or_404(found.signatories, pk=signatory)
    try:
        one = actions.remind(signatory=one, by=request.user)
    except ActionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"The {role_words(one)} is reminded.")
    return redirect(found)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: SignedInRequest, pk: int, number: int, signatory: int) -> HttpResponse:
    """Name the head or chair of one's own school whom the portal does not know, or another person than before."""
    found = version_for(request, pk, number)
    one = get_object_or_404(found.signatories.select_related("school", "version__mou"), pk=signatory)
    form = InviteForm(
        request.POST if request.method == "POST" else None, initial={"name": one.name, "email": one.email}
    )
    if form.is_valid():
        try:
            actions.invite_signatory(signatory=one, by=request.user, **form.cleaned_data)
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"We have sent the link to {form.cleaned_data['email']}. It works for 14 days.")
            return redirect(found)
    context = {
        "form": form,
        "heading": f"Who signs as {role_words(one)}?",
        "caption": found.mou.partnership.name,
        "back_url": found.get_absolute_url(),
        "lede": "They get a personal link that works once. It shows them the text, and makes them an account. A link "
        "that went to them or to somebody else before stops working.",
    }
    return render(request, "form_page.html", context)


# --- By a personal link -----------------------------------------------------------------------------------------------
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Where an invited head or chair comes from their e-mail: the text, as whom they sign, and the way to sign it.

    Nothing happens on GET: mail filters follow links. Where the address has an account its owner signs in first.
    """
    found = Signatory.objects.invited_by(token=token)
    invited = found.select_related("school", "version__mou__partnership").first()
    if invited is None:
        return render(request, "agreements/signing/link_spent.html", status=410)
    user = request.user if isinstance(request.user, User) else None
    if user is not None and not _owns(user, invited.email):
        return render(request, "agreements/signing/link_other.html", {"signatory": invited}, status=403)
    if request.method != "POST":
        clauses = reading_of(invited.version.content)
        context = {"signatory": invited, "version": invited.version, "clauses": clauses}
        return render(request, "agreements/signing/invitation.html", context)
    if user is None and EmailAddress.objects.filter(email=invited.email, verified=True).exists():
        return redirect(_with_next(reverse("account_login"), request.path))
    return _accept(request, token, user)


def _accept(request: HttpRequest, token: str, user: User | None) -> HttpResponse:
    try:
        signatory = actions.accept_signing_invitation(token=token, user=user)
    except ActionRefused as refused:
        messages.error(request, str(refused))
        return redirect(request.path)
    there = reverse("agreements:sign", args=[signatory.version.mou.partnership_id, signatory.version.number])
    if user is None:
        return perform_login(request, signatory.user, email_verification="none", redirect_url=there)
    return redirect(there)


def _with_next(url: str, there: str) -> str:
    return f"{url}?{urlencode({'next': there})}"


def _owns(user: User, address: str) -> bool:
    return EmailAddress.objects.filter(user=user, email=address, verified=True).exists()
