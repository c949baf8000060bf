"""Answers of the registration form on their way, held until "check your answers"."""

import uuid

from django.db import models
from django.utils import timezone

from accounts.models import User
from partnerships.models.registration import Registration
from partnerships.querysets import DraftQuerySet
from schools.models import School


class Draft(models.Model):
    """A registration being written, or changes being made to one.

    It belongs to a signed-in person, or to a browser session and an e-mail address until then. `answers` maps the
    name of a step to the cleaned, JSON-ready answers of that step; partnerships/registering/steps.py lists the steps.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE, related_name="drafts")
    email = models.EmailField(blank=True, help_text="Where the link to go on is sent; proves nothing by itself")
    school = models.ForeignKey(School, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    answers = models.JSONField(default=dict)
    version = models.PositiveIntegerField(
        default=0, help_text="Counts saves, so that two tabs cannot overwrite each other"
    )
    versions = models.JSONField(default=dict, help_text="The count at which each step was last saved")
    changes = models.ForeignKey(
        Registration,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="drafts",
        help_text="The registration that this changes, if it is not a new one",
    )
    registration = models.OneToOneField(
        Registration,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="made_from",
        help_text="What it became: sending the same draft twice gives the same registration",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at"]

    def __str__(self) -> str:
        return f"Draft for {self.school or 'a school'}"
