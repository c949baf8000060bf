"""The pages of Forum staff in Django's admin; a file a noun."""

from casestudies.admin import comments

__all__ = ["comments"]
