"""The API for programs: the same records, rules and filters as the pages, with tokens that are for certain things only."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, Literal

from django.http import FileResponse, HttpRequest, HttpResponse
from ninja import File, Form, NinjaAPI, Path, Query, Schema, Status
from ninja.errors import HttpError
from ninja.files import UploadedFile
from ninja.security import HttpBearer
from pydantic import Field

from rasid import __version__
from rasid.errors import EditError, RasidError
from rasid.workbench import review
from rasid.workbench.access import document_for, groups_of, may, record_for
from rasid.workbench.answers import plain, status_of
from rasid.workbench.exporting import formats, write
from rasid.workbench.filters import Filter
from rasid.workbench.importing import begin
from rasid.workbench.log import note
from rasid.workbench.models import Document, History, Job, Record
from rasid.workbench.models.work import JobKind
from rasid.workbench.proposing import propose
from rasid.workbench.storing import safe
from rasid.workbench.tokens import holder
from rasid.workbench.views.imports import totals

Id = Annotated[int, Path(ge=1, lt=10**15)]
Number = Annotated[int, Field(ge=0, lt=10**9)]
Values = dict[str, Any]


class Token(HttpBearer):
    """A token in the header ``Authorization: Bearer …``."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The token's row, or None where it is not good."""
        found = holder(token)
        if found is not None:
            request.api_token = found
            request.user = found.user
        return found


api = NinjaAPI(
    title="rasid workbench",
    version="1",
    description=f"Documents, their records and what people say of them. rasid {__version__}.",
    urls_namespace="api",
    docs_url=None,  # its pages would need scripts within them
    auth=Token(),
)


@api.exception_handler(RasidError)
def told(request: HttpRequest, error: RasidError) -> HttpResponse:
    """An error of ours, with its code and the next step."""
    body = {"detail": error.what, "code": error.code, "step": error.step}
    return api.create_response(request, body, status=status_of(error))


