"""Memoranda of understanding: what they begin from, what is being settled, what was signed, and what is shared."""

from agreements.models.library import Clause, ClauseKind, Template, TemplateClause, TemplateVersion
from agreements.models.mou import ClauseAgreement, ClauseComment, ClauseText, Mou, MouClause
from agreements.models.notice import Notice
from agreements.models.sharing import Forerunner, ShareConsent, SharedMou
from agreements.models.version import Signatory, SignedCopy, Version

__all__ = [
    "Clause",
    "ClauseAgreement",
    "ClauseComment",
    "ClauseKind",
    "ClauseText",
    "Forerunner",
    "Mou",
    "MouClause",
    "Notice",
    "ShareConsent",
    "SharedMou",
    "Signatory",
    "SignedCopy",
    "Template",
    "TemplateClause",
    "TemplateVersion",
    "Version",
]
