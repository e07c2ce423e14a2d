import hashlib
import json

from rasid.archive.ledger import ZERO, Entry, Head, body_of, line_of, link, read_line, read_lines, seal


def test_the_chain_can_be_followed_with_nothing_but_json_and_sha256(filled):
    prev = "0" * 64
    for number, line in enumerate((filled / "ledger.jsonl").read_bytes().splitlines(), 1):
        row = json.loads(line)
        assert line == json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        said = {key: value for key, value in row.items() if key not in {"prev", "hash"}}
        body = hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode())
        assert row["hash"] == hashlib.sha256((prev + body.hexdigest()).encode()).hexdigest()
        assert (row["n"], row["prev"]) == (number, prev)
        prev = row["hash"]
    assert json.loads((filled / "head.json").read_bytes())["hash"] == prev


def entry(**more):
    return Entry(n=0, what="forget", at="2025-06-15T00:00:00Z", by="rasid 0.1.0", sha256="a" * 64, **more)


def test_a_sealed_entry_reads_back():
    first = seal(entry(reason='\u2028\x01\x7f"\\/ سبب\n'), Head())
    assert read_line(line_of(first), Head()) == first
    assert (first.n, first.prev, first.hash) == (1, ZERO, link(ZERO, body_of(first)))


def test_what_is_wrong_with_a_line_is_said():
    line = line_of(seal(entry(), Head()))
    assert read_line(line[:-1], Head()) == "it has no end"
    assert "canonical" in read_line(line.replace(b'"n":1', b'"n": 1'), Head())
    assert "hash" in read_line(line.replace(b"15T", b"16T"), Head())
    assert "no entry" in read_line(b"\xff\n", Head())
    assert "no entry" in read_line(b"[" * 100_000 + b"\n", Head())
    assert "follow" in read_line(line, Head(hash="b" * 64))
    assert "numbered" in read_line(line, Head(entries=7))


def test_one_fault_is_told_once():
    lines, head = [], Head()
    for _ in range(5):
        sealed = seal(entry(), head)
        lines.append(line_of(sealed))
        head = Head(bytes=0, entries=sealed.n, hash=sealed.hash)
    for change in (lambda line: line.replace(b"15T", b"16T"), lambda line: line[3:]):
        broken = [*lines[:2], change(lines[2]), *lines[3:]]
        wrong = [number for number, found, _ in read_lines(b"".join(broken), Head()) if isinstance(found, str)]
        assert wrong == [3]
