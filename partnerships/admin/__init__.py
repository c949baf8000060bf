"""The pages of Forum staff in Django's admin; a file a noun."""

from partnerships.admin import introductions, partnerships, profiles, registrations, taxonomy

__all__ = ["introductions", "partnerships", "profiles", "registrations", "taxonomy"]
