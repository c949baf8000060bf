"""Parts of addresses."""

from django.urls.converters import StringConverter


class ReferenceConverter(StringConverter):
    """The reference of a registration. Nothing else reaches a view, so none asks the database for a NUL."""

    regex = "R-[A-Z0-9]{1,10}"
