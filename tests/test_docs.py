"""What the documents show and list is what the program does and has."""

import io
import re
import tomllib

import msgspec
import pytest
import typer

import examples
import picture
import rasid
from rasid import errors, model
from rasid.cli.app import app
from rasid.exports import FORMATS
from rasid.exports.csv import COLUMNS
from rasid.exports.table import HEADINGS
from rasid.lexicon import Frame, Light
from rasid.lexicon.tables import TABLES

REFERENCE = (examples.ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
PAGES = examples.documents()


def codes(kind=errors.RasidError):
    return {kind.code} | {code for inner in kind.__subclasses__() for code in codes(inner)}


def listed(name):
    """Whether a name stands between backticks in the reference, alone or with others or a value."""
    return re.search(rf"`(?:[^`\n]*[ ,])?{re.escape(name)}(?:[ ,][^`\n]*)?`", REFERENCE) is not None


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_example_prints_what_it_shows(path):
    text = path.read_text(encoding="utf-8")
    assert examples.with_output(text) == text, "run make examples and look at the difference"


def test_there_are_examples_of_every_command():
    shown = [line for path in PAGES for line in examples.commands(path.read_text(encoding="utf-8"))]
    for name in typer.main.get_command(app).commands:
        assert any(f"rasid {name} " in line for line in shown)


def test_every_command_and_option_is_documented():
    group = typer.main.get_command(app)
    assert listed("--version")
    for name, command in group.commands.items():
        assert f"### `rasid {name} " in REFERENCE
        for parameter in command.params:
            for option in parameter.opts if parameter.opts[0].startswith("-") else []:
                assert listed(option), option


def test_every_error_code_is_documented_and_none_besides():
    assert set(re.findall(r"`(R\d+)`", REFERENCE)) == codes()


def test_every_format_column_and_field_is_documented():
    structs = (
        model.Document,
        model.Record,
        model.Place,
        model.Actor,
        model.Filler,
        model.Count,
        model.When,
        model.Link,
    )
    fields = {field.name for struct in structs for field in msgspec.structs.fields(struct)} - {"text"}
    for name in [*FORMATS, *COLUMNS, *HEADINGS, *sorted(fields)]:
        assert listed(name), name


def test_every_table_column_and_frame_key_is_documented():
    rows = dict(re.findall(r"^\| (\w+) \| (.*) \|$", REFERENCE, re.MULTILINE))
    for name, kind in TABLES.items():
        columns = [
            f"**{field.encode_name}**" if field.required else field.encode_name
            for field in msgspec.structs.fields(kind)
        ]
        assert rows[name] == ", ".join(columns)
    (block,) = re.findall(r"```toml\n(.*?)```", REFERENCE, re.DOTALL)
    (frame,) = tomllib.loads(block)["frame"]
    msgspec.convert(frame, Frame)
    for kind in (Frame, Light):
        for field in msgspec.structs.fields(kind):
            assert field.name in frame or listed(field.name), field.name


def test_the_public_face_is_documented():
    for name in rasid.__all__:
        assert listed(name) or f"`{name}(" in REFERENCE, name


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_no_link_is_dead(path):
    text = path.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)]*)\)", text):
        name, _, anchor = target.partition("#")
        page = path.parent / name if name else path
        assert page.exists(), target
        if anchor:
            heads = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", head).strip().lower().replace(" ", "-") for head in heads}, target


def test_the_picture_is_drawn_from_the_example():
    drawn, kept = picture.draw(), (examples.ROOT / "docs" / "images" / "read.svg").read_text(encoding="utf-8")
    assert drawn == picture.draw()
    # Another version of rich may draw the same table otherwise.
    if drawn.split("\n")[0] == kept.split("\n")[0]:
        assert drawn == kept, "run make examples and look at the picture"


def test_the_changes_name_the_version():
    changes = (examples.ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "## [Unreleased]" in changes or f"## [{rasid.__version__}]" in changes


def test_a_block_and_its_output_are_found():
    page = io.StringIO(
        "```console\n$ echo a\nold\n$ true\n```\n\n```python\nprint(1 + 1)\n```\n\n```text\n3\n```\n"
    ).read()
    assert examples.with_output(page) == page.replace("old\n", "a\n").replace("3\n", "2\n")
