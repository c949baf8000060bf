"""Case studies: what is being written, what the public reads, what was copied, and what people say of it."""

from casestudies.models.case_study import CaseStudy, Participant, Section
from casestudies.models.edition import Edition, Evidence, Licence, Priority
from casestudies.models.follow import DigestChoice, Follow
from casestudies.models.media import Attachment, Picture
from casestudies.models.replication import Replication, ReplicationStep
from casestudies.models.talk import Comment, Flag

__all__ = [
    "Attachment",
    "CaseStudy",
    "Comment",
    "DigestChoice",
    "Edition",
    "Evidence",
    "Flag",
    "Follow",
    "Licence",
    "Participant",
    "Picture",
    "Priority",
    "Replication",
    "ReplicationStep",
    "Section",
]
