"""Exports of Telegram Desktop, a document a message: ``result.json`` of one chat or of an account."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rasid.errors import DamagedInputError
from rasid.sources.blob import Blob, Flowing
from rasid.sources.dates import day_of
from rasid.sources.extras import load
from rasid.sources.jsonl import broken, walk
from rasid.sources.options import Context, Manifest
from rasid.sources.outcome import Outcome, Piece, aside, left

_CHAT = ("", "chats.list.item", "left_chats.list.item")
"""Where a chat lies: the whole file, or the lists of an account."""


def read(blob: Blob, context: Context) -> Iterator[Outcome]:
    """The messages, one by one, whatever the size of the file. What follows a break in the file is lost, with an error.

    Raises MissingExtraError.
    """
    ijson = load("ijson", where=blob.name)
    del context
    number = 0
    try:
        for chat, row in _messages(ijson, Flowing(blob.stream)):
            number += 1
            yield message(row, chat, blob.name, number)
    except (ijson.JSONError, UnicodeDecodeError, RecursionError) as error:
        where = f"{blob.name}#after message {number}"
        yield left(where, broken(where, error, "what follows is lost"))


def _messages(ijson: Any, stream: Any) -> Iterator[tuple[dict[str, Any], Any]]:
    """Each message with what its chat says of itself (``name``, ``id``, ``many``)."""
    chats: dict[str, dict[str, Any]] = {base: {} for base in _CHAT}
    lists = {f"{base}.messages.item".lstrip("."): base for base in _CHAT}
    for where, value in walk(ijson, stream, lists.__contains__):
        if where in lists:
            yield chats[lists[where]], value
            continue
        base, _, key = where.rpartition(".")
        if where in _CHAT and value == {}:
            chats[where] = {"many": bool(where)}
        elif base in _CHAT and key in {"name", "id"}:
            chats[base][key] = value


def message(row: Any, chat: dict[str, Any], name: str, number: int) -> Outcome:
    """What comes of one message; ``number`` stands for an id where it has none."""
    if not isinstance(row, dict):
        where = f"{name}#message {number}"
        return left(where, DamagedInputError("this is no message", where=where, step="Export the chat again."))
    key = row.get("id", number)
    where = f"{name}#{chat.get('id', chat.get('name'))}/{key}" if chat.get("many") else f"{name}#{key}"
    text = flat(row.get("text"))
    if row.get("type", "message") != "message":
        return aside(where, "a notice of Telegram, no message")
    if not text.strip():
        return aside(where, "a message without text", "there is only a picture, sound or file in it")
    outlet = chat.get("name")
    return Piece(
        doc=where,
        text=text,
        format=MANIFEST.name,
        published=day_of(row.get("date") or row.get("date_unixtime")),
        publisher=outlet if isinstance(outlet, str) and outlet else None,
    )


def flat(text: Any) -> str:
    """The words of a message, which are a string or a list of strings and marked strings."""
    if isinstance(text, list):
        return "".join(
            flat(part.get("text") if isinstance(part, dict) else part) for part in text if not isinstance(part, list)
        )
    return text if isinstance(text, str) else ""


MANIFEST = Manifest(
    name="telegram",
    about="result.json of Telegram Desktop, of one chat or an account, a document a message",
    known_by="the kind of chat or the account that it names",
    many=True,
    ids="the message's number, after the chat's number and / in an account",
    extra="sources",
    read=read,
)
