"""The Message-ID of a delivery: the same each time it is asked for.

A message that was perhaps sent already is known again by it, and a returned one
finds its delivery. It holds numbers only, and tells nobody who was written to.
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256

from incidents.people.recipient import Method

_UNSAFE = re.compile(r"[^A-Za-z0-9-]+")
_DIGITS = 16


def message_id_of(  # noqa: PLR0917 - what makes a delivery unique, in its order
    agency: str, case: str, wave: int, recipient: int, duty: str, method: Method, notice: str
) -> str:
    """Give the Message-ID of one notice to one recipient by one method.

    >>> message_id_of("kingston", "K-2026-001", 1, 7, "d", Method.EMAIL, "ab")[:20]
    'K-2026-001.w1.r7.ema'
    """
    text = _digest(duty, notice)
    return f"{_safe(case)}.w{wave}.r{recipient}.{_safe(method)}.{text}@{_safe(agency)}"


@lru_cache(maxsize=64)
def _digest(duty: str, notice: str) -> str:
    return sha256(f"{duty}\n{notice}".encode()).hexdigest()[:_DIGITS]


@lru_cache(maxsize=64)
def _safe(part: str) -> str:
    return _UNSAFE.sub("-", part)
