"""The pages of Forum staff in Django's admin; a file a noun."""

from agreements.admin import library, sharing

__all__ = ["library", "sharing"]
