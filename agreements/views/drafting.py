"""Settling an MOU clause by clause: the whole draft, a page for each clause, and what changes them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedInRequest
from agreements.actions import drafting as actions
from agreements.draft_page import as_lines, difference_of, page_of
from agreements.drafts import content_of, people_of
from agreements.forms.drafting import (
    BLANK_START,
    AddFromLibraryForm,
    AddOwnForm,
    BeginForm,
    ClauseForm,
    CommentForm,
    ConfirmForm,
    form_for,
    with_rows,
)
from agreements.holding import holding_of
from agreements.library import to_begin_from
from agreements.models import Clause, ClauseText, Mou, MouClause, SharedMou, TemplateVersion
from core.errors import ActionRefused, Changed
from partnerships.models import Partner, Partnership
from partnerships.workspace import tabs_of

AGREE = "agree"  # of the button pressed: save, and agree for one's own school


# --- The whole draft --------------------------------------------------------------------------------------------------
@never_cache
@require_safe
def mou(request: SignedInRequest, pk: int) -> HttpResponse:
    """The clauses, how far each is, what waits for this person, and what is left; or how to begin."""
    partnership = get_object_or_404(Partnership.objects.visible_to(request.user), pk=pk)
    found = (
        Mou.objects.visible_to(request.user).select_related("in_force", "partnership").filter(partnership=pk).first()
    )
    context = {"partnership": partnership, "tabs": tabs_of(partnership, request.user), "mou": found}
    if found is None:
        context["may_begin"] = Partnership.objects.written_by(request.user).filter(pk=pk).exists()
        return render(request, "agreements/drafting/none.html", context)
    context |= {
        "page": page_of(found, request.user),
        "holding": holding_of(found, request.user),
        "signing": found.versions.filter(status="signing").first(),
    }
    return render(request, "agreements/drafting/mou.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: SignedInRequest, pk: int) -> HttpResponse:
    """Choose what to begin from. Where an MOU was begun meanwhile, it is shown."""
    partnership = get_object_or_404(Partnership.objects.written_by(request.user), pk=pk)
    if Mou.objects.visible_to(request.user).filter(partnership=partnership).exists():
        return redirect("agreements:mou", pk)
    asked = request.POST.get("source") or request.GET.get("from", "")
    form = BeginForm(
        request.POST if request.method == "POST" else None,
        offered=to_begin_from(partnership, asked),
        initial={"source": asked},
    )
    if form.is_valid():
        try:
            begun = actions.begin_mou(partnership=partnership, by=request.user, **_source(form.cleaned_data["source"]))
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Begun. What the portal knows of your schools is filled in.")
            return redirect(begun)
    context = {
        "form": form,
        "heading": "Begin the memorandum of understanding",
        "caption": str(partnership),
        "back_url": reverse("agreements:mou", args=[pk]),
    }
    return render(request, "agreements/drafting/begin.html", context)


def _source(chosen: str) -> dict[str, Any]:
    """What `begin_mou` is given for a choice of the form, which offered only what is published."""
    kind, _, slug = chosen.partition(":")
    if kind == "template":
        versions = TemplateVersion.objects.filter(template__slug=slug)  # bare manager: published for everybody
        return {"template": versions.order_by("-number").first()}
    return {} if chosen == BLANK_START else {"shared": SharedMou.objects.public().filter(slug=slug).first()}


@never_cache
@require_safe
def on_paper(request: SignedInRequest, pk: int) -> HttpResponse:
    """The draft as it is, for paper: marked as a draft on every page."""
    found = _mou_or_404(request, pk)
    context = {"mou": found, "content": content_of(found), "cards": page_of(found, request.user).cards}
    return render(request, "agreements/drafting/print.html", context)


# --- One clause -------------------------------------------------------------------------------------------------------
@never_cache
@require_safe
def clause(request: SignedInRequest, pk: int, slug: str) -> HttpResponse:
    """One clause with its guidance, everything that was said beside it, and where it stands in the text."""
    found = _clause_or_404(request, pk, slug)
    return _show_clause(request, found)


def _show_clause(request: SignedInRequest, found: MouClause, form: CommentForm | None = None) -> HttpResponse:
    page = page_of(found.mou, request.user, only=found.slug)
    card = page.cards[0] if page.cards else None
    context = {
        "mou": found.mou,
        "clause": found,
        "card": card,
        "page": page,
        "form": form or CommentForm(people=_others(found, request)),
        "heading": found.heading,
        "caption": "Memorandum of understanding",
        "back_url": f"{found.mou.get_absolute_url()}#{found.slug}",
    }
    return render(request, "agreements/drafting/clause.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, pk: int, slug: str) -> HttpResponse:
    """Change the wording. Of two people at once the second sees both texts, and keeps what they typed."""
    found = _clause_or_404(request, pk, slug, write=True)
    if request.method != "POST" and (refusal := actions.why_not_now(found)):
        messages.warning(request, refusal)
        return redirect(found.mou)
    own, partners = found.slug.startswith(actions.OWN), _partners(found)
    act = request.POST.get("act", "")
    data = with_rows(request.POST, act) if act else (request.POST if request.method == "POST" else None)
    form = form_for(found, data, own=own, partners=partners)
    if act:
        form.errors.clear()  # a row more or less is no reason to complain of the others yet
        return _show_change(request, found, form)
    if form.is_valid():
        try:
            changed = actions.change_clause(
                clause=found,
                heading=form.new_heading,
                content=form.content(),
                version=_number(request.POST.get("version")),
                agree=request.POST.get("then") == AGREE,
                by=request.user,
            )
        except Changed as refused:
            return _show_change(request, _clause_or_404(request, pk, slug, write=True), form, refused=refused)
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect(f"{found.mou.get_absolute_url()}#{changed.slug}")
    return _show_change(request, found, form)


def _show_change(
    request: SignedInRequest, found: MouClause, form: ClauseForm, refused: Changed | None = None
) -> HttpResponse:
    names = {partner.school.urn: partner.school.name for partner in _partners(found)}
    typed = _number(request.POST.get("version")) if request.method == "POST" and not refused else found.version
    page = page_of(found.mou, request.user, only=found.slug)
    context = {
        "form": form,
        "heading": found.heading,
        "caption": "Change the wording",
        "back_url": f"{found.mou.get_absolute_url()}#{found.slug}",
        "clause": found,
        "version": typed,
        "refused": refused,
        "theirs": as_lines(found.content, names),
        "side": page.reader.side,
        "was_agreed": found.state == MouClause.State.AGREED,
    }
    return render(request, "agreements/drafting/change.html", context, status=409 if refused else 200)


@require_POST
def agree(request: SignedInRequest, pk: int, slug: str) -> HttpResponse:
    """This person's school agrees to the text that they read."""
    found = _clause_or_404(request, pk, slug, write=True)
    partner = found.mou.partnership.partners.written_for_by(request.user).order_by("pk").first()
    try:
        actions.agree_clause(
            clause=found, partner=partner, version=_number(request.POST.get("version")), by=request.user
        )
    except ActionRefused as refused:
        messages.warning(request, str(refused))
    return redirect(f"{found.mou.get_absolute_url()}#{slug}")


