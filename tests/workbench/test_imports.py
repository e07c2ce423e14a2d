"""Imports: every file in, one by one, in the background; nothing is lost and nothing twice, whatever dies."""

import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

import rasid
from rasid.errors import LimitError, MissingInputError, OptionError
from rasid.workbench import worker
from rasid.workbench.importing import Copies, begin, begin_folder, displayed
from rasid.workbench.models import Document, Job, JobItem, JobLeft
from rasid.workbench.models.work import JobState

TOWNS = ("الضالع", "البيضاء", "ذمار", "شبوة", "المهرة", "حجة", "ريمة", "لحج", "أبين", "عمران")


def report(number):
    town = TOWNS[number % len(TOWNS)]
    return f"قتل {number + 2} أشخاص وأصيب {number + 5} في انفجار عبوة ناسفة في مدينة {town} يوم {number + 1} مارس."


def files(count):
    return [(f"report-{i}.txt", io.BytesIO(report(i).encode())) for i in range(count)]


@pytest.mark.django_db
class TestInOneProcess:
    def test_files_become_documents_and_the_uploads_go(self, people, django_capture_on_commit_callbacks):
        job = begin(people["analyst"], files(3), published="2024-03-09", publisher="صوت الجبل")
        paths = [Path(item.path) for item in job.items.all()]
        assert all(path.exists() for path in paths)
        with django_capture_on_commit_callbacks(execute=True):
            worker.run(once=True)
        job.refresh_from_db()
        assert (job.state, job.documents.count()) == (JobState.DONE, 3)
        first = job.documents.order_by("pk").first()
        assert (first.doc, str(first.published), first.publisher) == ("report-0.txt", "2024-03-09", "صوت الجبل")
        assert first.records.filter(event_type="HARM", date_start="2024-03-01").exists()
        assert not any(path.exists() for path in paths)

    def test_what_gives_no_document_is_told(self, people):
        odd = [("empty.txt", io.BytesIO(b"")), ("english.txt", io.BytesIO(b"Nothing to read here, my friend.\n" * 9))]
        job = begin(people["analyst"], [*files(1), *odd])
        worker.run(once=True)
        assert job.documents.count() == 1
        assert {row.doc for row in JobLeft.objects.filter(item__job=job)} == {"empty.txt", "english.txt"}

    def test_a_second_import_brings_only_what_is_new(self, people):
        begin(people["analyst"], files(2))
        worker.run(once=True)
        job = begin(people["analyst"], files(4))
        worker.run(once=True)
        assert (Document.objects.count(), job.documents.count()) == (4, 2)
        assert sum(job.items.values_list("there", flat=True)) == 2

    def test_what_others_keep_to_themselves_is_imported_anew(self, people):
        from django.contrib.auth.models import Group

        begin(people["insider"], files(1), groups=[Group.objects.get(name="desk")])
        begin(people["analyst"], files(1))
        worker.run(once=True)
        assert Document.objects.count() == 2
        assert Document.objects.visible_to(people["analyst"]).count() == 1

    def test_near_copies_are_found_across_files(self, people):
        text = " ".join(report(i) for i in range(6))
        job = begin(
            people["analyst"], [("a.txt", io.BytesIO(text.encode())), ("b.txt", io.BytesIO((text + " انتهى").encode()))]
        )
        worker.run(once=True)
        first, second = job.documents.order_by("pk")
        assert second.duplicate_of == first

    def test_an_archive_is_gone_through(self, people):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for i in range(3):
                archive.writestr(f"in/{i}.txt", report(i))
        job = begin(people["analyst"], [("all.zip", io.BytesIO(out.getvalue()))])
        worker.run(once=True)
        assert job.documents.count() == 3
        assert job.items.get().seen == 3

    def test_an_import_is_stopped_and_gone_on_with(self, people, as_):
        lines = "\n".join(json.dumps({"text": report(i)}) for i in range(5))
        job = begin(people["analyst"], [("all.jsonl", io.BytesIO(lines.encode()))])
        item = worker.claim()
        task = worker.Importing(item, Copies())
        worker.advance(item, task.step())
        as_("analyst").post(f"/imports/{job.pk}/stop/")
        with pytest.raises(worker.LostError):
            worker.advance(item, task.step())
        assert worker.claim() is None
        as_("analyst").post(f"/imports/{job.pk}/resume/")
        worker.run(once=True)
        assert sorted(job.documents.values_list("doc", flat=True)) == sorted({f"all.jsonl#{i}" for i in range(1, 6)})

    def test_a_worker_whose_lease_ran_out_keeps_nothing_more(self, people):
        job = begin(people["analyst"], files(1))
        item = worker.claim()
        task = worker.Importing(item, Copies())
        found = task.step()
        JobItem.objects.filter(pk=item.pk).update(leased_until=timezone.now(), worker="elsewhere:1")
        with pytest.raises(worker.LostError):
            worker.advance(item, found)
        assert job.documents.count() == 0

    def test_what_takes_every_worker_down_is_given_up(self, people):
        job = begin(people["analyst"], files(1))
        for _ in range(3):
            worker.claim()
            JobItem.objects.update(leased_until=timezone.now())
        worker.run(once=True)
        job.refresh_from_db()
        assert job.state == JobState.FAILED and "3 times" in job.items.get().error

    def test_dead_workers_of_this_machine_let_go(self, people):
        begin(people["analyst"], files(1))
        item = worker.claim()
        dead = subprocess.Popen([sys.executable, "-c", ""])
        dead.wait()
        JobItem.objects.update(worker=item.worker.rsplit(":", 1)[0] + f":{dead.pid}")
        worker.run(once=True)
        assert Document.objects.count() == 1

    @pytest.mark.parametrize(
        "name", ["../../etc/passwd", "..\\..\\boot.ini", "/etc/shadow", "a\0b", "\u202egpj.txt", ""]
    )
    def test_no_name_leads_anywhere(self, people, name):
        job = begin(people["analyst"], [(name, io.BytesIO(report(1).encode()))])
        path = Path(job.items.get().path).resolve()
        assert path.parent.parent == Path(settings.UPLOADS).resolve()
        shown = job.items.get().name
        assert shown == displayed(name) and "/" not in shown and "\\" not in shown and shown.isprintable()

    def test_more_than_an_upload_may_have_is_refused_and_not_kept(self, people, settings):
        settings.UPLOAD_LIMIT = 100
        before = list(Path(settings.UPLOADS).iterdir())
        with pytest.raises(LimitError):
            begin(people["analyst"], files(2))
        assert not Job.objects.exists() and list(Path(settings.UPLOADS).iterdir()) == before

    def test_options_that_make_no_sense_are_refused(self, people):
        for options in ({"published": "soon"}, {"given_columns": "text"}):
            with pytest.raises(OptionError):
                begin(people["analyst"], files(1), **options)
        with pytest.raises(MissingInputError):
            begin(people["analyst"], [])

    def test_a_folder_of_the_server_only_where_the_settings_name_it(self, people, settings, tmp_path):
        inside, outside = tmp_path / "in", tmp_path / "out"
        inside.mkdir()
        outside.mkdir()
        (inside / "one.txt").write_text(report(1), encoding="utf-8")
        (outside / "two.txt").write_text(report(2), encoding="utf-8")
        (inside / "link.txt").symlink_to(outside / "two.txt")
        settings.FOLDERS = [inside.resolve()]
        job = begin_folder(people["editor"], str(inside))
        worker.run(once=True)
        assert [doc.doc for doc in job.documents.all()] == ["one.txt"]
        assert (inside / "one.txt").exists()
        for other in (outside, inside / ".." / "out", Path("/")):
            with pytest.raises(OptionError):
                begin_folder(people["editor"], str(other))

    def test_the_page_takes_files_and_tells_how_far_they_are(self, as_):
        client = as_("analyst")
        answer = client.post("/imports/", {"files": SimpleUploadedFile("r.txt", report(3).encode())})
        worker.run(once=True)
        found = client.get(answer["Location"] + "progress/").json()
        assert (found["state"], found["files"], found["finished"], found["read"]) == ("done", 1, 1, 1)
        assert "r.txt" in client.get(answer["Location"]).content.decode()
        assert as_("reviewer").get(answer["Location"]).status_code == 404


