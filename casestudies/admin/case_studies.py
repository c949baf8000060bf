"""The moderation queue of case studies: one on one page, what Forum staff decide about it, and what is published.

A case study is here from the day it was first sent to the Forum. A draft that never was is its schools' alone.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_safe

from casestudies.actions import moderation
from casestudies.editions import content_of, fingerprint
from casestudies.forms.moderating import AskForm, CorrectForm, WordsForm
from casestudies.models import CaseStudy, Edition, Participant
from casestudies.reading import reading_of
from casestudies.readout import Names, Row, changes_between, rows_of
from casestudies.rules import is_own, may_moderate, own
from casestudies.writing.sections import SECTIONS
from core import working_days
from core.admin import HistoryAdmin, ReadOnlyAdmin
from core.errors import ActionRefused, Changed
from core.models import Event
from core.queues import PROMISED_WORKING_DAYS
from schools.facts import facts_of
from schools.models import School

Status = CaseStudy.Status
MOST_EVENTS = 100


@dataclass(frozen=True)
class Decision:
    """A button of the page: its confirm page, and the action behind it. `of` is what the action is about."""

    name: str
    button: str
    title: str
    next: str
    done: str
    action: Callable[..., Any]
    asks: str = ""
    looks: str = ""
    of: str = "case_study"


PUBLISH = Decision(
    "publish",
    "Publish",
    "Publish this case study",
    "Everybody can read it at once. Its schools are told by e-mail.",
    "Published “{}”. Its schools are being told.",
    moderation.publish_case_study,
)
ASK = Decision(
    "ask",
    "Ask for a change",
    "Ask for a change",
    "The schools that write it are mailed your words, and find them beside each section. It leaves the queue until "
    "they have sent it again.",
    "Asked for a change in “{}”.",
    moderation.ask_for_change,
    asks="What should change in the whole?",
    looks="quiet",
)
REFUSE = Decision(
    "withdraw",
    "Do not publish",
    "Do not publish this case study",
    "It ends here. Its schools are mailed your reason, and can bring it back as a draft.",
    "“{}” will not be published.",
    moderation.withdraw_case_study,
    asks="Why is it not published?",
    looks="no",
)
WITHDRAW = Decision(
    "withdraw",
    "Withdraw",
    "Withdraw this case study",
    "Nobody but its schools and Forum staff can read it from then on, and a next version that waits ends too. Its "
    "schools are mailed your reason.",
    "Withdrew “{}”. Its schools are being told.",
    moderation.withdraw_case_study,
    asks="Why is it withdrawn?",
    looks="no",
)
FEATURE = Decision(
    "feature",
    "Feature",
    "Feature this case study",
    "It is shown on the front page, before those that were chosen earlier. Its schools are told by e-mail.",
    "“{}” is on the front page now.",
    moderation.feature_edition,
    looks="quiet",
    of="edition",
)
UNFEATURE = Decision(
    "unfeature",
    "Stop featuring",
    "Stop featuring this case study",
    "It is no longer shown on the front page. Nobody is told.",
    "“{}” is no longer on the front page.",
    moderation.unfeature_edition,
    looks="quiet",
    of="edition",
)


def decisions_about(case_study: CaseStudy) -> list[Decision]:
    """What may be decided about it in its present state: about the text that waits, then about what is published."""
    edition = case_study.public_edition
    waits = case_study.status == Status.FORUM
    published = [UNFEATURE if edition.featured_at else FEATURE, WITHDRAW] if edition else []
    return [*([PUBLISH, ASK] if waits else []), *(published or ([REFUSE] if waits else []))]


class QueueFilter(admin.SimpleListFilter):
    """What waits, unless something else is asked for."""

    title = "state"
    parameter_name = "queue"
    ALL = "all"
    OTHERS = (
        ("first", "Of these, first editions"),
        ("next", "Of these, next editions"),
        ("public", "Published"),
        ("featured", "Of these, featured"),
        ("old", "Of these, not checked for two years"),
        ("schools", "Back with the schools"),
        ("withdrawn", "Withdrawn or not published"),
        (ALL, "All"),
    )

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(self.OTHERS)

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
        waiting = Q(status=Status.FORUM)
        published = Q(edition__isnull=False, edition__withdrawn_at=None)
        meant = {
            None: waiting,
            "first": waiting & Q(edition=None),
            "next": waiting & Q(edition__isnull=False),
            "public": published,
            "featured": published & Q(edition__featured_at__isnull=False),
            "old": published & Q(edition__review_on__lte=timezone.localdate()),
            "schools": Q(status__in=[Status.DRAFT, Status.PARTNERS, Status.CHANGES]),
            "withdrawn": Q(status=Status.WITHDRAWN),
            self.ALL: Q(),
        }
        return queryset.filter(meant[self.value()]) if self.value() in meant else queryset.none()


class RegionFilter(admin.SimpleListFilter):
    title = "region"
    parameter_name = "region"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return School._meta.get_field("region").choices  # type: ignore[return-value]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() is None:
            return queryset
        named = Participant.objects.filter(school__region=self.value())
        return queryset.filter(pk__in=named.values("case_study"))


@admin.register(CaseStudy)
class CaseStudyAdmin(HistoryAdmin, ReadOnlyAdmin):
    """Read and decide; what schools wrote is changed here only as a correction, with a reason."""

    list_display = ["name", "schools", "what", "waits", "status", "edition_words", "featured"]
    list_display_links = ["name"]
    list_filter = [QueueFilter, RegionFilter]
    list_select_related = ["edition"]
    search_fields = ["title", "participants__school__name", "=participants__school__urn"]
    search_help_text = "Words of the title, or a school’s name or URN"
    fields = ["title", "status", "sent_at", "decided_at", "decided_by"]
    readonly_fields = fields

    # --- The list -----------------------------------------------------------------------------------------------------
    def get_queryset(self, request: HttpRequest) -> QuerySet:
        sent = super().get_queryset(request).filter(sent_at__isnull=False)
        return sent.annotate(
            is_own=Case(When(own(request.user), then=Value(True)), default=Value(False)),
        ).prefetch_related("participants__school")

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        """The queue begins with whoever has waited longest; every other list with the newest."""
        return ["-sent_at", "-pk"] if QueueFilter.parameter_name in request.GET else ["sent_at", "pk"]

    @admin.display(description="Case study", ordering="title")
    def name(self, case_study: CaseStudy) -> str:
        return str(case_study)

    @admin.display(description="Schools")
    def schools(self, case_study: CaseStudy) -> str:
        return ", ".join(str(participant.school) for participant in case_study.participants.all())

    @admin.display(description="What waits")
    def what(self, case_study: Any) -> SafeString | str:
        if case_study.status != Status.FORUM:
            return "Nothing"
        words = "Next edition" if _edition(case_study) else "First edition"
        if case_study.is_own:
            return format_html("{}<br><strong>Your own: another moderator decides</strong>", words)
        return words

    @admin.display(description="Waiting", ordering="sent_at")
    def waits(self, case_study: CaseStudy) -> SafeString:
        return _wait(case_study)

    @admin.display(description="Edition")
    def edition_words(self, case_study: CaseStudy) -> str:
        edition = case_study.public_edition
        if edition is None:
            return "Not published"
        return f"{edition.number}, {edition.edition_at:%-d %B %Y}{', old' if edition.is_old else ''}"

    @admin.display(description="Featured", boolean=True)
    def featured(self, case_study: CaseStudy) -> bool:
        edition = case_study.public_edition
        return edition is not None and edition.featured_at is not None

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Case studies", **(extra_context or {})})

    # --- One case study -----------------------------------------------------------------------------------------------
    def get_urls(self) -> list[URLPattern]:
        site = self.admin_site.admin_view
        return [
            path("next/", site(self.next_view), name="casestudies_casestudy_next"),
            path("<int:pk>/decide/<slug:name>/", site(self.decide_view), name="casestudies_casestudy_decide"),
            path("<int:pk>/correct/", site(self.correct_view), name="casestudies_casestudy_correct"),
            path("<int:pk>/reader/", site(self.reader_view), name="casestudies_casestudy_reader"),
            *super().get_urls(),
        ]

    def has_moderate_permission(self, request: HttpRequest, obj: CaseStudy | None = None) -> bool:
        return request.user.has_perm("casestudies.moderate_casestudy", obj)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The whole text, the facts of its schools beside it, and the buttons for what may be decided."""
        case_study = self.found(request, object_id)
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied  # nothing of the schools' words is edited but by a correction
        content = content_of(case_study)
        edition = _edition(case_study)
        context = {
            **self._context(request, case_study),
            "seen": fingerprint(content),
            "decisions": decisions_about(case_study) if may_moderate(request.user, case_study) else [],
            "may_correct": bool(case_study.public_edition) and may_moderate(request.user, case_study),
            "own": is_own(request.user, case_study),
            "wait": _wait(case_study),
            "kept": [words for words in request.session.get(_kept_words(case_study), {}).values() if words],
            "edition": edition,
            "changes": changes_between(edition.content, content, Names.read()) if edition else [],
            "reading": reading_of(content),
            "asked_for": _asked_for(case_study),
            "schools": [
                (participant, register_facts(participant.school))
                for participant in case_study.participants.select_related(
                    "school__local_authority", "confirmed_by"
                ).prefetch_related("school__networks")
            ],
            "versions": _versions(case_study),
            "events": Event.objects.of(case_study).select_related("by")[:MOST_EVENTS],
        }
        return TemplateResponse(request, "admin/casestudies/casestudy/page.html", context)

    @method_decorator(require_safe)
    def reader_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page exactly as its readers would see it, in the portal's own design."""
        case_study = self.found(request, str(pk))
        context = {
            "case_study": case_study,
            "reading": reading_of(content_of(case_study)),
            "page_url": _page(case_study),
        }
        return TemplateResponse(request, "casestudies/confirming/for_staff.html", context)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def decide_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """The confirm page of one decision (GET), and the decision (POST)."""
        case_study = self.found(request, str(pk))
        if not self.has_moderate_permission(request):
            raise PermissionDenied
        known = decisions_about(case_study) or [PUBLISH, ASK, REFUSE, FEATURE, UNFEATURE]  # the action says why not
        decision = next((option for option in known if option.name == name), None)
        if decision is None:
            self.message_user(request, "That cannot be decided about it now. Read where it stands.", messages.ERROR)
            return HttpResponseRedirect(_page(case_study))
        seen = (request.POST.get("seen") or request.GET.get("seen") or "")[:64]
        form = self._form_of(request, case_study, decision)
        if request.method == "POST" and (form is None or form.is_valid()):
            return self._decided(request, case_study, decision, seen, form)
        if request.method != "POST":
            try:
                self._check(request, case_study, decision, seen)
            except ActionRefused as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
                return HttpResponseRedirect(_page(case_study))
        content = content_of(case_study)
        names = Names.read()
        context = {
            **self._context(request, case_study),
            "title": f"{decision.title}: {case_study}",
            "decision": decision,
            "form": form,
            "seen": seen,
            "beside": [(part, rows_of(part.name, content, names), form[part.name]) for part in SECTIONS]
            if isinstance(form, AskForm)
            else [],
            "reading": reading_of(content),
        }
        return TemplateResponse(request, "admin/casestudies/casestudy/decide.html", context)

    def _form_of(self, request: HttpRequest, case_study: CaseStudy, decision: Decision) -> WordsForm | None:
        if not decision.asks:
            return None
        form = AskForm if decision is ASK else WordsForm
        return form(
            request.POST if request.method == "POST" else None,
            asks=decision.asks,
            initial=request.session.get(_kept_words(case_study), {}),
        )

    def _check(self, request: HttpRequest, case_study: CaseStudy, decision: Decision, seen: str) -> None:
        """Before the confirm page: what its action would refuse anyway. Raises ActionRefused."""
        if decision in (PUBLISH, ASK, REFUSE):
            moderation.check_may_decide(case_study, by=request.user, seen=seen)
        else:
            moderation.check_person(case_study, by=request.user)

    def _decided(
        self, request: HttpRequest, case_study: CaseStudy, decision: Decision, seen: str, form: WordsForm | None
    ) -> HttpResponse:
        """Call the action; to the next in the queue, or back to the page with why not and the words kept."""
        given: dict[str, Any] = {decision.of: _edition(case_study) if decision.of == "edition" else case_study}
        if decision.of == "case_study":
            given["seen"] = seen
        if form is not None:
            given["words"] = form.cleaned_data["words"]
        if isinstance(form, AskForm):
            given["sections"] = form.sections
        waited = case_study.status == Status.FORUM
        try:
            decision.action(by=request.user, **given)
        except ActionRefused as refusal:
            if form is not None:
                request.session[_kept_words(case_study)] = form.cleaned_data
            self.message_user(request, str(refusal), messages.ERROR)
            return HttpResponseRedirect(_page(case_study))
        request.session.pop(_kept_words(case_study), None)
        self.message_user(request, decision.done.format(case_study), messages.SUCCESS)
        still_waits = decision.of == "edition" or not waited
        return HttpResponseRedirect(_page(case_study)) if still_waits else self._to_next(request, after=case_study)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def correct_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Every text of what is published, to be corrected with a reason."""
        case_study = self.found(request, str(pk))
        if not self.has_moderate_permission(request):
            raise PermissionDenied
        edition = case_study.public_edition
        if edition is None or not may_moderate(request.user, case_study):
            self.message_user(request, "You cannot correct this case study.", messages.ERROR)
            return HttpResponseRedirect(_page(case_study))
        form = CorrectForm(request.POST if request.method == "POST" else None, edition=edition)
        seen = fingerprint(edition.content)
        if form.is_valid():
            try:
                moderation.correct_edition(
                    edition=edition,
                    by=request.user,
                    reason=form.cleaned_data["reason"],
                    changes=form.changes,
                    seen=request.POST.get("seen", "")[:64],
                )
            except Changed as refusal:
                form.add_error(None, f"{refusal} What you typed is still here; what is published now stands above it.")
            except ActionRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                self.message_user(request, f"“{case_study}” is as you left it.", messages.SUCCESS)
                return HttpResponseRedirect(_page(case_study))
        context = {
            **self._context(request, case_study),
            "title": f"Correct what is published: {edition}",
            "form": form,
            "texts": [(text, form[text.key]) for text in form.texts],
            "seen": seen,
        }
        return TemplateResponse(request, "admin/casestudies/casestudy/correct.html", context)

    @method_decorator(require_safe)
    def next_view(self, request: HttpRequest) -> HttpResponse:
        """On to the next in the queue, leaving the one named by `after` as it is."""
        if not self.has_moderate_permission(request):
            raise PermissionDenied
        after = request.GET.get("after", "")
        is_key = after.isascii() and after.isdigit() and len(after) < 19
        return self._to_next(request, after=self.get_queryset(request).filter(pk=int(after) if is_key else 0).first())

    def _to_next(self, request: HttpRequest, *, after: CaseStudy | None) -> HttpResponse:
        """The next by how long it has waited, after `after` and then from the beginning; the list where none waits."""
        waiting = self.get_queryset(request).filter(status=Status.FORUM, is_own=False).order_by("sent_at", "pk")
        following = None
        if after is not None:
            waiting = waiting.exclude(pk=after.pk)
            following = waiting.filter(Q(sent_at__gt=after.sent_at) | Q(sent_at=after.sent_at, pk__gt=after.pk)).first()
        following = following or waiting.first()
        if following is None:
            self.message_user(request, "Nothing else waits for you.", messages.INFO)
            return HttpResponseRedirect(reverse("admin:casestudies_casestudy_changelist"))
        return HttpResponseRedirect(_page(following))

    def _context(self, request: HttpRequest, case_study: CaseStudy) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "title": str(case_study),
            "opts": self.opts,
            "case_study": case_study,
            "page_url": _page(case_study),
        }

    # --- Its history (of its text: casestudies/admin/versions.py) -----------------------------------------------------
    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What happened to it, of one that was sent to the Forum."""
        self.found(request, object_id)
        return super().history_view(request, object_id, extra_context)


