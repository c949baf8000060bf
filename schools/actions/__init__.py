"""Every write to the register."""

from schools.actions.postcodes import import_postcodes
from schools.actions.register import import_register
from schools.actions.school import NotByHand, add_school, correct_school, mark_checked

__all__ = ["NotByHand", "add_school", "correct_school", "import_postcodes", "import_register", "mark_checked"]
