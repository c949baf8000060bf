"""Every write to the register."""

from schools.actions.postcodes import import_postcodes
from schools.actions.register import import_register

__all__ = ["import_postcodes", "import_register"]
