"""Options that several verbs take, declared once."""

from __future__ import annotations

from typing import Annotated

import typer

Published = Annotated[
    str | None,
    typer.Option(
        "--published",
        metavar="DATE",
        help="Day of publication, YYYY-MM-DD; «yesterday» is counted from it.",
        show_default=False,
    ),
]
Publisher = Annotated[
    str | None,
    typer.Option("--publisher", metavar="NAME", help="Who published it; kept with the records.", show_default=False),
]
Tables = Annotated[
    list[str] | None,
    typer.Option(
        "--lexicon", metavar="FILE", help="A table of your own, laid over ours; may be given again.", show_default=False
    ),
]
Columns = Annotated[
    str,
    typer.Option(
        "--columns",
        metavar="FIELD=COLUMN,...",
        help="For CSV and JSON: which column holds text, title, published, publisher, id, address.",
        show_default=False,
    ),
]
Out = Annotated[
    str | None,
    typer.Option("--out", metavar="PATH", help="Write to this file instead of the screen.", show_default=False),
]
Texts = Annotated[
    list[str] | None,
    typer.Option(
        "--texts",
        metavar="PATH",
        help="The files that were read, in any format, or their folder; may be given again. Found by their hash.",
        show_default=False,
    ),
]
