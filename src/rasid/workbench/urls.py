"""Every address of the workbench."""

from __future__ import annotations

from django.urls import path

from rasid.workbench.views import account, documents, home, records

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
    path("account/tokens/<int:token>/revoke/", account.revoke_token, name="revoke_token"),
    path("documents/", documents.listing, name="documents"),
    path("documents/<int:document>/", documents.page, name="document"),
    path("records/", records.listing, name="records"),
    path("records/<int:record>/", records.page, name="record"),
]
handler403 = "rasid.workbench.views.errors.refused"
handler404 = "rasid.workbench.views.errors.missing"
