"""The pages of Forum staff in Django's admin; a file a noun."""

from casestudies.admin import case_studies, comments, replications, versions

__all__ = ["case_studies", "comments", "replications", "versions"]
