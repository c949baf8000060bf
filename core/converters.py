"""Parts of addresses that every room uses."""

from django.urls.converters import IntConverter


class KeyConverter(IntConverter):
    """The key or number of a row. Of more digits than a database can hold nothing reaches a view: it is a 404."""

    regex = "[0-9]{1,18}"
