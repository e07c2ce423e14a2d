"""What the workbench keeps. Documents, records and jobs are only looked up through ``visible_to``."""

from rasid.workbench.models.documents import Document, Name, Record, Restriction, SearchText
from rasid.workbench.models.log import AuditLog, History
from rasid.workbench.models.people import ApiToken, Role, User
from rasid.workbench.models.review import Comment, Decision, Proposal, ProposalEffect, Review
from rasid.workbench.models.work import Job, JobItem, JobLeft

__all__ = [
    "ApiToken", "AuditLog", "Comment", "Decision", "Document", "History", "Job", "JobItem", "JobLeft", "Name", "Proposal",
    "ProposalEffect", "Record", "Restriction", "Review", "Role", "SearchText", "User",
]  # fmt: skip
