"""Who carries a partnership at one school."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Membership
from accounts.requests import SignedInRequest
from core.errors import ActionRefused
from partnerships.actions.partnership import correct_person
from partnerships.actions.proposal import AskedAlready, may_step_down, propose_person, step_down
from partnerships.forms.workspace import AskPersonForm, ConfirmForm, PersonForm
from partnerships.introducing import day_words
from partnerships.models import ContactDetails, Partner, Partnership, Proposal
from partnerships.proposing import OF_PEOPLE, contact_of
from partnerships.views.workspace import partner_for, partnership_for
from partnerships.workspace import cards_of, proposal_rows, tabs_of


@require_safe
def people(request: SignedInRequest, pk: int, partner_pk: int) -> HttpResponse:
    """The lead and the deputy lead of this person's school, and what can be done about each."""
    found = partnership_for(request, pk)
    partner = partner_for(request, found, partner_pk)
    card = next(card for card in cards_of(found, request.user) if card.partner.pk == partner.pk)
    posts = [(*post, may_step_down(partner, post[0], request.user)) for post in card.posts]
    asked = Proposal.objects.visible_to(request.user).open().with_all()
    asked = asked.filter(partnership=found, school=partner.school, kind__in=OF_PEOPLE).order_by("answer_by", "pk")
    context = {"partnership": found, "tabs": tabs_of(found, request.user), "card": card, "posts": posts}
    return render(
        request, "partnerships/workspace/people.html", context | {"proposals": proposal_rows(asked, request.user)}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: SignedInRequest, pk: int, partner_pk: int, kind: str) -> HttpResponse:
    """Correct how the other schools reach whoever carries it."""
    found, partner, post = _post_for(request, pk, partner_pk, kind)
    contact = contact_of(partner, kind)
    if contact is None:
        return redirect("partnerships:people", found.pk, partner.pk)
    has_account = getattr(partner, kind) is not None
    form = PersonForm(request.POST if request.method == "POST" else None, contact=contact, has_account=has_account)
    if form.is_valid():
        try:
            correct_person(partner=partner, kind=kind, person=form.person, by=request.user)
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Saved. Every school sees it.")
            return redirect("partnerships:people", found.pk, partner.pk)
    context = _form_page(found, partner, form=form, heading=f"How to reach the {post} of {partner.school}")
    context["lede"] = "Every school of the partnership sees this. To name somebody else, go back and ask them."
    return render(request, "form_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SignedInRequest, pk: int, partner_pk: int, kind: str) -> HttpResponse:
    """Ask a verified person of the school to be its lead or deputy lead. They confirm it themselves."""
    found, partner, post = _post_for(request, pk, partner_pk, kind)
    members = Membership.objects.verified().at(partner.school).filter(user__is_active=True).select_related("user")
    colleagues = list(members.exclude(user=getattr(partner, f"{kind}_id") or 0).order_by("user__name", "pk"))
    form = AskPersonForm(request.POST if request.method == "POST" else None, colleagues=colleagues)
    if form.is_valid():
        try:
            proposal = propose_person(partner=partner, kind=kind, by=request.user, **form.values)
        except AskedAlready as refused:
            messages.info(request, str(refused))
            return redirect(refused.proposal)
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _said(proposal))
            return redirect("partnerships:people", found.pk, partner.pk)
    context = _form_page(found, partner, form=form, heading=f"Ask somebody to be the {post} of {partner.school}")
    context["colleagues"] = colleagues
    return render(request, "partnerships/workspace/ask_person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def leave_post(request: SignedInRequest, pk: int, partner_pk: int, kind: str) -> HttpResponse:
    """Leave a post empty, after a plain warning."""
    found, partner, post = _post_for(request, pk, partner_pk, kind)
    if request.method == "POST":
        try:
            step_down(partner=partner, kind=kind, by=request.user)
        except ActionRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"{partner.school} has no {post} now. The schools have been told.")
        return redirect("partnerships:people", found.pk, partner.pk)
    if not may_step_down(partner, kind, request.user) or contact_of(partner, kind) is None:
        return redirect("partnerships:people", found.pk, partner.pk)
    form = ConfirmForm(button="Leave it without anybody", warning=True)
    context = _form_page(found, partner, form=form, heading=f"Leave {partner.school} without a {post}?")
    context["paragraphs"] = (
        "It is better to ask somebody first: you stay until they say yes, and nobody is left alone with it.",
        f"If you go on, the {post} of {partner.school} is taken out at once, their contact details are deleted here, "
        "and every school is told that nobody is named.",
    )
    return render(request, "partnerships/workspace/confirm.html", context)


def _post_for(request: SignedInRequest, pk: int, partner_pk: int, kind: str) -> tuple[Partnership, Partner, str]:
    """The partnership, this person's side of it, and what the post is called; anything else there is not (404)."""
    if kind not in ContactDetails.Kind.values:
        raise Http404
    found = partnership_for(request, pk)
    return found, partner_for(request, found, partner_pk), ContactDetails.Kind(kind).label.lower()


def _form_page(found: Partnership, partner: Partner, **context: object) -> dict[str, object]:
    back_url = reverse("partnerships:people", args=[found.pk, partner.pk])
    return {"partnership": found, "partner": partner, "caption": found.name, "back_url": back_url, **context}


def _said(proposal: Proposal) -> str:
    if proposal.status == Proposal.Status.CONFIRMED:
        return "Saved. Every school sees it, and has been told."
    return f"Asked. There is time to answer until {day_words(proposal.answer_by)}; until then everything stays."
