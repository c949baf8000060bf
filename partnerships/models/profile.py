"""What a school says of itself, whatever the year."""

from django.db import models
from simple_history.models import HistoricalRecords

from schools.models import School


class Profile(models.Model):
    """Shown on the school's public page beneath the official facts."""

    school = models.OneToOneField(School, on_delete=models.CASCADE, related_name="profile")
    about = models.TextField(
        max_length=1500, blank=True, help_text="What other schools should know: people, places, what it is proud of"
    )
    updated_at = models.DateTimeField(auto_now=True)

    history = HistoricalRecords()

    def __str__(self) -> str:
        return f"Profile of {self.school}"
