"""Bytes to texts: files, folders, patterns and standard input, in whatever encoding Arabic comes in."""

from rasid.sources.collect import Input, collect
from rasid.sources.text import decode

__all__ = ["Input", "collect", "decode"]
