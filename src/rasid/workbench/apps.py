"""The application as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    """The one application of the workbench."""

    name = "rasid.workbench"
    label = "workbench"
    default_auto_field = "django.db.models.BigAutoField"
