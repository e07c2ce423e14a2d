"""Documents kept as evidence: the bytes as they came, and a ledger in which nothing can be changed unseen."""

from rasid.archive.adding import Added, How, add
from rasid.archive.archive import Archive, opened
from rasid.archive.forgetting import forget
from rasid.archive.verify import Problem, Report, verify

__all__ = ["Added", "Archive", "How", "Problem", "Report", "add", "forget", "opened", "verify"]
