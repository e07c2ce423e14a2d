"""Draw the picture of the README: the page of the shipped example, in a headless Chromium, with a record chosen.

python tools/screenshot.py [OUT]    needs playwright and a Chromium (RASID_BROWSER, or chromium on the PATH)
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from rasid import Reader
from rasid.exports import above
from rasid.exports.page import to_html

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE, PUBLISHED, CONFIDENCE = "examples/report.txt", "2024-11-20", 0.9
WIDTH, HEIGHT = 1240, 1010
CHOSEN = "قصف"
"""The marked word that is clicked."""


def page() -> bytes:
    """The page of the example: the same text and version give the same bytes."""
    text = (ROOT / EXAMPLE).read_text(encoding="utf-8")
    return b"".join(to_html([above(Reader().read(text, published=PUBLISHED, doc=EXAMPLE), CONFIDENCE)]))


def draw(out: Path) -> None:
    """Write the picture as PNG. Its bytes hang on the browser and its fonts."""
    browser_path = os.environ.get("RASID_BROWSER") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as program:
        path = Path(folder) / "page.html"
        path.write_bytes(page())
        browser = program.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        tab.goto(path.as_uri())
        tab.locator(".t", has_text=CHOSEN).first.click()
        tab.mouse.move(0, 0)
        tab.wait_for_timeout(500)
        tab.screenshot(path=out)
        browser.close()


def main() -> None:
    """Draw it."""
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images" / "page.png"
    draw(out)
    print(f"{out}: {out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