def started(home, environment):
    return subprocess.Popen([sys.executable, "-m", "rasid.cli", "work", "--once", "--home", home], env=environment)


@pytest.mark.parametrize(("count", "kills"), [(60, 1), pytest.param(500, 6, marks=pytest.mark.slow)])
def test_a_worker_that_is_killed_again_and_again_loses_nothing(tmp_path, count, kills):
    """A process that is killed without warning in the midst of an import, at whatever it is at."""
    home = str(tmp_path / "home")
    source = str(Path(rasid.__file__).parent.parent)
    environment = {**os.environ, "RASID_HOME": home, "PYTHONPATH": source}
    made = subprocess.run(
        [sys.executable, "-c", MAKE, str(count)], env=environment, check=True, capture_output=True, text=True
    )
    assert made.stdout.strip() == "ready"
    database = tmp_path / "home" / "workbench.sqlite3"
    killed, last = 0, 0
    deadline = time.monotonic() + 240
    process = started(home, environment)
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        now = number_of(database)
        if killed < kills and now > last + 20:
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed, last = killed + 1, number_of(database)
            process = started(home, environment)
        time.sleep(0.01)
    assert process.wait(timeout=5) == 0 and killed == kills
    with sqlite3.connect(database) as found:
        names = [row[0] for row in found.execute("SELECT doc FROM workbench_document")]
        (state,) = found.execute("SELECT state FROM workbench_job").fetchone()
        (records, claimed) = found.execute(
            "SELECT (SELECT count(*) FROM workbench_record), (SELECT sum(record_count) FROM workbench_document)"
        ).fetchone()
    assert sorted(names) == sorted(f"all.jsonl#{i}" for i in range(1, count + 1))
    assert (state, records) == ("done", claimed)


def number_of(database):
    with sqlite3.connect(database, timeout=30) as found:
        return found.execute("SELECT count(*) FROM workbench_document").fetchone()[0]


MAKE = """
import io, json, sys
from rasid.workbench import start
start.set_up()
start.migrate()
from rasid.workbench.importing import begin
from rasid.workbench.models import User
towns = ["\u062a\u0639\u0632", "\u0645\u0623\u0631\u0628", "\u0635\u0639\u062f\u0629"]
text = "\u0642\u062a\u0644 {} \u0623\u0634\u062e\u0627\u0635 \u0641\u064a \u0642\u0635\u0641 \u0639\u0644\u0649 \u0645\u062f\u064a\u0646\u0629 {}."
rows = [json.dumps({"text": text.format(i + 3, towns[i % 3])}) for i in range(int(sys.argv[1]))]
begin(User.objects.create(username="a", role="analyst"), [("all.jsonl", io.BytesIO("\\n".join(rows).encode()))])
print("ready")
"""
