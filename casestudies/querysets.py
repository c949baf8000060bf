"""The vocabulary of case studies, their editions, copies and comments."""

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models.fields.json import KeyTextTransform
from django.utils import timezone

from accounts.rules import is_forum
from partnerships.querysets import schools_of

if TYPE_CHECKING:
    from accounts.models import User


class CaseStudyQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "CaseStudyQuerySet":
        """Those that this person's schools write, and those that one of them was asked to confirm."""
        if not user.is_authenticated:
            return self.none()
        theirs = self.model._meta.get_field("participants").related_model._default_manager.filter(
            school__in=schools_of(user)
        )
        theirs = theirs.filter(models.Q(writes=True) | models.Q(asked_at__isnull=False))
        return self.filter(pk__in=theirs.values("case_study_id"))

    def written_by(self, user: "User") -> "CaseStudyQuerySet":
        """Those of which this person may change the text: they are verified at a school that writes it."""
        if not user.is_authenticated:
            return self.none()
        theirs = self.model._meta.get_field("participants").related_model._default_manager.filter(
            school__in=schools_of(user), writes=True
        )
        return self.filter(pk__in=theirs.values("case_study_id"))

    def published(self) -> "CaseStudyQuerySet":
        """Those that everybody may read, whatever is being written for their next edition."""
        return self.filter(edition__isnull=False, edition__withdrawn_at=None)

    def to_moderate(self) -> "CaseStudyQuerySet":
        """What waits for Forum staff, oldest first."""
        return self.filter(status="forum").order_by("sent_at", "pk")


class ParticipantQuerySet(models.QuerySet):
    def awaited(self) -> "ParticipantQuerySet":
        """Asked to confirm, and not answered yet."""
        return self.filter(case_study__status="partners", confirmed_at=None, asked_at__isnull=False)

    def spoken_for_by(self, user: "User") -> "ParticipantQuerySet":
        """At whose school this person is verified."""
        return self.filter(school__in=schools_of(user)) if user.is_authenticated else self.none()

    def invited(self, user: "User") -> "ParticipantQuerySet":
        """Of which a confirmed address of this person's was given, while they are not verified at the school."""
        if not user.is_authenticated:
            return self.none()
        addresses = user.emailaddress_set.filter(verified=True).values("email")
        return self.filter(email__in=addresses).exclude(school__in=schools_of(user))


class EditionQuerySet(models.QuerySet):
    def public(self) -> "EditionQuerySet":
        """What everybody may read."""
        return self.filter(withdrawn_at=None)

    def featured(self) -> "EditionQuerySet":
        """Chosen by Forum staff, the latest choice first."""
        return self.public().filter(featured_at__isnull=False).order_by("-featured_at", "-pk")

    def best_first(self) -> "EditionQuerySet":
        """What to show somebody who has not asked for anything: what Forum staff chose, then the newest."""
        return self.order_by(models.F("featured_at").desc(nulls_last=True), "-published_at", "-pk")

    def due_for_review(self) -> "EditionQuerySet":
        """Public, and two years passed since its schools last said that it holds."""
        return self.public().filter(review_on__lte=timezone.localdate())

    def withdrawn(self) -> "EditionQuerySet":
        """Public once, and no more: its address says so."""
        return self.filter(withdrawn_at__isnull=False)

    def to_read(self) -> "EditionQuerySet":
        """With what its page prints of other tables."""
        return self.select_related("case_study").prefetch_related("activities", "subjects")


class KeptQuerySet(models.QuerySet):
    """Pictures and files of case studies."""

    def there(self) -> "KeptQuerySet":
        """Of the working text: not taken out."""
        return self.filter(removed_at=None)

    def public(self, pk: uuid.UUID) -> "KeptQuerySet":
        """The one with this key, if the case study that everybody may read shows it, taken out since or not."""
        listed = KeyTextTransform(self.model.listed_as, "case_study__edition__content")
        found = self.filter(pk=pk, case_study__edition__isnull=False, case_study__edition__withdrawn_at=None)
        return found.annotate(listed=listed).filter(listed__contains=str(pk))

    def visible_to(self, user: "User") -> "KeptQuerySet":
        """Those of working texts that this person may see; all of them, taken out or not, for Forum staff."""
        if is_forum(user):
            return self.all()
        case_studies = self.model._meta.get_field("case_study").related_model._default_manager
        return self.there().filter(case_study__in=case_studies.visible_to(user))


class ReplicationQuerySet(models.QuerySet):
    def going(self) -> "ReplicationQuerySet":
        """Not given up: what is counted and shown."""
        return self.filter(ended_at=None)

    def visible_to(self, user: "User") -> "ReplicationQuerySet":
        """Those of the schools where this person is verified."""
        return self.filter(school__in=schools_of(user)) if user.is_authenticated else self.none()


class CommentQuerySet(models.QuerySet):
    def shown(self) -> "CommentQuerySet":
        """Not hidden by Forum staff."""
        return self.filter(hidden_at=None)

    def public(self) -> "CommentQuerySet":
        """What can be read and answered: shown, and not taken back."""
        return self.shown().exclude(text="")

    def written_by(self, user: "User") -> "CommentQuerySet":
        """Those of this person that are shown."""
        return self.shown().filter(by=user)


class FollowQuerySet(models.QuerySet):
    def of(self, user: "User") -> "FollowQuerySet":
        return self.filter(user=user)
