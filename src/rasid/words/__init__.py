"""Morphology: what a written word can be."""

from rasid.words.morphology import Morphology, load, rank_sentence

__all__ = ["Morphology", "load", "rank_sentence"]
