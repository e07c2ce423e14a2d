"""Every address of the workbench."""

from __future__ import annotations

from django.urls import path, register_converter

from rasid.workbench.api import api
from rasid.workbench.views import (
    account,
    documents,
    explore,
    exports,
    home,
    imports,
    people,
    proposals,
    records,
    review,
)


class Id:
    """A number that every database can hold."""

    regex = "[0-9]{1,15}"

    def to_python(self, value: str) -> int:
        """As a number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """As in an address."""
        return str(value)


register_converter(Id, "id")
urlpatterns = [
    path("", home.start, name="home"),
    path("health/", home.health, name="health"),
    path("login/", account.login, name="login"),
    path("logout/", account.logout, name="logout"),
    path("language/", account.language, name="language"),
    path("second-factor/", account.second_factor, name="second_factor"),
    path("account/", account.account, name="account"),
    path("account/password/", account.password, name="password"),
    path("account/second-factor/", account.enrol, name="enrol"),
    path("account/second-factor/picture.svg", account.enrol_picture, name="enrol_picture"),
    path("account/tokens/", account.tokens, name="tokens"),
    path("account/tokens/<id:token>/revoke/", account.revoke_token, name="revoke_token"),
    path("documents/", documents.listing, name="documents"),
    path("documents/<id:document>/", documents.page, name="document"),
    path("records/", records.listing, name="records"),
    path("documents/<id:document>/history/", review.document_history, name="document_history"),
    path("documents/<id:document>/records/", review.add, name="add_record"),
    path("documents/<id:document>/comments/", review.comment, name="comment"),
    path("documents/<id:document>/groups/", people.document_groups, name="document_groups"),
    path("records/<id:record>/", records.page, name="record"),
    path("records/<id:record>/history/", review.record_history, name="record_history"),
    path("records/<id:record>/review/", review.judge, name="review_record"),
    path("records/<id:record>/change/", review.change, name="change_record"),
    path("records/<id:record>/span/", review.span, name="span_record"),
    path("records/<id:record>/merge/", review.merge, name="merge_records"),
    path("records/<id:record>/split/", review.split, name="split_record"),
    path("records/<id:record>/settle/", review.settle, name="settle_record"),
    path("history/<id:change>/undo/", review.undo, name="undo_change"),
    path("imports/", imports.listing, name="imports"),
    path("imports/folder/", imports.folder, name="import_folder"),
    path("imports/<id:job>/", imports.page, name="import_job"),
    path("imports/<id:job>/progress/", imports.progress, name="import_progress"),
    path("imports/<id:job>/stop/", imports.stop, name="import_stop"),
    path("imports/<id:job>/resume/", imports.resume, name="import_resume"),
    path("proposals/", proposals.listing, name="proposals"),
    path("proposals/new/", proposals.new, name="proposal_new"),
    path("proposals/<id:proposal>/", proposals.page, name="proposal"),
    path("proposals/<id:proposal>/apply/", proposals.apply, name="proposal_apply"),
    path("proposals/<id:proposal>/decline/", proposals.decline, name="proposal_decline"),
    path("export/", exports.page, name="export"),
    path("export/file/", exports.file, name="export_file"),
    path("export/losses/", exports.losses, name="export_losses"),
    # explore
    path("map/", explore.on_map, name="map"),
    path("map/points/", explore.points, name="points"),
    path("map/outlines/", explore.outlines, name="outlines"),
    path("timeline/", explore.timeline, name="timeline"),
    path("counts/", explore.counts, name="counts"),
    path("names/", explore.names, name="names"),
    path("name/", explore.name, name="name"),
    path("people/", people.listing, name="people"),
    path("people/new/", people.new, name="person_new"),
    path("people/groups/", people.new_group, name="group_new"),
    path("people/<id:user>/", people.person, name="person"),
    path("log/", people.log, name="log"),
    path("api/v1/", api.urls),
]
handler403 = "rasid.workbench.views.errors.refused"
handler404 = "rasid.workbench.views.errors.missing"
