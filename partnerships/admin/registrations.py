"""The moderation queue: one registration on one page, and what Forum staff decide about it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Membership
from core import working_days
from core.admin import HistoryAdmin, ReadOnlyAdmin
from core.differences import Change
from core.errors import ActionRefused
from core.models import Event
from core.queues import PROMISED_WORKING_DAYS
from partnerships.actions import moderation
from partnerships.actions.moderation import LONGEST_WORDS, version_of, versions_of
from partnerships.admin.readout import Names, changes_between, rows_of
from partnerships.duplicates import likenesses_of
from partnerships.models import Registration
from partnerships.registering.answers import Answers, answers_of, kept
from partnerships.rules import is_own, may_moderate, own

Status = Registration.Status
ALL_OF_IT = [
    "school__networks",
    "lead__memberships",
    "needs__activity",
    "needs__subject",
    "offers__activity",
    "offers__subject",
    "values",
    "networks",
    "contacts",
]
FIELDS_OF_ANSWERS = {"partners", "miles", "transport", "capacity", "slots", "values", "networks", "head"}
MOST_AT_ONCE = 50  # what one person can be said to have read


@dataclass(frozen=True)
class Decision:
    """A button of the page: its confirm page, and the action behind it."""

    name: str
    button: str
    title: str
    next: str
    done: str
    action: Callable[..., Registration]
    asks: str = ""
    looks: str = ""


NEW = [
    Decision(
        "approve",
        "Approve",
        "Approve this registration",
        "It goes live at once. Both contacts are told by e-mail, with the link to their matches.",
        "Approved {}. Both contacts are being told.",
        moderation.approve_registration,
    ),
    Decision(
        "ask",
        "Ask for a change",
        "Ask for a change",
        "Both contacts are mailed your words. It leaves the queue until the school has sent it again.",
        "Asked {} for a change.",
        moderation.ask_for_change,
        asks="What should the school change?",
        looks="quiet",
    ),
    Decision(
        "decline",
        "Decline",
        "Decline this registration",
        "Both contacts are mailed your reason. The school may register again.",
        "Declined {}.",
        moderation.decline_registration,
        asks="Why is it declined?",
        looks="no",
    ),
]
PROPOSED = [
    Decision(
        "approve",
        "Approve the changes",
        "Approve these changes",
        "They stand at once. Both contacts are told by e-mail.",
        "Approved {}. Both contacts are being told.",
        moderation.approve_registration,
    ),
    Decision(
        "refuse",
        "Refuse the changes",
        "Refuse these changes",
        "The registration stays as it is. Both contacts are mailed your reason.",
        "Refused the changes of {}. The registration stays as it was.",
        moderation.refuse_change,
        asks="Why are the changes not taken in?",
        looks="no",
    ),
]


def decisions_about(registration: Registration) -> list[Decision]:
    """What may be decided about it in its present state."""
    if registration.proposed is not None:
        return PROPOSED
    return NEW if registration.status == Status.WAITING else []


class WordsForm(forms.Form):
    """What is mailed to the school; and which state of the registration was read."""

    words = forms.CharField(
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=f"Mailed to the school word for word, {LONGEST_WORDS} characters at most. Say what to do, kindly.",
        error_messages={
            "required": "Enter what to tell the school",
            "max_length": f"Shorten what you tell the school to {LONGEST_WORDS} characters or fewer",
        },
    )

    def __init__(self, *args: Any, asks: str, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["words"].label = asks


class QueueFilter(admin.SimpleListFilter):
    """What waits, unless something else is asked for."""

    title = "status"
    parameter_name = "queue"
    ALL = "all"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        rest = [choice for choice in Status.choices if choice[0] != Status.WAITING]
        return [(Status.WAITING, "Of these, new"), ("proposed", "Of these, changes"), *rest, (self.ALL, "All")]

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        yield {
            "selected": self.value() is None,
            "query_string": changelist.get_query_string(remove=[self.parameter_name]),
            "display": "Waiting for Forum staff",
        }
        for value, words in self.lookup_choices:
            yield {
                "selected": self.value() == value,
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": words,
            }

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() is None:
            return queryset.filter(pk__in=Registration.objects.to_moderate().order_by().values("pk"))
        if self.value() == "proposed":
            return queryset.filter(proposed_at__isnull=False)
        if self.value() in Status.values:
            return queryset.filter(status=self.value())
        return queryset if self.value() == self.ALL else queryset.none()


class SenderFilter(admin.SimpleListFilter):
    title = "sender"
    parameter_name = "sender"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("verified", "Verified at the school"), ("not", "Not verified")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset if self.value() is None else queryset.filter(sender_is_verified=self.value() == "verified")


@admin.register(Registration)
class RegistrationAdmin(HistoryAdmin, ReadOnlyAdmin):
    """Read and decide; what a school wrote is never edited here."""

    list_display = [
        "school_name",
        "what",
        "waits",
        "sender",
        "sector",
        "authority",
        "year",
        "status",
        "reference",
    ]
    list_display_links = ["school_name"]
    list_filter = [
        QueueFilter,
        SenderFilter,
        "sector",
        "academic_year",
        "school__region",
        ("school__local_authority", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["school__local_authority"]
    search_fields = ["school__name", "school__urn", "reference", "school__town"]
    search_help_text = "A school’s name, URN or town, or a reference"
    empty_value_display = "Not known"
    actions = ["approve_ticked"]
    fields = ["reference", "school", "status", "academic_year", "lead", "partners", "miles", "transport", "head"]
    readonly_fields = fields

    # --- The list -----------------------------------------------------------------------------------------------------
    def get_queryset(self, request: HttpRequest) -> QuerySet:
        verified = Membership.objects.verified().filter(user=OuterRef("lead"), school=OuterRef("school"))
        return (
            super()
            .get_queryset(request)
            .annotate(
                sender_is_verified=Exists(verified),
                is_own=Case(When(own(request.user), then=Value(True)), default=Value(False)),
                since=Case(When(proposed_at__isnull=False, then=F("proposed_at")), default=F("sent_at")),
            )
        )

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        """The queue begins with whoever has waited longest; every other list with the newest."""
        if QueueFilter.parameter_name in request.GET:
            return ["-created_at", "-pk"]
        return [F("since").asc(nulls_last=True), "pk"]

    @admin.display(description="School", ordering="school__name")
    def school_name(self, registration: Registration) -> str:
        return f"{registration.school.name}, {registration.school.town or registration.school.urn}"

    @admin.display(description="What waits")
    def what(self, registration: Any) -> SafeString | str:
        if not decisions_about(registration):
            return "Nothing"
        words = "Changes to a live one" if registration.proposed is not None else "New registration"
        if registration.is_own:
            return format_html("{}<br><strong>Your own: another moderator decides</strong>", words)
        return words

    @admin.display(description="Waiting", ordering="since")
    def waits(self, registration: Any) -> SafeString | str:
        return _wait(registration) if decisions_about(registration) else ""

    @admin.display(description="Sender", ordering="sender_is_verified")
    def sender(self, registration: Any) -> str:
        return "Verified" if registration.sender_is_verified else "Not verified"

    @admin.display(description="Local authority", ordering="school__local_authority__name")
    def authority(self, registration: Registration) -> str:
        return str(registration.school.local_authority or "")

    @admin.display(description="Academic year", ordering="academic_year")
    def year(self, registration: Registration) -> str:
        return registration.year_words

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Registrations of interest", **(extra_context or {})})

    # --- One registration ---------------------------------------------------------------------------------------------
    def get_urls(self) -> list[URLPattern]:
        site = self.admin_site.admin_view
        return [
            path("next/", site(self.next_view), name="partnerships_registration_next"),
            path("<int:pk>/decide/<slug:name>/", site(self.decide_view), name="partnerships_registration_decide"),
            *super().get_urls(),
        ]

    def has_moderate_permission(self, request: HttpRequest, obj: Registration | None = None) -> bool:
        return request.user.has_perm("partnerships.moderate_registration", obj)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The whole registration, the register's facts beside it, and the buttons for what may be decided."""
        registration = self._found(request, object_id)
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied  # nothing of a school's words is edited by staff
        context = {
            **self._context(request, registration),
            "seen": version_of(registration),  # read before the rest: a change in between is then noticed
            "decisions": decisions_about(registration) if may_moderate(request.user, registration) else [],
            "own": is_own(request.user, registration),
            "wait": _wait(registration) if decisions_about(registration) else "",
            "kept": request.session.get(_kept_words(registration), ""),
            "rows": rows_of(answers_of(registration)),
            "changes": _changes(registration),
            "needs": registration.needs.all(),
            "offers": registration.offers.all(),
            "sender": sender_facts(registration),
            "register": register_facts(registration),
            "likenesses": likenesses_of(registration),
            "events": Event.objects.of(registration).select_related("by")[:50],
        }
        return TemplateResponse(request, "admin/partnerships/registration/page.html", context)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def decide_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """The confirm page of one decision (GET), and the decision (POST)."""
        registration = self._found(request, str(pk))
        if not self.has_moderate_permission(request):
            raise PermissionDenied
        options = decisions_about(registration) or [*NEW, *PROPOSED]  # none: the action says who decided
        decision = next((option for option in options if option.name == name), None)
        if decision is None:
            raise Http404
        seen = _number(request.POST.get("seen") or request.GET.get("seen"))
        form = WordsForm(
            request.POST or None, asks=decision.asks, initial={"words": request.session.get(_kept_words(registration))}
        )
        if request.method == "POST" and not decision.asks:
            return self._decided(request, registration, decision, seen, {})
        if request.method == "POST" and form.is_valid():
            return self._decided(request, registration, decision, seen, {"words": form.cleaned_data["words"]})
        try:
            moderation.check_may_decide(registration, by=request.user, seen=seen)
        except ActionRefused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return HttpResponseRedirect(_page(registration))
        context = {
            **self._context(request, registration),
            "title": f"{decision.title}: {registration.school}",
            "decision": decision,
            "form": form if decision.asks else None,
            "seen": seen,
            "sender_is_verified": registration.sender_is_verified,
            "needs": registration.needs.all(),
            "changes": _changes(registration),
        }
        return TemplateResponse(request, "admin/partnerships/registration/decide.html", context)

    def _decided(
        self, request: HttpRequest, registration: Registration, decision: Decision, seen: int, given: dict[str, str]
    ) -> HttpResponse:
        """Call the action; to the next in the queue, or back to the page with why not and the words kept."""
        try:
            decision.action(registration=registration, by=request.user, seen=seen, **given)
        except ActionRefused as refusal:
            if given:
                request.session[_kept_words(registration)] = given["words"]
            self.message_user(request, str(refusal), messages.ERROR)
            return HttpResponseRedirect(_page(registration))
        request.session.pop(_kept_words(registration), None)
        self.message_user(request, decision.done.format(registration.school), messages.SUCCESS)
        return self._to_next(request, after=registration)

    @method_decorator(require_safe)
    def next_view(self, request: HttpRequest) -> HttpResponse:
        """On to the next in the queue, leaving the one named by `after` as it is."""
        if not self.has_moderate_permission(request):
            raise PermissionDenied
        after = self.get_queryset(request).filter(pk=_number(request.GET.get("after"))).first()
        return self._to_next(request, after=after)

    def _to_next(self, request: HttpRequest, *, after: Registration | None) -> HttpResponse:
        """The next by how long it has waited, after `after` and then from the beginning; the list where none waits."""
        waiting = (
            self.get_queryset(request)
            .filter(pk__in=Registration.objects.to_moderate().order_by().values("pk"), is_own=False)
            .order_by(F("since").asc(nulls_last=True), "pk")
        )
        since: Any = getattr(after, "since", None)
        following = None
        if after is not None:
            waiting = waiting.exclude(pk=after.pk)
            if since is not None:
                following = waiting.filter(Q(since__gt=since) | Q(since=since, pk__gt=after.pk)).first()
        following = following or waiting.first()
        if following is None:
            self.message_user(request, "Nothing else waits for you.", messages.INFO)
            return HttpResponseRedirect(reverse("admin:partnerships_registration_changelist"))
        return HttpResponseRedirect(_page(following))

    def _found(self, request: HttpRequest, object_id: str) -> Any:
        registration = self.get_object(request, object_id)
        if not self.has_view_permission(request, registration):
            raise PermissionDenied
        if registration is None:
            raise Http404
        prefetch_related_objects([registration], *ALL_OF_IT)
        return registration

    def _context(self, request: HttpRequest, registration: Registration) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "title": str(registration.school),
            "opts": self.opts,
            "registration": registration,
            "school": registration.school,
            "page_url": _page(registration),
        }

    # --- Its history --------------------------------------------------------------------------------------------------
    def set_history_delta_changes(
        self, request: HttpRequest, historical_records: Any, foreign_keys_are_objs: bool = True
    ) -> None:
        """The library's changes but for the answers, which are shown as texts in the words of the form."""
        names = Names.read()
        for newer, older in pairwise(historical_records):
            delta = newer.diff_against(
                older, excluded_fields=FIELDS_OF_ANSWERS, foreign_keys_are_objs=foreign_keys_are_objs
            )
            helper = self.get_historical_record_context_helper(request, newer)
            newer.history_delta_changes = helper.context_for_delta_changes(delta)
            newer.texts = [("Answers", change) for change in _differences(older.said, newer.said, names)]
            if newer.proposed and newer.proposed != older.proposed:
                proposed = _differences(newer.said, newer.proposed, names)
                newer.texts += [("Proposed answers", change) for change in proposed]

    # --- Several at once ----------------------------------------------------------------------------------------------
    @admin.action(description="Approve the ticked registrations", permissions=["moderate"])
    def approve_ticked(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """A page that lists them, then each approved by its own action; what cannot be is skipped, with why."""
        ticked = list(queryset.prefetch_related("needs__activity", "needs__subject")[: MOST_AT_ONCE + 1])
        if len(ticked) > MOST_AT_ONCE:
            self.message_user(request, f"Tick {MOST_AT_ONCE} registrations or fewer at once.", messages.ERROR)
            return None
        skipped = [(registration, why) for registration in ticked if (why := _not_in_bulk(registration))]
        ready = [registration for registration in ticked if not _not_in_bulk(registration)]
        if "confirmed" not in request.POST:
            versions = versions_of([registration.pk for registration in ready])
            context = {
                **self.admin_site.each_context(request),
                "title": "Approve several registrations",
                "opts": self.opts,
                "ready": [(registration, versions[registration.pk]) for registration in ready],
                "skipped": skipped,
                "checkbox": ACTION_CHECKBOX_NAME,
            }
            return TemplateResponse(request, "admin/partnerships/registration/approve_ticked.html", context)
        approved, refused = [], [f"{registration.school}: {why}" for registration, why in skipped]
        for registration in ready:
            try:
                seen = _number(request.POST.get(f"seen_{registration.pk}"))
                moderation.approve_registration(registration=registration, by=request.user, seen=seen)
                approved.append(registration)
            except ActionRefused as refusal:
                refused.append(str(refusal))
        gone = len(set(request.POST.getlist(ACTION_CHECKBOX_NAME))) - len(ticked)
        if gone > 0:
            refused.append(f"{gone} no longer waited.")
        if approved:
            self.message_user(
                request,
                f"Approved {len(approved)}: {', '.join(str(registration.school) for registration in approved)}.",
                messages.SUCCESS,
            )
        if refused:
            self.message_user(request, f"Not approved: {' '.join(refused)}", messages.WARNING)
        return None


def register_facts(registration: Registration) -> list[tuple[str, str]]:
    """What the register says of the school; rows without a fact are left out."""
    school = registration.school
    facts = [
        ("URN", str(school.urn)),
        ("In the portal from", school.get_origin_display() + ("" if school.checked else ", not checked yet")),
        ("Status", school.get_status_display()),
        ("Sector", school.get_sector_display()),
        ("Type", school.type_name),
        ("Phase", school.get_phase_display()),
        ("Ages", school.ages_words),
        ("Pupils", str(school.pupils or "")),
        ("Gender", school.gender),
        ("Religious character", school.religious_character),
        ("Admissions", school.admissions),
        ("Boarders", school.boarders),
        ("Address", "\n".join(school.address_lines)),
        ("Local authority", str(school.local_authority or "")),
        ("Region", school.get_region_display()),
        ("Website", school.website),
        ("Domain of its e-mail", school.domain),
        ("Telephone", school.telephone),
        ("Networks", "\n".join(str(network) for network in school.networks.all())),
    ]
    return [(label, words) for label, words in facts if words]


def sender_facts(registration: Any) -> dict[str, Any]:
    """Who sent it, whether they are verified at the school, how, and the membership where that is decided."""
    lead = registration.lead
    membership = (
        Membership.objects.of(lead).at(registration.school).select_related("verified_by").first() if lead else None
    )
    if membership is None:
        state = "Not at this school"
    elif membership.status == Membership.Status.VERIFIED:
        by = f" ({membership.verified_by})" if membership.verified_by else ""
        state = f"Verified: {membership.get_how_display()}{by}"
    else:
        state = membership.get_status_display()
    url = reverse("admin:accounts_membership_change", args=[membership.pk]) if membership else ""
    return {
        "user": lead,
        "membership": membership,
        "url": url,
        "state": state,
        "is_verified": registration.sender_is_verified,
    }


def _not_in_bulk(registration: Any) -> str:
    """Why it is not approved together with others; "" where it may be."""
    if registration.is_own:
        return "you have a part in this school, so another moderator decides."
    if not decisions_about(registration):
        return "nothing waits for a decision."
    if registration.proposed is not None:
        return "changes are read one by one. Open it."
    if not registration.sender_is_verified:
        return "nobody has verified its sender. Open it."
    return ""


def _changes(registration: Registration) -> list[Any]:
    return changes_between(answers_of(registration), registration.proposed) if registration.proposed else []


def _differences(before: Answers, after: Answers, names: Names) -> list[Change]:
    """What changed in the steps that both still keep: a contact who was forgotten is not shown as a change."""
    return changes_between(before, {step: said for step, said in kept(after).items() if step in before}, names)


def _wait(registration: Any) -> SafeString:
    """How long it has waited, in words; late beyond what schools are told."""
    if registration.since is None:
        return SafeString("")
    words, late = working_days.words(registration.since), working_days.since(registration.since)
    template = '<strong class="portal-late">{}: late</strong>' if late > PROMISED_WORKING_DAYS else "{}"
    return format_html(template, words)


def _number(text: str | None) -> int:
    """A version, or an id, from an address or a form; 0, which nothing has, where it is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else 0


def _page(registration: Registration) -> str:
    return reverse("admin:partnerships_registration_change", args=[registration.pk])


def _kept_words(registration: Registration) -> str:
    """Where the session keeps what was typed for a decision that could not be taken."""
    return f"moderation-words-{registration.pk}"
