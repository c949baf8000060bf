"""A school copies a published case study: its plan, and where it led."""

from django.db import models
from django.urls import reverse

from accounts.models import User
from casestudies.models.case_study import CaseStudy
from casestudies.querysets import ReplicationQuerySet
from partnerships.models import Draft, Partnership, Registration
from schools.models import School


class Replication(models.Model):
    """The lineage: case study, the school that copies it, its registration, its partnership, its own case study."""

    case_study = models.ForeignKey(CaseStudy, on_delete=models.PROTECT, related_name="copies")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="replications")
    begun_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    begun_at = models.DateTimeField(auto_now_add=True)
    starts_on = models.DateField(null=True, blank=True, help_text="The first session: lead times count back from it")
    plan = models.JSONField(default=dict, help_text="Staffing and cost, carried over and then the school's own")
    version = models.PositiveIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True, blank=True, help_text="The last letter about steps that are due")
    ended_at = models.DateTimeField(null=True, blank=True, help_text="Given up: it no longer counts")

    draft = models.ForeignKey(Draft, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    registration = models.ForeignKey(Registration, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    partnership = models.ForeignKey(
        Partnership, null=True, blank=True, on_delete=models.SET_NULL, related_name="replications"
    )
    told_in = models.ForeignKey(
        CaseStudy,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="copied_from",
        help_text="The case study that this copy became",
    )

    objects = ReplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case_study", "school"],
                condition=models.Q(ended_at__isnull=True),
                name="one_replication_a_school",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_study} at {self.school}"

    def get_absolute_url(self) -> str:
        return reverse("casestudies:replication", args=[self.pk])


class ReplicationStep(models.Model):
    """A step of the case study as this school's checklist has it."""

    replication = models.ForeignKey(Replication, on_delete=models.CASCADE, related_name="steps")
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    weeks_before = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Weeks before the first session")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title
