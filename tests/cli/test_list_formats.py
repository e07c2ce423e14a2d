import pytest

from rasid.exports import FORMATS as EXPORTS
from rasid.sources import FORMATS


def test_every_format_is_listed(run):
    result = run("formats")
    assert result.exit_code == 0
    for name in [*FORMATS, *EXPORTS]:
        assert f"  {name} " in result.stdout


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_one_format(run, name):
    lines = run("formats", name).stdout.splitlines()
    assert lines[0].startswith(f"{name}: ")
    assert lines[-1].startswith("  needs: ")


def test_an_unknown_format(run):
    result = run("formats", "mp3")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("[R107] ")
