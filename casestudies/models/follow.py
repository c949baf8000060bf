"""What somebody wants to hear of: a topic, a region or one case study."""

from django.db import models

from accounts.models import User
from casestudies.models.case_study import CaseStudy
from casestudies.querysets import FollowQuerySet
from partnerships.models import ActivityType, Subject
from schools.models import Region


class Follow(models.Model):
    """Exactly one of activity, subject, region and case study. Written to by the digest, at the person's pace."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="follows")
    activity = models.ForeignKey(ActivityType, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    subject = models.ForeignKey(Subject, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    region = models.CharField(max_length=30, choices=Region, blank=True)
    case_study = models.ForeignKey(CaseStudy, null=True, blank=True, on_delete=models.CASCADE, related_name="followers")
    at = models.DateTimeField(auto_now_add=True)

    objects = FollowQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", what], condition=~models.Q(**{empty: value}), name=f"follow_{what}")
            for what, empty, value in [
                ("activity", "activity__isnull", True),
                ("subject", "subject__isnull", True),
                ("region", "region", ""),
                ("case_study", "case_study__isnull", True),
            ]
        ] + [
            models.CheckConstraint(
                name="follow_one_thing",
                condition=models.Q(activity__isnull=False, subject__isnull=True, region="", case_study__isnull=True)
                | models.Q(activity__isnull=True, subject__isnull=False, region="", case_study__isnull=True)
                | (
                    models.Q(activity__isnull=True, subject__isnull=True, case_study__isnull=True)
                    & ~models.Q(region="")
                )
                | models.Q(activity__isnull=True, subject__isnull=True, region="", case_study__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return str(self.activity or self.subject or self.get_region_display() or self.case_study)


class DigestChoice(models.Model):
    """How often somebody who follows something is written to, and when they last were."""

    class Pace(models.TextChoices):
        DAILY = "daily", "Every day"
        WEEKLY = "weekly", "Once a week"
        NEVER = "never", "Not by e-mail"

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="digest")
    pace = models.CharField(max_length=6, choices=Pace, default=Pace.WEEKLY)
    sent_to = models.DateTimeField(help_text="What happened before this moment was written about, or was too old to be")

    def __str__(self) -> str:
        return f"{self.user}: {self.get_pace_display()}"
