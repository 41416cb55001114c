"""Small rules of writing that every sentence of a working keeps."""

from __future__ import annotations


def sentence(text: str) -> str:
    """Give the text with one full stop, also after ``a.m.`` and ``p.m.``."""
    return text if text.endswith(".") else f"{text}."
