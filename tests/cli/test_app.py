import os
import pty
import re
import resource
import subprocess
import sys
from importlib.metadata import version

import rasid


def command(*arguments, **more):
    return subprocess.run(
        [sys.executable, "-m", "rasid.cli", *arguments], capture_output=True, check=False, timeout=60, **more
    )


def test_version(run):
    assert run("--version").stdout == f"rasid {rasid.__version__}\n"
    assert rasid.__version__ == version("rasid")


def test_help_names_every_command_and_option(run):
    assert "read" in run("--help").stdout
    for option in ("--published", "--publisher", "--format", "--min-confidence", "--lexicon", "--out"):
        assert option in run("read", "--help").stdout
    for option in ("--record", "--published", "--publisher", "--lexicon"):
        assert option in run("explain", "--help").stdout


def test_no_command(run):
    assert "Usage" in run().output


def test_the_command_as_people_run_it(examples):
    for encoding in ("utf-8", "ascii"):
        environment = {**os.environ, "PYTHONIOENCODING": encoding, "NO_COLOR": "1"}
        result = command("read", str(examples / "report.txt"), "nowhere.txt", env=environment)
        assert result.returncode == 1
        assert "مقتل" in result.stdout.decode("utf-8")
        assert b"[R105] nowhere.txt" in result.stderr


def test_a_reader_that_goes_away_is_no_crash(examples):
    line = f"{sys.executable} -m rasid.cli read {examples}/*.txt --format jsonl | head -c 10"
    result = subprocess.run(["/bin/sh", "-c", line], capture_output=True, check=False, timeout=60)
    assert b"Traceback" not in result.stderr


def test_a_terminal_gets_a_box_with_isolated_arabic(examples):
    master, slave = pty.openpty()
    environment = {**os.environ, "COLUMNS": "150", "TERM": "xterm-256color"}
    process = subprocess.Popen(
        [sys.executable, "-m", "rasid.cli", "read", str(examples / "report.txt")],
        stdout=slave,
        stderr=slave,
        env=environment,
    )
    os.close(slave)
    pieces = []
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:
            break
        if not piece:
            break
        pieces.append(piece)
    os.close(master)
    assert process.wait(timeout=60) == 0
    text = b"".join(pieces).decode("utf-8")
    assert "─" in text
    assert re.search("\u2068[\u0600-\u06ff ]+\u2069", text)


def test_nothing_heavy_is_loaded_before_it_is_needed():
    code = "import sys, rasid.cli.app, rasid.cli.read; print([n for n in ('rich', 'sklearn', 'numpy', 'babel') if n in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert result.stdout.strip() == "[]"


def test_reading_a_statement_takes_little_time(examples):
    """Processor time, since machines that run tests are busy; twice what is aimed at."""
    command("--version")
    took = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert command("read", str(examples / "statement.txt")).returncode == 0
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        took.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(took) < 2.0
