"""A file a noun; import them from here."""

from partnerships.models.draft import Draft
from partnerships.models.introduction import Introduction
from partnerships.models.line import Line, LineKind
from partnerships.models.match import Dismissal, MatchNotice
from partnerships.models.partnership import Partner, PartnerContact, Partnership, PartnershipLine
from partnerships.models.profile import Profile
from partnerships.models.proposal import Proposal, ProposalAnswer
from partnerships.models.registration import Contact, ContactDetails, Need, Offer, Registration
from partnerships.models.taxonomy import ActivityGroup, ActivityType, Subject, Value
from partnerships.models.work import KeptFile, Note, Task

__all__ = [
    "ActivityGroup",
    "ActivityType",
    "Contact",
    "ContactDetails",
    "Dismissal",
    "Draft",
    "Introduction",
    "KeptFile",
    "Line",
    "LineKind",
    "MatchNotice",
    "Need",
    "Note",
    "Offer",
    "Partner",
    "PartnerContact",
    "Partnership",
    "PartnershipLine",
    "Profile",
    "Proposal",
    "ProposalAnswer",
    "Registration",
    "Subject",
    "Task",
    "Value",
]
