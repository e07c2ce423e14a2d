"""Arabic as written: letters, sentences, tokens."""

from rasid.text.letters import Folded, fold, fold_word, plain_word
from rasid.text.sentences import split
from rasid.text.tokens import tokenize

__all__ = ["Folded", "fold", "fold_word", "plain_word", "split", "tokenize"]
