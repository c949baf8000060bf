"""A file a noun; import them from here."""

from partnerships.models.draft import Draft
from partnerships.models.introduction import Introduction
from partnerships.models.line import Line, LineKind
from partnerships.models.match import Dismissal, MatchNotice
from partnerships.models.partnership import Partner, PartnerContact, Partnership, PartnershipLine
from partnerships.models.profile import Profile
from partnerships.models.registration import Contact, ContactDetails, Need, Offer, Registration
from partnerships.models.taxonomy import ActivityGroup, ActivityType, Subject, Value

__all__ = [
    "ActivityGroup",
    "ActivityType",
    "Contact",
    "ContactDetails",
    "Dismissal",
    "Draft",
    "Introduction",
    "Line",
    "LineKind",
    "MatchNotice",
    "Need",
    "Offer",
    "Partner",
    "PartnerContact",
    "Partnership",
    "PartnershipLine",
    "Profile",
    "Registration",
    "Subject",
    "Value",
]
