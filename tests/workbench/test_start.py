"""Starting it: the folder, the first administrator, the demonstration, the settings of a team."""

import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

import rasid
from rasid.errors import OptionError
from rasid.workbench.home import database, secret_key

SOURCE = str(Path(rasid.__file__).parent.parent)


def command(home, *arguments, **environment):
    clean = {name: value for name, value in os.environ.items() if not name.startswith("RASID_")}
    return {
        "args": [sys.executable, "-m", "rasid.cli", *arguments, "--home", str(home)],
        "env": {**clean, "PYTHONPATH": SOURCE, **environment},
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
        "text": True,
    }


def test_the_demonstration_is_served_and_ends_in_order(tmp_path):
    port = 8411
    process = subprocess.Popen(
        **command(tmp_path / "demo", "serve", "--demo", "--port", str(port), RASID_ADMIN_PASSWORD="demo-demo-demo")
    )
    try:
        deadline = time.monotonic() + 90
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/login/", timeout=5) as answer:
                    page = answer.read().decode()
                break
            except (urllib.error.URLError, ConnectionError):
                assert process.poll() is None and time.monotonic() < deadline
                time.sleep(0.2)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/static/workbench/workbench.css", timeout=5) as answer:
            assert answer.status == 200
    finally:
        process.terminate()
        said, errors = process.communicate(timeout=30)
    assert "csrfmiddlewaretoken" in page
    assert f"http://127.0.0.1:{port}/" in said and "administrator" in said
    assert process.returncode == 0, errors
    assert not re.search(r"https?://(?!127\.0\.0\.1|www\.w3\.org)", page)
    assert oct((tmp_path / "demo").stat().st_mode & 0o777) == "0o700"
    assert oct((tmp_path / "demo" / "secret.key").stat().st_mode & 0o777) == "0o600"


def test_the_first_administrator_is_needed(tmp_path):
    done = subprocess.run(**command(tmp_path, "serve"), check=False, timeout=90)
    assert done.returncode == 2 and "[R107] RASID_ADMIN_NAME" in done.stderr
    weak = command(tmp_path, "serve", RASID_ADMIN_NAME="a", RASID_ADMIN_PASSWORD="12345")
    done = subprocess.run(**weak, check=False, timeout=90)
    assert done.returncode == 2 and "cannot be the administrator" in done.stderr


@pytest.mark.parametrize("arguments", [("--host", "0.0.0.0"), ("--host", "0.0.0.0", "--demo")])  # noqa: S104
def test_others_reach_it_only_where_its_address_is_known(tmp_path, arguments):
    done = subprocess.run(**command(tmp_path, "serve", *arguments), check=False, timeout=60)
    assert done.returncode == 2 and "--host" in done.stderr


def test_a_team_s_settings_are_safe(tmp_path):
    asked = (
        "from rasid.workbench import settings as s; "
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_NAME, s.SECURE_HSTS_SECONDS > 0,"
        " s.ALLOWED_HOSTS, s.TWO_FACTOR, s.DEBUG, s.CONTENT_SECURITY_POLICY['DIRECTIVES']['img-src'])"
    )
    environment = {
        **command(tmp_path, "x")["env"],
        "RASID_HOME": str(tmp_path),
        "RASID_ORIGIN": "https://rasid.example.org",
    }
    environment["RASID_TILES"] = "https://tiles.example.org/{z}/{x}/{y}.png"
    done = subprocess.run([sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == (
        "True True __Host-rasid True ['rasid.example.org'] editors False"
        " [\"'self'\", 'data:', 'https://tiles.example.org']"
    )
    check = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    environment["DJANGO_SETTINGS_MODULE"] = "rasid.workbench.settings"
    done = subprocess.run(check, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_database_is_named_by_an_address(tmp_path, monkeypatch):
    monkeypatch.setenv("RASID_DATABASE_URL", "postgresql://me:p%40ss@db.example:5433/team?sslmode=require")
    found = database(tmp_path)
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == (
        "me", "p@ss", "db.example", "5433", "team",
    )  # fmt: skip
    assert found["OPTIONS"] == {"sslmode": "require"}
    for wrong in ("mysql://x/y", "postgresql://host", "nonsense"):
        monkeypatch.setenv("RASID_DATABASE_URL", wrong)
        with pytest.raises(OptionError):
            database(tmp_path)


def test_the_key_is_made_once(tmp_path, monkeypatch):
    monkeypatch.delenv("RASID_SECRET_KEY", raising=False)
    assert secret_key(tmp_path) == secret_key(tmp_path) and len(secret_key(tmp_path)) > 64
    monkeypatch.setenv("RASID_SECRET_KEY", "given")
    assert secret_key(tmp_path) == "given"