@require_POST
def reopen(request: SignedInRequest, pk: int, slug: str) -> HttpResponse:
    """Take an agreed clause back into discussion."""
    found = _clause_or_404(request, pk, slug, write=True)
    try:
        actions.reopen_clause(clause=found, by=request.user)
    except ActionRefused as refused:
        messages.warning(request, str(refused))
    return redirect(f"{found.mou.get_absolute_url()}#{slug}")


@require_POST
def comment(request: SignedInRequest, pk: int, slug: str) -> HttpResponse:
    """Say something beside a clause, or take back what one said (`take-back` is its number)."""
    found = _clause_or_404(request, pk, slug)
    if "take-back" in request.POST:
        return _take_back(request, found)
    form = CommentForm(request.POST, people=_others(found, request))
    if not form.is_valid():
        return _show_clause(request, found, form)
    try:
        actions.comment(clause=found, words=form.cleaned_data["words"], mentioned=form.asked(), by=request.user)
    except ActionRefused as refused:
        form.add_error(None, str(refused))
        return _show_clause(request, found, form)
    return redirect(f"{_address('clause', found)}#comments")


def _take_back(request: SignedInRequest, found: MouClause) -> HttpResponse:
    said = get_object_or_404(found.comments.filter(by=request.user), pk=_number(request.POST["take-back"]))
    actions.take_back_comment(comment=said, by=request.user)
    messages.success(request, "Your comment is taken back.")
    return redirect(f"{_address('clause', found)}#comments")


