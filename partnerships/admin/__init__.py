"""The pages of Forum staff in Django's admin; a file a noun."""

from partnerships.admin import profiles, registrations, taxonomy

__all__ = ["profiles", "registrations", "taxonomy"]
