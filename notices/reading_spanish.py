"""How easy a Spanish text is to read: Szigriszt's perspicuity, counted by ourselves.

The formulas for English do not hold for Spanish, whose words have more
syllables. Szigriszt Pazos (1992) counts 206.835 - 62.3 * syllables / words -
words / sentences; the INFLESZ scale that Barrio-Cantalejo and others made for
patients (2008) calls a text from 55 on normal, from 65 on fairly easy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

#: The lowest value for a text that families read: fairly easy.
FAMILY_EASE = 65.0

_WORD = re.compile(r"[a-záéíóúüñ]+", re.IGNORECASE)
_END = re.compile(r"(?<=[.!?:;])\s+(?=[¿¡]?[A-ZÁÉÍÓÚÑ])")
_SHORT_FORMS = re.compile(r"\b(a\. m|p\. m|Sra|Sr|Dra|Dr|Inc|Núm)\.")
_ADDRESS = re.compile(r"\S+@[\w.-]+\w|\b(?:[\w-]+\.)+[a-z]{2,}(?:/[\w/-]*)?")
_UNQUOTED = str.maketrans("", "", '“”«»"')
#: Written and not heard: the u of "que" and "guerra".
_SILENT_U = re.compile(r"(?<=q)u|(?<=g)u(?=[eéií])")
_VOWELS = re.compile(r"[aáeéiíoóuúü]+")
#: Two of these side by side are two syllables; any other pair of vowels is one.
_STRONG = frozenset("aáeéoóíú")


def ease(texts: Iterable[str]) -> float:
    """Give how easy Spanish texts are, a paragraph or an item each; higher is easier."""
    sentences = [words for text in texts for words in _sentences(text)]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return 100.0
    spoken = sum(map(syllables, words))
    return 206.835 - 62.3 * spoken / len(words) - len(words) / len(sentences)


def long_spanish_sentences(texts: Iterable[str], limit: int) -> list[str]:
    """Give each sentence that has more words than the limit."""
    found = (words for text in texts for words in _sentences(text))
    return [" ".join(words) for words in found if len(words) > limit]


def hard_spanish(texts: Sequence[str], limit: int) -> list[str]:
    """Give what makes a Spanish letter hard to read, a sentence each."""
    found = [f"A sentence is long: {each[:60]!r}…" for each in long_spanish_sentences(texts, limit)]
    if (level := ease(texts)) < FAMILY_EASE:
        found.append(
            f"The Spanish letter has the reading ease {level:.0f}; families should have "
            f"{FAMILY_EASE:.0f} at least. Shorten its sentences and take easier words."
        )
    return found


def syllables(word: str) -> int:
    """Give the syllables of a Spanish word, at least one.

    >>> [syllables(word) for word in ("hoy", "aviso", "información", "energía")]
    [1, 3, 4, 4]
    """
    letters = re.sub("y$", "i", _SILENT_U.sub("", word.lower()))
    return max(1, sum(map(_heard, _VOWELS.findall(letters))))


def _sentences(text: str) -> Iterator[list[str]]:
    bare = _ADDRESS.sub("dirección", text.translate(_UNQUOTED))
    for sentence in _END.split(_SHORT_FORMS.sub(r"\1", bare)):
        if words := _WORD.findall(sentence):
            yield words


def _heard(vowels: str) -> int:
    """Give the syllables of vowels that stand side by side."""
    return 1 + sum({one, two} <= _STRONG for one, two in pairwise(vowels))
