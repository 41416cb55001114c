"""How hard a text is to read: the Flesch-Kincaid grade, counted by ourselves.

The regulation asks for plain words (8 NYCRR 121.10(g)); the texts for
families are held to eighth grade. The usual library fetches a dictionary from
the network at its first use, so the syllables are counted here, by rule and a
short list of words that the rule gets wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from notices.document import BlockKind, Document
from notices.reading_spanish import hard_spanish

#: The highest grade for a text that families read.
FAMILY_GRADE = 8.0
#: The most words in a sentence before it is named as long.
SENTENCE_LIMIT = 25

_PROSE = {
    BlockKind.PARAGRAPH,
    BlockKind.CALLOUT,
    BlockKind.BULLETS,
    BlockKind.STEPS,
    BlockKind.QUOTE,
}
_STOPS = (".", "!", "?", ":")
#: Marks around what somebody says; they end no sentence and hide none.
_QUOTES = '“”"'
_UNQUOTED = str.maketrans("", "", _QUOTES)
_WORD = re.compile(r"[A-Za-z]+(?:['\u2019][A-Za-z]+)*")
_END = re.compile(r"(?<=[.!?:;])\s+(?=[A-Z])")
_SHORT_FORMS = re.compile(r"\b([ap]\.m|Mr|Mrs|Ms|Dr|Inc|St|No)\.")
_ADDRESS = re.compile(r"\S+@[\w.-]+\w|\b(?:[\w-]+\.)+[a-z]{2,}(?:/[\w/-]*)?")
#: Neighboring vowels that are two sounds ("serious", "actual", "trying", "client").
_TWO_SOUNDS = re.compile(
    r"(?<![tcsgx])i[ao]|(?<=t)iat|(?<![qg])ua|ying|ie(?=t)|(?<=[clr])ien(?=[ct])|eo(?=[ln])|iers?$"
)
#: An ending that is written and not heard ("file", "rules", "opened").
_SILENT_END = re.compile(
    r"[^aeiouyl]e$|[aeiouy]le$|[aeiouy]les$|[^aeiouytd]ed$|[^aeiouylscxzgh]es$|[^cs]hes$"
)
#: Words whose syllables the rule miscounts.
_SYLLABLES = {
    "being": 2, "business": 2, "businesses": 3, "area": 3, "areas": 3, "idea": 3, "ideas": 3,
    "create": 2, "created": 3, "real": 1, "science": 2, "society": 4, "quiet": 2, "every": 2,
    "everyone": 3, "evening": 2, "different": 2, "several": 2, "people": 2, "useful": 2,
    "someone": 2, "something": 2, "sometimes": 2, "somewhere": 2, "safety": 2, "statement": 2,
    "statements": 2, "police": 2, "recipe": 3, "family": 3, "families": 3, "period": 3,
    "wednesday": 2, "lion": 2, "poem": 2, "doing": 2, "going": 2, "seeing": 2, "anyone": 3,
    "homeroom": 2, "homework": 2, "careful": 2, "website": 2, "websites": 2, "user": 2, "users": 2,
    "careless": 2, "hopeful": 2, "lonely": 2, "cooperative": 5, "payroll": 2, "ourselves": 2,
    "yourself": 2, "themselves": 2, "therefore": 2,
}  # fmt: skip


def grade(texts: Iterable[str]) -> float:
    """Give the Flesch-Kincaid grade of texts, a paragraph or an item each."""
    sentences = [words for text in texts for words in _sentences(text)]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return 0.0
    spoken = sum(map(syllables, words))
    return 0.39 * len(words) / len(sentences) + 11.8 * spoken / len(words) - 15.59


def prose(document: Document) -> Iterator[str]:
    """Give what a notice says in whole sentences: no letterhead, no table.

    An entry of a list that is only a word or two is left out, for it would
    make the text look easier than it is.
    """
    for block in document.blocks:
        if block.kind in _PROSE:
            yield from (text for text in block.strings() if text.rstrip(_QUOTES).endswith(_STOPS))


def long_sentences(texts: Iterable[str]) -> list[str]:
    """Give each sentence that has more words than the limit."""
    found = (words for text in texts for words in _sentences(text))
    return [" ".join(words) for words in found if len(words) > SENTENCE_LIMIT]


def hard_to_read(document: Document) -> list[str]:
    """Give what makes a family's letter hard to read, a sentence each.

    ``reading_spanish`` measures Spanish; other languages are not measured.
    """
    texts = list(prose(document))
    if document.language == "es":
        return hard_spanish(texts, SENTENCE_LIMIT)
    if document.language != "en":
        return []
    found = [f"A sentence is long: {each[:60]!r}…" for each in long_sentences(texts)]
    if (level := grade(texts)) > FAMILY_GRADE:
        found.append(
            f"The letter reads at grade {level:.1f}; families should need {FAMILY_GRADE:.0f} at "
            "most. Shorten its sentences and take easier words."
        )
    return found


def syllables(word: str) -> int:
    """Give the syllables of an English word, at least one.

    >>> [syllables(word) for word in ("school", "parent", "information")]
    [1, 2, 4]
    """
    letters = re.sub(r"['\u2019](s|t|d|m|re|ve|ll)$", "", word.lower())
    if letters in _SYLLABLES:
        return _SYLLABLES[letters]
    groups = len(re.findall(r"[aeiouy]+", letters)) + len(_TWO_SOUNDS.findall(letters))
    return max(1, groups - bool(_SILENT_END.search(letters)))


def _sentences(text: str) -> Iterator[list[str]]:
    plain = _SHORT_FORMS.sub(r"\1", _ADDRESS.sub("address", text.translate(_UNQUOTED)))
    for sentence in _END.split(plain):
        if words := _WORD.findall(sentence):
            yield words
