"""The vocabulary of case studies, their editions, copies and comments."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from partnerships.querysets import schools_of

if TYPE_CHECKING:
    from accounts.models import User
    from casestudies.models import Edition


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

    def to_moderate(self) -> "CaseStudyQuerySet":
        """What waits for Forum staff, oldest first."""
        return self.filter(status="forum").order_by("sent_at", "pk")


class EditionQuerySet(models.QuerySet):
    def public(self) -> "EditionQuerySet":
        """What everybody may read."""
        return self.filter(withdrawn_at=None)

    def featured(self) -> "EditionQuerySet":
        """Chosen by Forum staff, the latest choice first."""
        return self.public().filter(featured_at__isnull=False).order_by("-featured_at", "-pk")

    def due_for_review(self) -> "EditionQuerySet":
        """Public, and two years passed since its schools last said that it holds."""
        return self.public().filter(review_on__lte=timezone.localdate())

    def withdrawn(self) -> "EditionQuerySet":
        """Public once, and no more: its address says so."""
        return self.filter(withdrawn_at__isnull=False)

    def to_read(self) -> "EditionQuerySet":
        """With what its page prints of other tables."""
        return self.select_related("case_study").prefetch_related("activities", "subjects")

    def like(self, edition: "Edition") -> "EditionQuerySet":
        """Others about the same: those that share most activities and subjects first, then the most copied, the newest.

        An activity counts twice: what is done is what is copied, whatever the subject.
        """
        activities = [activity.pk for activity in edition.activities.all()]
        subjects = [subject.pk for subject in edition.subjects.all()]
        shared_activities = models.Count("activities", filter=models.Q(activities__in=activities), distinct=True)
        shared_subjects = models.Count("subjects", filter=models.Q(subjects__in=subjects), distinct=True)
        return (
            self.exclude(pk=edition.pk)
            .filter(models.Q(activities__in=activities) | models.Q(subjects__in=subjects))
            .annotate(shared=2 * shared_activities + shared_subjects)
            .order_by("-shared", "-replications", "-published_at", "-pk")
        )


class ReplicationQuerySet(models.QuerySet):
    def going(self) -> "ReplicationQuerySet":
        """Not given up: what is counted and shown."""
        return self.filter(ended_at=None)

    def visible_to(self, user: "User") -> "ReplicationQuerySet":
        """Those of the schools where this person is verified."""
        return self.filter(school__in=schools_of(user)) if user.is_authenticated else self.none()


class CommentQuerySet(models.QuerySet):
    def shown(self) -> "CommentQuerySet":
        return self.filter(hidden_at=None)


class FollowQuerySet(models.QuerySet):
    def of(self, user: "User") -> "FollowQuerySet":
        return self.filter(user=user)
