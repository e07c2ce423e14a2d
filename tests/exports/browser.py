"""A headless browser for tests: found on the machine, or the test is skipped with the reason."""

import os
import shutil

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")


def missing(reason):
    """Skip the test; where RASID_BROWSER_REQUIRED is set, as on the machine that checks submissions, fail it."""
    if os.environ.get("RASID_BROWSER_REQUIRED"):
        pytest.fail(f"RASID_BROWSER_REQUIRED is set, but {reason}", pytrace=False)
    pytest.skip(reason)


def executable():
    """The path of a Chromium: RASID_BROWSER, or the first that is on the PATH."""
    path = os.environ.get("RASID_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)
    return path or missing("no Chromium was found: install one, or name it in RASID_BROWSER")


@pytest.fixture(scope="module")
def chromium():
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("playwright is not installed")
    path = executable()
    with sync_playwright() as program:
        browser = program.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()
