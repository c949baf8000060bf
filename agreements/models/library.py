"""What Forum staff keep: the clauses, and the templates that are made of them."""

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.models import User
from agreements.querysets import ClauseQuerySet, TemplateQuerySet


class ClauseKind(models.TextChoices):
    """What a clause holds beside its words (agreements/texts.py has the shape of each)."""

    TEXT = "text", "Words"
    PARTIES = "parties", "The schools and their people, filled in by the portal"
    GIVES = "gives", "A table: who gives what, who gets what, by when"
    DATES = "dates", "Words, and the dates of beginning, review and end"


class Clause(models.Model):
    """A clause of the library: a heading, the guidance beside it, and words to begin with.

    A blank to be filled in is in square brackets: "[how long]".
    """

    slug = models.SlugField(max_length=40, unique=True, help_text="Stays the same in every template, MOU and version")
    heading = models.CharField(max_length=100)
    kind = models.CharField(max_length=8, choices=ClauseKind, default=ClauseKind.TEXT)
    guidance = models.TextField(help_text="What to think about; shown beside the clause. Markdown")
    text = models.TextField(blank=True, help_text="To begin with. Blanks to fill in are in [square brackets]")
    order = models.PositiveSmallIntegerField(default=0, help_text="Its place in the library and in a new template")
    live = models.BooleanField("offered", default=True, help_text="Offered to be added to a template or an MOU")

    objects = ClauseQuerySet.as_manager()
    history = HistoricalRecords()
    _history_user: User | None

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.heading


class Template(models.Model):
    """A set of clauses to begin an MOU with, as staff edit it. What schools use is its latest TemplateVersion."""

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=100)
    summary = models.TextField(max_length=400, help_text="Who it suits, in a sentence or two")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TemplateQuerySet.as_manager()
    history = HistoricalRecords()
    _history_user: User | None

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("agreements:template", args=[self.slug])


class TemplateClause(models.Model):
    """A clause in the template as staff edit it. Empty guidance and text mean those of the library."""

    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="clauses")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="+")
    required = models.BooleanField(default=True)
    order = models.PositiveSmallIntegerField(default=0)
    guidance = models.TextField(blank=True)
    text = models.TextField(blank=True)

    history = HistoricalRecords()
    _history_user: User | None

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["template", "clause"], name="template_clause_once")]

    def __str__(self) -> str:
        return f"{self.clause} in {self.template}"


class TemplateVersion(models.Model):
    """A template as it was published: frozen, so that no MOU begun from it ever changes with the template.

    `content` is {"title": str, "summary": str, "clauses": [{"slug", "heading", "kind", "guidance", "text",
    "required": bool}, …]}.
    """

    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    published_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["template", "-number"]
        constraints = [models.UniqueConstraint(fields=["template", "number"], name="template_version_once")]

    def __str__(self) -> str:
        return f"{self.template}, version {self.number}"
