"""What a school made of its matches. The matches themselves are worked out afresh: partnerships/matching.py."""

from django.db import models

from accounts.models import User
from partnerships.models.registration import Registration


class Dismissal(models.Model):
    """ "Not for us": the other registration is no longer shown to this one. The other is not told."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="dismissals")
    other = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["registration", "other"], name="dismissed_once")]

    def __str__(self) -> str:
        return f"{self.other} is not for {self.registration}"


class MatchNotice(models.Model):
    """This registration was told that the other matches it, so it is not told again."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="match_notices")
    other = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["registration", "other"], name="told_once")]

    def __str__(self) -> str:
        return f"{self.registration} was told of {self.other}"
