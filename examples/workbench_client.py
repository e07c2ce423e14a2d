"""A client of the workbench's API: import a file, wait for it, accept what is sure, save the accepted records.

    RASID_ADDRESS=http://127.0.0.1:8300 RASID_TOKEN=rasid_… python examples/workbench_client.py report.txt

The token is made on one's account page, with the scopes read, import, review and export. Standard library only.
"""

from __future__ import annotations

import json
import os
import sys
import time
import urllib.parse
import urllib.request
import uuid
from pathlib import Path
from typing import Any

SURE = 0.95


class Workbench:
    """The calls that this example needs."""

    def __init__(self, address: str, token: str) -> None:
        """``address`` is where the workbench is served."""
        self._address, self._token = address.rstrip("/") + "/api/v1", token

    def raw(self, method: str, path: str, body: bytes | None = None, kind: str = "application/json") -> bytes:
        """The bytes of an answer; urllib raises HTTPError where it is none of success."""
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": kind}
        request = urllib.request.Request(self._address + path, body, headers, method=method)  # noqa: S310
        with urllib.request.urlopen(request, timeout=300) as answer:  # noqa: S310  # the address is the user's own
            content: bytes = answer.read()
        return content

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """The JSON of an answer."""
        return json.loads(self.raw(method, path, None if body is None else json.dumps(body).encode()))

    def upload(self, path: Path) -> int:
        """Import a file; the id of the import."""
        mark = uuid.uuid4().hex
        head = f'--{mark}\r\nContent-Disposition: form-data; name="files"; filename="{path.name}"\r\n\r\n'
        body = head.encode() + path.read_bytes() + f"\r\n--{mark}--\r\n".encode()
        return int(json.loads(self.raw("POST", "/imports", body, f"multipart/form-data; boundary={mark}"))["id"])


def main() -> None:
    """Import, wait, review, export."""
    bench = Workbench(os.environ["RASID_ADDRESS"], os.environ["RASID_TOKEN"])
    job = bench.upload(Path(sys.argv[1]))
    while bench.call("GET", f"/imports/{job}")["state"] in {"queued", "running"}:
        time.sleep(1)
    query = urllib.parse.urlencode({"job": job, "confidence": SURE})
    for record in bench.call("GET", f"/records?{query}&size=200")["items"]:
        done = {"verdict": "accept", "version": record["version"]}
        bench.call("POST", f"/records/{record['id']}/review", done)
    sys.stdout.buffer.write(bench.raw("GET", f"/export?job={job}&format=csv"))


if __name__ == "__main__":
    main()
