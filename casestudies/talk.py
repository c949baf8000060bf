"""What was said beneath a case study, as its pages show it."""

from django.db import models

from casestudies.models import CaseStudy, Comment

THREADS_A_PAGE = 10
THREADS_BENEATH = 3  # on the case study's own page


def threads_of(case_study: CaseStudy) -> models.QuerySet[Comment]:
    """Questions and comments, newest first, each with its answers, oldest first. Hidden ones keep their place, and the
    template says that they are hidden. Two queries, however many there are."""
    replies = Comment.objects.select_related("school").order_by("at", "pk")
    found = Comment.objects.filter(case_study=case_study, answers=None).select_related("school")
    return found.prefetch_related(models.Prefetch("replies", replies)).order_by("-at", "-pk")