# --- Which clauses there are ------------------------------------------------------------------------------------------
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add_clause(request: SignedInRequest, pk: int) -> HttpResponse:
    """Add a clause of the library, or one that the schools write themselves; or put one back that was left out."""
    found = _mou_or_404(request, pk, write=True)
    there = found.clauses.values("slug")
    library = list(Clause.objects.offered().exclude(slug__in=there))
    own = request.POST.get("what") == "own"
    posted = request.POST if request.method == "POST" else None
    from_library = AddFromLibraryForm(None if own else posted, clauses=library, prefix="library")
    of_our_own = AddOwnForm(posted if own else None)
    form = of_our_own if own else from_library
    if form.is_valid():
        chosen = {"clause": _of(library, form.cleaned_data["clause"])} if not own else form.cleaned_data
        try:
            added = actions.add_clause(mou=found, by=request.user, **chosen)
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Added: {added.heading}. It is the last clause: move it where it belongs.")
            return redirect(_address("clause", added))
    context = {
        "mou": found,
        "form": form,
        "from_library": from_library,
        "of_our_own": of_our_own,
        "has_library": bool(library),
        "left_out": found.clauses.exclude(removed_at=None),
        "heading": "Add a clause",
        "back_url": found.get_absolute_url(),
    }
    return render(request, "agreements/drafting/add.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave_out(request: SignedInRequest, pk: int, slug: str) -> HttpResponse:
    """Ask once more, then leave an optional clause out."""
    found = _clause_or_404(request, pk, slug, write=True)
    if request.method == "POST":
        try:
            actions.leave_out_clause(clause=found, by=request.user)
        except ActionRefused as refused:
            messages.warning(request, str(refused))
        else:
            messages.success(request, f"Left out: {found.heading}. You can put it back.")
        return redirect(found.mou)
    context = {
        "form": ConfirmForm(button="Leave this clause out"),
        "heading": f"Leave out “{found.heading}”?",
        "lede": "The other schools see that you left it out. Its text and comments are kept, and you can put it back.",
        "back_url": f"{found.mou.get_absolute_url()}#{slug}",
    }
    return render(request, "form_page.html", context)


@require_POST
def put_back(request: SignedInRequest, pk: int, slug: str) -> HttpResponse:
    """Put a clause back that was left out."""
    found = _clause_or_404(request, pk, slug, write=True)
    try:
        actions.put_back_clause(clause=found, by=request.user)
    except ActionRefused as refused:
        messages.warning(request, str(refused))
    return redirect(f"{found.mou.get_absolute_url()}#{slug}")


@require_POST
def move(request: SignedInRequest, pk: int, slug: str) -> HttpResponse:
    """One place up or down."""
    found = _clause_or_404(request, pk, slug, write=True)
    up = request.POST.get("to") == "up"
    try:
        actions.move_clause(clause=found, up=up, version=_number(request.POST.get("version")), by=request.user)
    except ActionRefused as refused:
        messages.warning(request, str(refused))
    return redirect(f"{_address('clause', found)}#place")


# --- Versions of a clause ---------------------------------------------------------------------------------------------
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def clause_versions(request: SignedInRequest, pk: int, slug: str) -> HttpResponse:
    """Every text that a clause has had, any two compared; an old one can be the text again."""
    found = _clause_or_404(request, pk, slug, write=request.method == "POST")
    if request.method == "POST":
        return _restore(request, found)
    texts = list(found.texts.defer("content").select_related("by", "school"))
    numbers = [text.number for text in texts]
    new = _among(numbers, request.GET.get("new"), otherwise=numbers[0])
    old = _among(numbers, request.GET.get("old"), otherwise=numbers[min(1, len(numbers) - 1)])
    pair = {text.number: text for text in found.texts.filter(number__in=[old, new])}
    partners = found.mou.partnership.partners.select_related("school")
    names = {partner.school.urn: partner.school.name for partner in partners}
    context = {
        "mou": found.mou,
        "clause": found,
        "texts": [(text, [names[urn] for urn in text.agreed if urn in names]) for text in texts],
        "old": pair[old],
        "new": pair[new],
        "pieces": _between(pair[old], pair[new], names),
        "may_restore": not actions.why_not_now(found) and _writes(request, found),
        "heading": f"Versions of “{found.heading}”",
        "back_url": _address("clause", found),
    }
    return render(request, "agreements/drafting/versions.html", context)


def _between(old: ClauseText, new: ClauseText, names: dict[int, str]) -> list[Any]:
    return difference_of(old.heading, old.content, new.heading, new.content, names)


def _restore(request: SignedInRequest, found: MouClause) -> HttpResponse:
    """An old text as a new one: nothing of what came between is lost."""
    text = get_object_or_404(found.texts, number=_number(request.POST.get("number")))
    try:
        actions.change_clause(
            clause=found,
            heading=text.heading,
            content=actions.with_present_schools(found, text.content),
            version=_number(request.POST.get("version")),
            by=request.user,
        )
    except ActionRefused as refused:
        messages.warning(request, str(refused))
        return redirect(_address("clause_versions", found))
    messages.success(request, f"Text {text.number} is the text again. The others are asked to agree.")
    return redirect(f"{found.mou.get_absolute_url()}#{found.slug}")


# --- What they share --------------------------------------------------------------------------------------------------
def _mou_or_404(request: SignedInRequest, pk: int, *, write: bool = False) -> Mou:
    """The MOU of a partnership that this person reads, or writes; for anybody else there is none."""
    mous = Mou.objects.written_by(request.user) if write else Mou.objects.visible_to(request.user)
    return get_object_or_404(mous.select_related("partnership"), partnership=pk)


def _clause_or_404(request: SignedInRequest, pk: int, slug: str, *, write: bool = False) -> MouClause:
    found = _mou_or_404(request, pk, write=write)
    clause = get_object_or_404(found.clauses, slug=slug)
    clause.mou = found
    return clause


def _partners(found: MouClause) -> list[Partner]:
    return list(found.mou.partnership.partners.present().select_related("school").order_by("pk"))


def _others(found: MouClause, request: SignedInRequest) -> list[Any]:
    return [user for user in people_of(found.mou.partnership) if user != request.user]


def _writes(request: SignedInRequest, found: MouClause) -> bool:
    return Mou.objects.written_by(request.user).filter(pk=found.mou_id).exists()


def _of(clauses: list[Clause], slug: str) -> Clause:
    for each in clauses:
        if each.slug == slug:
            return each
    raise Http404


def _address(name: str, found: MouClause) -> str:
    return reverse(f"agreements:{name}", args=[found.mou.partnership_id, found.slug])


def _among(numbers: list[int], given: str | None, *, otherwise: int) -> int:
    return number if (number := _number(given)) in numbers else otherwise


def _number(given: str | None) -> int:
    """What a hidden field or an address says; -1, which nothing has, where somebody tampered with it."""
    text = (given or "")[:9]
    return int(text) if text.isascii() and text.isdigit() else -1
