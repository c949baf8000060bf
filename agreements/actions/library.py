"""What Forum staff do with clauses and templates: keep, publish, withdraw, bring back.

A clause is copied into a version of a template when that is published, and from there into an MOU when that begins. So
nothing that happens here ever changes an MOU.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.rules import is_moderator
from agreements.library import content_of_template
from agreements.models import Clause, ClauseKind, Template, TemplateClause, TemplateVersion
from core import events
from core.errors import ActionRefused
from core.transitions import lock

ONCE = (ClauseKind.PARTIES, ClauseKind.GIVES, ClauseKind.DATES)


class NotStaff(ActionRefused):
    """Only moderators and administrators of the Forum keep the library."""


class NotPublishable(ActionRefused):
    """The template has no clauses, or two of a kind of which an MOU has one."""


class Withdrawn(ActionRefused):
    """The template is not offered any more."""


@transaction.atomic
def keep_clause(*, clause: Clause, by: User) -> Clause:
    """Save a clause of the library, new or changed. Templates that were published keep the words they had.

    Raises NotStaff.
    """
    _check(by)
    is_new = clause.pk is None
    clause._history_user = by
    clause.save()
    done = "added to" if is_new else "changed in"
    _record(clause, "clause-kept", f"“{clause.heading}” was {done} the library.", by)
    return clause


@transaction.atomic
def keep_template(*, template: Template, by: User) -> Template:
    """Save a template's title and summary, as staff edit it. Schools see it when it is published. Raises NotStaff."""
    _check(by)
    is_new = template.pk is None
    template._history_user = by
    template.save()
    _record(template, "template-kept", f"“{template}” was {'begun' if is_new else 'changed'}.", by)
    return template


@transaction.atomic
def keep_template_clauses(
    *, template: Template, kept: Iterable[TemplateClause], removed: Iterable[TemplateClause], by: User
) -> Template:
    """Save which clauses a template has, with its own words for them. Raises NotStaff."""
    _check(by)
    template = lock(template)
    taken_out, saved = list(removed), list(kept)
    for line in taken_out:
        line._history_user = by
        line.delete()
    for line in saved:
        line.template, line._history_user = template, by
        line.save()
    if saved or taken_out:
        _record(template, "template-clauses-kept", f"The clauses of “{template}” were changed.", by)
    return template


@transaction.atomic
def publish_template(*, template: Template, by: User) -> TemplateVersion:
    """Make what staff have edited the version that schools begin from; the same content again changes nothing.

    Raises NotStaff, Withdrawn, NotPublishable.
    """
    _check(by)
    template = lock(template)
    if template.withdrawn_at is not None:
        raise Withdrawn("This template was withdrawn. Bring it back, then publish it.")
    content = content_of_template(template)
    check_publishable(content)
    latest = template.versions.first()
    if latest is not None and latest.content == content:
        return latest
    number = latest.number + 1 if latest is not None else 1
    version = TemplateVersion.objects.create(template=template, number=number, content=content, published_by=by)
    _record(template, "template-published", f"Version {number} of “{template}” was published.", by)
    return version


@transaction.atomic
def withdraw_template(*, template: Template, by: User) -> Template:
    """Offer it to nobody any more; MOUs that began from it stay as they are. Twice changes nothing. Raises NotStaff."""
    return _offer(template, False, by)


@transaction.atomic
def restore_template(*, template: Template, by: User) -> Template:
    """Offer it again, in the version that was published last. Twice changes nothing. Raises NotStaff."""
    return _offer(template, True, by)


def check_publishable(content: dict) -> None:
    """Raises NotPublishable where no MOU could be begun and signed from this content."""
    kinds = [clause["kind"] for clause in content["clauses"]]
    if not kinds:
        raise NotPublishable("Add a clause before you publish this template.")
    for kind in ONCE:
        if kinds.count(kind) > 1:
            raise NotPublishable(f"Keep one clause of the kind “{kind.label}”: an MOU can have one only.")


def _offer(template: Template, offered: bool, by: User) -> Template:
    _check(by)
    template = lock(template)
    if (template.withdrawn_at is None) == offered:
        return template
    template.withdrawn_at = None if offered else timezone.now()
    template._history_user = by
    template.save(update_fields=["withdrawn_at"])
    done = "is offered again" if offered else "was withdrawn"
    _record(template, "template-offered" if offered else "template-withdrawn", f"“{template}” {done}.", by)
    return template


def _check(by: User) -> None:
    if not is_moderator(by):
        raise NotStaff("Only moderators and administrators of the Forum can do this.")


def _record(of: Clause | Template, kind: str, sentence: str, by: User) -> None:
    events.record(of=of, kind=kind, sentence=sentence, by=by, for_staff=True)
