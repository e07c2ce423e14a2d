"""Arabic as a PDF writer without shaping needs it: joined forms, in the order in which they are seen."""

import unicodedata
from pathlib import Path

from bidi import get_display

_FORMS = {}
for _code in [*range(0xFE70, 0xFEFD), *range(0xFB50, 0xFC00)]:
    _kind, _, _base = unicodedata.decomposition(chr(_code)).partition(" ")
    if _base and " " not in _base:
        _FORMS.setdefault(chr(int(_base, 16)), {})[_kind.strip("<>")] = chr(_code)
_LIGATURES = {"لا": ("ﻻ", "ﻼ"), "لأ": ("ﻷ", "ﻸ"), "لإ": ("ﻹ", "ﻺ"), "لآ": ("ﻵ", "ﻶ")}


_MIRROR = str.maketrans("()[]«»", ")(][»«")


def _joins_on(char):
    return "initial" in _FORMS.get(char, {})


def shaped(text):
    """Every letter in the form that its neighbours ask for, «لا» as one glyph."""
    out = []
    i = 0
    while i < len(text):
        before = i > 0 and _joins_on(text[i - 1])
        if text[i : i + 2] in _LIGATURES:
            out.append(_LIGATURES[text[i : i + 2]][before])
            i += 2
            continue
        forms = _FORMS.get(text[i], {})
        after = i + 1 < len(text) and text[i + 1] in _FORMS and _joins_on(text[i]) and "final" in _FORMS[text[i + 1]]
        before = before and "final" in forms
        kind = {(True, True): "medial", (True, False): "final", (False, True): "initial"}.get(
            (before, after), "isolated"
        )
        out.append(forms.get(kind, forms.get("isolated", text[i])))
        i += 1
    return "".join(out)


def seen(line):
    """A line as it is drawn from left to right."""
    return get_display(shaped(line), base_dir="R").translate(_MIRROR)


def wrapped(text, width):
    """Lines of at most ``width`` characters."""
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + len(word) + 1 > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]


def font():
    """A font with Arabic letters, None where there is none here."""
    folders = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "C:/Windows/Fonts")
    names = ("DejaVuSans.ttf", "Arial.ttf", "arial.ttf")
    found = [path for folder in folders for name in names for path in sorted(Path(folder).rglob(name))]
    return str(found[0]) if found else None


def pdf(paragraphs, size=12, twice=None, **options):
    """A PDF of right-aligned lines, made by ReportLab; each printed again ``twice`` points beside where that is given."""
    import io

    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    pdfmetrics.registerFont(TTFont("Plain", font() or "Vera.ttf"))
    canvas = Canvas(buffer, pagesize=A4, invariant=1, **options)
    y = 800
    canvas.setFont("Plain", size)
    for paragraph in paragraphs:
        for line in wrapped(paragraph, 75):
            if y < 50:
                canvas.showPage()
                canvas.setFont("Plain", size)
                y = 800
            canvas.drawRightString(550, y, seen(line))
            if twice is not None:
                canvas.drawRightString(550 + twice, y, seen(line))
            y -= size * 1.6
        y -= size
    canvas.save()
    return buffer.getvalue()
