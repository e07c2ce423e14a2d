"""What an analyst does all day, for locust; see workbench.py."""

from __future__ import annotations

import os
import random
import re
from itertools import count

from locust import HttpUser, between, task

_NUMBERS = count()
_WORDS = ("قصف", "اشتباكات", "مدينة تعز", "«الأمم المتحدة»", "نزوح", "عبوة ناسفة", "شهود", "الحوثي", "درنة -قصف")
_TYPES = ("ASSAULT", "HARM", "PROTEST", "COERCE", "CONTROL", "REQUEST")
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Analyst(HttpUser):
    """Looks through lists, searches, reads, reviews; rests a moment between."""

    wait_time = between(1, 4)

    def on_start(self) -> None:
        """Log in, each under a name of its own."""
        self.chance = random.Random(next(_NUMBERS))  # noqa: S311
        page = self.client.get("/login/", name="login")
        name = f"analyst{next(_NUMBERS) // 2 % 20}"
        form = {
            "csrfmiddlewaretoken": _TOKEN.findall(page.text)[0],
            "username": name,
            "password": os.environ["RASID_BENCH_PASSWORD"],
        }
        self.client.post("/login/", form, name="login")

    @task(2)
    def start(self) -> None:
        """The first page."""
        self.client.get("/", name="home")

    @task(4)
    def documents(self) -> None:
        """A page of the documents."""
        self.client.get(f"/documents/?page={self.chance.randint(1, 30)}", name="documents")

    @task(6)
    def search(self) -> None:
        """A search."""
        self.client.get("/documents/", params={"q": self.chance.choice(_WORDS)}, name="documents?q")

    @task(6)
    def records(self) -> None:
        """Filtered records."""
        query = {"type": self.chance.choice(_TYPES), "page": str(self.chance.randint(1, 10))}
        if self.chance.random() < 0.5:
            query["q"] = self.chance.choice(_WORDS)
        self.client.get("/records/", params=query, name="records?type")

    @task(10)
    def read_and_review(self) -> None:
        """A document, and a verdict on a record of it."""
        number = self.chance.randint(1, 40_000)
        with self.client.get(f"/documents/{number}/", name="document", catch_response=True) as page:
            if page.status_code == 404:  # it is for others
                page.success()
                return
        found = re.findall(r'data-record="(\d+)"', page.text)
        if found and self.chance.random() < 0.5:
            form = {"csrfmiddlewaretoken": _TOKEN.findall(page.text)[0], "verdict": "accept"}
            where = f"/records/{self.chance.choice(found)}/review/"
            self.client.post(where, form, name="review", headers={"accept": "application/json"})

    @task(1)
    def export(self) -> None:
        """The page of exports, with its counts."""
        self.client.get("/export/", params={"type": self.chance.choice(_TYPES), "country": "YEM"}, name="export")
