"""The English plural of a noun for people («demonstrators», «gunmen»), by the rules of any school grammar."""

from __future__ import annotations

_IRREGULAR = {
    "child": "children", "person": "people", "wife": "wives", "thief": "thieves", "passer-by": "passers-by", "clergy": "clergy",
    "body": "bodies", "human being": "human beings", "prisoner of war": "prisoners of war", "member of parliament": "members of parliament",
}  # fmt: skip
_UNCHANGED = frozenset(
    {
        "people", "remnants", "shabiha", "residents", "crew", "media", "community", "civil society", "public opinion", "the public",
        "fedayee", "mujahid", "Roma", "Rohingya", "Sahrawi", "Taliban", "company", "medical team", "crowd",
    }
)  # fmt: skip


def plural(noun: str) -> str:
    """The plural of an English noun, its last word; what is plural or a body already stays as it is."""
    if not noun or noun in _UNCHANGED:
        return noun
    if noun in _IRREGULAR:
        return _IRREGULAR[noun]
    first, _, rest = noun.partition(" ")
    if first == "woman" and rest:
        return f"women {plural(rest)}"
    if noun.endswith("man"):
        return f"{noun[:-3]}men"
    head, blank, last = noun.rpartition(" ")
    if last in _IRREGULAR:
        return f"{head}{blank}{_IRREGULAR[last]}"
    if noun.endswith(("s", "sh", "ch", "x")):
        return f"{noun}es"
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}s"
