"""The run on a cluster: the same bytes as on one machine, also where a machine dies in the midst of it."""

import json
import os
import subprocess
import sys

import pytest
from batch.conftest import text

from rasid.batch.settings import Settings
from rasid.errors import OptionError
from rasid.sources import columns

CODE = """
import logging, sys, threading, time
from pathlib import Path
import ray
from ray.cluster_utils import Cluster
from rasid.batch.journal import read
from rasid.batch.run import run
from rasid.batch.settings import Settings

small = {"num_cpus": 1, "object_store_memory": 120 * 2**20}
cluster = Cluster(initialize_head=True, head_node_args=small)
other = cluster.add_node(**small)
ray.init(address=cluster.address, log_to_driver=False, logging_level=logging.ERROR)
out = Path(sys.argv[1])
watchers = []

class Kill:
    def begin(self, total, ready):
        pass
    def step(self, done, now):
        if len(watchers) == 0 and sum(1 for _ in read(out)) >= 3:
            watchers.append(done)
            cluster.remove_node(other, allow_graceful=False)

made = run(["many.jsonl", "in"], out, Settings(documents=4), engine="ray", workers=2, watch=Kill())
print(made.complete, made.documents, len(watchers), len([n for n in ray.nodes() if n["Alive"]]))
ray.shutdown()
cluster.shutdown()
"""


@pytest.mark.slow
def test_a_machine_that_dies_in_the_midst_changes_nothing(here, tables):
    pytest.importorskip("ray.data", reason="the extra cluster is not installed")
    from rasid.batch.run import run

    rows = [{"id": n, "text": " ".join(text(n + k) for k in range(30))} for n in range(80)]
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (here / "many.jsonl").write_text(lines, encoding="utf-8")
    whole = run(["many.jsonl", "in"], here / "whole", Settings(documents=4), workers=2)
    done = subprocess.run(
        [sys.executable, "-c", CODE, "out"],
        cwd=here,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "RAY_USAGE_STATS_ENABLED": "0"},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.splitlines()[-1] == f"True {whole.documents} 1 1"
    assert tables("out") == tables("whole")
    assert len(tables("out")) > 60


def test_an_address_is_for_a_cluster(here, capsys):
    from rasid.cli import batch

    status = batch.run(
        ["in"],
        out="out",
        published=None,
        publisher=None,
        lexicon=[],
        columns="",
        engine="local",
        address="10.0.0.1:6379",
        workers=None,
        chunk=4,
        seconds=9,
    )
    assert status == 2
    assert "[R107] --address: only a cluster has an address" in capsys.readouterr().err
    with pytest.raises(OptionError):
        columns("text")


def test_without_the_extra_the_error_names_it(here, monkeypatch):
    from rasid.batch.cluster import results
    from rasid.errors import MissingExtraError

    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(MissingExtraError, match=r"rasid\[cluster\]"):
        next(results([], Settings(), here, 1, None))
