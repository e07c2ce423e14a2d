"""The same on PostgreSQL: search, locks, logs, the queue; and a database that is killed in the midst of an import."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

import rasid

psycopg = pytest.importorskip("psycopg", reason="psycopg is not installed")
from postgres import programs, server
from test_imports import MAKE

pytestmark = pytest.mark.skipif(programs() is None, reason="PostgreSQL is not installed")
ROOM = Path(__file__).parent
SOURCE = str(Path(rasid.__file__).parent.parent)


@pytest.fixture(scope="module")
def postgresql():
    with server("fsync=off") as made:
        yield made


def passes(url, *arguments):
    environment = {**os.environ, "RASID_TEST_DATABASE_URL": url, "PYTHONPATH": SOURCE}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
    done = subprocess.run(command, env=environment, cwd=ROOM.parent.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-6000:]


def test_search_logs_and_locks_on_postgresql(postgresql):
    chosen = "words_are_found and قصف or test_15 or test_16 or test_17 or merged or who_was or dead_workers"
    passes(postgresql.url, str(ROOM), "-k", chosen)


@pytest.mark.slow
def test_everything_on_postgresql(postgresql):
    passes(postgresql.url, str(ROOM), "--deselect", str(ROOM / "test_postgresql.py"), "-k", "not killed and not schema")


def test_migrations_there_and_back(postgresql, tmp_path):
    environment = {
        **os.environ,
        "RASID_HOME": str(tmp_path),
        "RASID_DATABASE_URL": postgresql.url,
        "PYTHONPATH": SOURCE,
    }
    environment["DJANGO_SETTINGS_MODULE"] = "rasid.workbench.settings"
    for target in ([], ["workbench", "0001"], []):
        command = [sys.executable, "-m", "django", "migrate", "-v0", *target]
        subprocess.run(command, env=environment, check=True, capture_output=True)


@pytest.mark.slow
def test_a_database_that_is_killed_in_mid_import_loses_nothing(tmp_path):
    """With the database's own safety on; two workers share the queue meanwhile."""
    with server() as made:
        environment = {**os.environ, "RASID_HOME": str(tmp_path), "RASID_DATABASE_URL": made.url, "PYTHONPATH": SOURCE}
        count = 300
        subprocess.run([sys.executable, "-c", MAKE, str(count)], env=environment, check=True, capture_output=True)
        workers = [subprocess.Popen([sys.executable, "-m", "rasid.cli", "work"], env=environment) for _ in range(2)]
        try:
            for least in (30, 120):
                wait(made.url, lambda found, least=least: found[0] >= least)
                made.kill()
                made.start()
            documents, distinct, states = wait(made.url, lambda found: found[2] == ["done"])
        finally:
            for worker in workers:
                worker.terminate()
                worker.wait()
    assert (documents, distinct) == (count, count)
    assert states == ["done"]


def wait(url, enough):
    deadline = time.monotonic() + 240
    while time.monotonic() < deadline:
        try:
            with psycopg.connect(url, connect_timeout=5) as found, found.cursor() as cursor:
                cursor.execute("SELECT count(*), count(DISTINCT doc) FROM workbench_document")
                row = cursor.fetchone()
                cursor.execute("SELECT state FROM workbench_job")
                result = (*row, [state for (state,) in cursor.fetchall()])
                if enough(result):
                    return result
        except psycopg.OperationalError:
            pass
        time.sleep(0.2)
    raise AssertionError("it is not done in time")