def scoped(scope: str, action: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A call for tokens that are for ``scope``, of people who may do ``action``; others get status 403."""

    def around(call: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(call)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            token = request.api_token
            if scope not in token.scopes:
                raise HttpError(403, f"This token is not for «{scope}».")
            if not may(token.user, action):
                raise HttpError(403, "The role of the token's owner does not allow this.")
            return call(request, *args, **kwargs)

        checked.scope, checked.action = scope, action  # type: ignore[attr-defined]
        return checked

    return around


class FilterQuery(Schema):
    """The filter, in the names of the pages' addresses. Names that may come several times mean any of the values."""

    q: str = Field("", max_length=1000, description="words; «phrases» in quotes; a minus before what must not be there")
    type: list[str] = []
    mode: list[str] = []
    modality: list[str] = []
    acled: list[str] = []
    state: list[str] = []
    country: list[str] = []
    actor: list[str] = []
    recipient: list[str] = []
    place: list[str] = []
    weapon: list[str] = []
    source: list[str] = []
    publisher: list[str] = []
    document: list[str] = []
    job: str | None = None
    since: str | None = Field(None, alias="from", description="the event on this day or later, YYYY-MM-DD")
    until: str | None = Field(None, alias="to", description="the event on this day or before")
    published_from: str | None = None
    published_to: str | None = None
    confidence: str | None = Field(None, description="at least, 0 to 1")
    killed: str | None = Field(None, description="at least")
    box: str | None = Field(None, description="west,south,east,north in degrees")
    copies: Literal["yes", "no"] | None = None


class ExportQuery(Schema):
    """How an export is written."""

    form: str = Field(alias="format")
    public: Literal["yes", "no"] = Field("no", description="with pseudonyms for private persons")


class Paged(Schema):
    """Which part of a list."""

    page: int = Field(1, ge=1, le=10**6)
    size: int = Field(50, ge=1, le=200)


class DocumentOut(Schema):
    """A document."""

    id: int
    doc: str
    sha256: str
    title: str
    published: str | None
    publisher: str
    address: str
    restricted: bool
    record_count: int
    open_count: int


class DocumentWhole(DocumentOut):
    """A document with its text and records."""

    text: str
    records: list[Values]


class Documents(Schema):
    """A part of a list of documents."""

    total: int
    items: list[DocumentOut]


class RecordOut(Schema):
    """A record: ``value`` is what counts, ``machine`` and ``human`` what it is made of."""

    id: int
    document: int
    name: str
    state: str
    version: int
    value: Values
    machine: Values | None
    human: Values


class Records(Schema):
    """A part of a list of records."""

    total: int
    items: list[RecordOut]


class Change(Schema):
    """A change of a record."""

    id: int
    at: str
    user: str
    action: str
    before: Values | None
    after: Values | None


class JudgeIn(Schema):
    """A verdict, or a correction."""

    verdict: Literal["accept", "reject"] = "accept"
    changes: Values = Field({}, description="fields with the values that they should have")
    version: Number | None = Field(None, description="the version that was looked at")


class CommentIn(Schema):
    """A comment."""

    text: str = Field(min_length=1, max_length=10_000)


class AddIn(Schema):
    """A record that the machine missed."""

    start: Number
    end: Number
    event_type: str
    mode: str | None = None
    modality: str = "asserted"


class ImportIn(Schema):
    """What goes for all files of an import."""

    published: str = ""
    publisher: str = ""
    columns: str = ""
    groups: list[str] = []


class ImportOut(Schema):
    """How far an import is."""

    id: int
    state: str
    files: int
    finished: int
    read: int
    there: int
    aside: int
    failed: int


class ProposalIn(Schema):
    """A row for a table."""

    table: str
    row: dict[str, str]
    note: str = Field("", max_length=10_000)


def _filter(request: HttpRequest) -> Filter:
    chosen = Filter.of(request.GET)
    if chosen.wrong:
        raise EditError(f"«{chosen.wrong[0]}» has a value that makes no sense", step="See the API's description.")
    return chosen


def _document(row: Document) -> Values:
    return {
        "id": row.pk,
        "doc": row.doc,
        "sha256": row.sha256,
        "title": row.title,
        "published": row.published.isoformat() if row.published else None,
        "publisher": row.publisher,
        "address": row.address,
        "restricted": row.restricted,
        "record_count": row.record_count,
        "open_count": row.open_count,
    }


def _record(row: Record) -> Values:
    return {**plain(row), "machine": row.machine, "human": row.human}


def _part(rows: Any, paged: Paged) -> Any:
    first = (paged.page - 1) * paged.size
    return rows[first : first + paged.size]


@api.get("/documents", response=Documents)
@scoped("read", "see")
def list_documents(request: HttpRequest, chosen: Query[FilterQuery], paged: Query[Paged]) -> Values:  # noqa: ARG001
    """Documents that fit the filter, newest first."""
    rows = _filter(request).documents(Document.objects.visible_to(request.user))
    return {"total": rows.count(), "items": [_document(row) for row in _part(rows, paged)]}


@api.get("/documents/{document}", response=DocumentWhole)
@scoped("read", "see")
def get_document(request: HttpRequest, document: Id) -> Values:
    """A document with its text and the values of its records."""
    found = document_for(request.user, document)
    return {**_document(found), "text": found.text, "records": [_record(row) for row in found.records.all()]}


@api.get("/records", response=Records)
@scoped("read", "see")
def list_records(request: HttpRequest, chosen: Query[FilterQuery], paged: Query[Paged]) -> Values:  # noqa: ARG001
    """Records that fit the filter, in the order of documents and texts."""
    rows = _filter(request).records(Record.objects.visible_to(request.user))
    return {"total": rows.count(), "items": [_record(row) for row in _part(rows, paged)]}


@api.get("/records/{record}", response=RecordOut)
@scoped("read", "see")
def get_record(request: HttpRequest, record: Id) -> Values:
    """A record."""
    return _record(record_for(request.user, record))


@api.get("/records/{record}/history", response=list[Change])
@scoped("read", "history")
def get_history(request: HttpRequest, record: Id) -> list[Values]:
    """Every change of a record, the last first."""
    found = record_for(request.user, record)
    rows = History.objects.visible_to(request.user).filter(record_id=found.pk)
    return [
        {
            "id": row.pk,
            "at": row.at.isoformat(),
            "user": row.username,
            "action": row.action,
            "before": row.before,
            "after": row.after,
        }
        for row in rows
    ]


@api.post("/records/{record}/review", response=RecordOut)
@scoped("review", "correct")
def review_record(request: HttpRequest, record: Id, given: JudgeIn) -> Values:
    """Accept a record, with corrections or without, or reject it."""
    if given.changes and given.verdict == "accept":
        return _record(review.correct(request.user, record, given.changes, version=given.version))
    return _record(review.judge(request.user, record, given.verdict, version=given.version))


@api.post("/records/{record}/comments", response={201: Values})
@scoped("review", "comment")
def comment_record(request: HttpRequest, record: Id, given: CommentIn) -> Status[Values]:
    """Say something about a record."""
    found = record_for(request.user, record)
    said = review.comment(request.user, found.document, safe(given.text), found.pk)
    return Status(201, {"id": said.pk})


@api.post("/documents/{document}/records", response={201: RecordOut})
@scoped("review", "correct")
def add_record(request: HttpRequest, document: Id, given: AddIn) -> Status[Values]:
    """Add a record that the machine missed, by the span of its event word."""
    found = document_for(request.user, document)
    codes = {"event_type": given.event_type, "mode": given.mode, "modality": given.modality}
    return Status(201, _record(review.add(request.user, found, given.start, given.end, codes)))


@api.post("/history/{change}/undo", response=list[RecordOut])
@scoped("review", "undo")
def undo_change(request: HttpRequest, change: Id) -> list[Values]:
    """Take a change back."""
    return [_record(row) for row in review.undo(request.user, change)]


@api.get("/formats", response=list[Values])
@scoped("export", "export")
def list_formats(request: HttpRequest) -> list[Values]:  # noqa: ARG001
    """The formats of exports."""
    return formats()


@api.get("/export", response={200: None})
@scoped("export", "export")
def export(
    request: HttpRequest,
    chosen: Query[FilterQuery],  # noqa: ARG001
    wanted: Query[ExportQuery],
) -> FileResponse:
    """The records that fit the filter, as a file of a format."""
    public = wanted.public == "yes"
    written = write(request.user, _filter(request), wanted.form, public=public)
    counts = {"format": wanted.form, "documents": written.losses.documents, "records": written.losses.records}
    note(request, "exported", detail={**counts, "public": public, "query": request.GET.dict()})
    return FileResponse(
        written.file, as_attachment=True, filename=written.name, content_type="application/octet-stream"
    )


@api.post("/imports", response={201: ImportOut})
@scoped("import", "import")
def begin_import(request: HttpRequest, given: Form[ImportIn], files: File[list[UploadedFile]]) -> Status[Values]:
    """Import files; they are read in the background."""
    wanted = set(given.groups)
    groups = [group for group in groups_of(request.user) if str(group.pk) in wanted]
    if len(groups) != len(wanted):
        raise EditError("one of these groups is not yours", step="Choose among your groups.")
    job = begin(
        request.user,
        [(file.name or "", file) for file in files],
        published=given.published,
        publisher=given.publisher,
        given_columns=given.columns,
        groups=groups,
    )
    return Status(201, _import(job))


def _import(job: Job) -> Values:
    return {"id": job.pk, "state": job.state, **totals(job)}


@api.get("/imports/{job}", response=ImportOut)
@scoped("import", "import")
def get_import(request: HttpRequest, job: Id) -> Values:
    """How far an import is."""
    found = Job.objects.visible_to(request.user).filter(pk=job, kind=JobKind.IMPORT).first()
    if found is None:
        raise HttpError(404, "Not Found")
    return _import(found)


@api.post("/proposals", response={201: Values})
@scoped("review", "propose")
def propose_row(request: HttpRequest, given: ProposalIn) -> Status[Values]:
    """Propose a row for a table."""
    made = propose(request.user, given.table, given.row, note=safe(given.note))
    return Status(201, {"id": made.pk, "state": made.state})
