"""Questions and comments beneath a case study, and what readers flag to Forum staff."""

from django.db import models

from accounts.models import User
from casestudies.models.case_study import CaseStudy
from casestudies.querysets import CommentQuerySet
from schools.models import School


class Comment(models.Model):
    """A question or comment by somebody signed in; `answers` is the one that it replies to (one level deep)."""

    case_study = models.ForeignKey(CaseStudy, on_delete=models.CASCADE, related_name="comments")
    answers = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="replies")
    by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", help_text="Empty once erased"
    )
    school = models.ForeignKey(
        School, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="Where they are verified"
    )
    text = models.TextField(max_length=2000, blank=True, help_text="Empty where it was taken back after an answer")
    at = models.DateTimeField(auto_now_add=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    hidden_because = models.TextField(blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["case_study", "at"], name="comments_of_case_study")]

    def __str__(self) -> str:
        return self.text[:60]


class Flag(models.Model):
    """A reader asks Forum staff to look at a comment; once a person and comment."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="flags")
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    reason = models.TextField(max_length=500)
    at = models.DateTimeField(auto_now_add=True)
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["comment", "by"], name="one_flag_a_person")]

    def __str__(self) -> str:
        return f"{self.by}: {self.reason[:60]}"
