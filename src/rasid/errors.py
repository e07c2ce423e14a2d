"""Every error that rasid raises on purpose: a code, what is wrong, where, and the next step."""

from __future__ import annotations


class RasidError(Exception):
    """The base of all errors that a user can act on.

    ``code`` names the kind of error for scripts, ``where`` the file (with line and column where there are any), and
    ``step`` says what to do next.
    """

    code = "R100"

    def __init__(self, what: str, *, where: str = "", step: str = "") -> None:
        """Say what is wrong, where, and what to do next."""
        self.what, self.where, self.step = what, where, step
        super().__init__(str(self))

    def __str__(self) -> str:
        """One line such as ``[R101] where: what. Next step.``, for people."""
        place = f"{self.where}: " if self.where else ""
        step = f" {self.step}" if self.step else ""
        return f"[{self.code}] {place}{self.what}.{step}"


class EmptyInputError(RasidError):
    """The input holds no text."""

    code = "R101"


class BinaryInputError(RasidError):
    """The input is not text."""

    code = "R102"


class NotArabicError(RasidError):
    """The input holds too little Arabic to be read."""

    code = "R103"


class UnreadableInputError(RasidError):
    """The input cannot be opened or decoded."""

    code = "R104"


class MissingInputError(RasidError):
    """There is no such file, folder or match."""

    code = "R105"


class TableError(RasidError):
    """A row of a table does not hold what its columns promise."""

    code = "R106"


class OptionError(RasidError):
    """An option has a value that makes no sense."""

    code = "R107"


class DataError(RasidError):
    """The packaged tables are missing or were built by another version."""

    code = "R108"


class OutputError(RasidError):
    """The output cannot be written."""

    code = "R109"


class MissingExtraError(RasidError):
    """A feature needs an extra that is not installed."""

    code = "R110"


class RecordsError(RasidError):
    """A file does not hold records in the form that it should."""

    code = "R140"


class MissingTextError(RasidError):
    """A format needs the texts of the documents, and they were not given."""

    code = "R141"


class ArchiveError(RasidError):
    """There is no archive in this folder, or it cannot be used as it stands."""

    code = "R130"


class ArchiveLockedError(RasidError):
    """Another process uses the archive."""

    code = "R131"


class ArchiveDamagedError(RasidError):
    """The ledger or the store of an archive is not what it was when it was written."""

    code = "R132"


class UnknownDocumentError(RasidError):
    """An archive holds no such document, holds several that the name fits, or has forgotten it."""

    code = "R133"


class LimitError(RasidError):
    """The input is larger, deeper or slower than a document may be; nothing was cut off to make it fit."""

    code = "R120"


class DamagedInputError(RasidError):
    """The input is of a known format but breaks off or breaks its rules."""

    code = "R121"


class UnsafeInputError(RasidError):
    """The input tries what no document needs, such as a name that leads out of its archive."""

    code = "R122"


class ColumnError(RasidError):
    """A table or JSON object has no column that is known to hold the text."""

    code = "R123"


class BatchError(RasidError):
    """A folder does not hold a run that can be gone on with, or asked."""

    code = "R170"


class ChangedError(RasidError):
    """What a run was begun with is not what it is to be gone on with."""

    code = "R171"


class CrashError(RasidError):
    """The process that read a document died of it."""

    code = "R172"


class SlowError(RasidError):
    """Reading a document took longer than it may."""

    code = "R173"


class WorkerError(RasidError):
    """The processes that read cannot be started, or die without a document being to blame."""

    code = "R174"


class QueryError(RasidError):
    """A question is not one that may be asked, or the database does not understand it."""

    code = "R175"


class EditError(RasidError):
    """An edit in the workbench asks for what a record cannot hold or a person may not do to it."""

    code = "R180"


class StaleError(EditError):
    """A record was changed by somebody else since it was looked at, or is settled."""

    code = "R181"
