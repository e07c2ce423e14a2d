"""The application for gunicorn and other servers: ``gunicorn rasid.workbench.wsgi``."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rasid.workbench.settings")
application = get_wsgi_application()