def register_facts(school: School) -> list[tuple[str, str]]:
    """What the register says of a school, with what its public page says in another way."""
    origin = school.get_origin_display() + ("" if school.checked else ", not checked yet")
    first = [("URN", str(school.urn)), ("In the portal from", origin), ("Sector", school.get_sector_display())]
    return [*first, ("Status", school.get_status_display()), *facts_of(school), ("Website", school.website or "None")]


def _asked_for(case_study: CaseStudy) -> list[Row]:
    """What Forum staff asked for last, about the whole and beside sections, to compare with what came back."""
    headings = {part.name: part.heading for part in SECTIONS}
    beside = moderation.beside_of(case_study)
    whole = [Row("About the whole", case_study.staff_words)] if case_study.staff_words else []
    return [*whole, *(Row(headings[name], beside[name]) for name in headings if name in beside)]


def _versions(case_study: CaseStudy) -> list[tuple[str, int]]:
    """(heading, id) of each section that was saved, in the order of the form."""
    ids = dict(case_study.sections.values_list("name", "pk"))
    return [(part.heading, ids[part.name]) for part in SECTIONS if part.name in ids]


def _edition(case_study: CaseStudy) -> Edition | None:
    return getattr(case_study, "edition", None)


def _wait(case_study: CaseStudy) -> SafeString:
    """How long it has waited, in words; late beyond what schools are told; nothing where it does not wait."""
    if case_study.status != Status.FORUM or case_study.sent_at is None:
        return SafeString("")
    words, late = working_days.words(case_study.sent_at), working_days.since(case_study.sent_at)
    template = '<strong class="portal-late">{}: late</strong>' if late > PROMISED_WORKING_DAYS else "{}"
    return format_html(template, words)


def _page(case_study: CaseStudy) -> str:
    return reverse("admin:casestudies_casestudy_change", args=[case_study.pk])


def _kept_words(case_study: CaseStudy) -> str:
    """Where the session keeps what was typed for a decision that could not be taken."""
    return f"case-study-words-{case_study.pk}"
