"""A school says that it leaves, or that the partnership ends, on a day to come."""

from django.db import models

from accounts.models import User
from agreements.models.mou import Mou
from schools.models import School


class Notice(models.Model):
    """Notice that a school gives under the MOU in force. It takes effect on `ends_on` unless it is taken back."""

    class Status(models.TextChoices):
        GIVEN = "given", "Given"
        WITHDRAWN = "withdrawn", "Taken back"
        DONE = "done", "Took effect"

    ALLOWED = {Status.GIVEN: {Status.WITHDRAWN, Status.DONE}}

    mou = models.ForeignKey(Mou, on_delete=models.CASCADE, related_name="notices")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=Status, default=Status.GIVEN)
    reason = models.TextField(help_text="Seen by the schools of the partnership")
    pupils = models.TextField(blank=True, help_text="What happens for pupils who are in the middle of something")
    ends_on = models.DateField()
    given_at = models.DateTimeField(auto_now_add=True)
    given_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mou", "school"], condition=models.Q(status="given"), name="one_notice_of_a_school"
            )
        ]

    def __str__(self) -> str:
        return f"Notice of {self.school} for {self.ends_on}"
