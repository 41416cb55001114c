"""Which translations the people of a district have read and found right.

``districts/<id>/notices/reviews.yaml`` of the home folder says it: by notice and
language, the digest of the text that was read, who read it and when. A text that
has changed since has another digest, and nobody has reviewed it.

    family-notice:
      es: {of: <digest>, by: Rosa Delgado, on: 2026-11-02}

A district that changed the English itself adds ``english``, the digest of the
English that the translation was compared with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from notices.located import BrokenFileError, located

REVIEWS = "reviews.yaml"


def notices_folder(districts: Path | None, agency_id: str | None) -> Path | None:
    """Give the folder of an agency's own notices, or None where it has none."""
    if districts is None or agency_id is None:
        return None
    folder = districts / agency_id / "notices"
    return folder if folder.is_dir() else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What somebody of a district read: the digest of the text, and of its English."""

    of: str
    by: str
    english: str | None = None


def reviews_of(districts: Path | None, agency_id: str | None) -> Mapping[tuple[str, str], Review]:
    """Give what was reviewed, by notice and language; raise BrokenFileError."""
    folder = notices_folder(districts, agency_id)
    path = folder / REVIEWS if folder else None
    if path is None or not path.is_file():
        return {}
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as wrong:
        raise BrokenFileError([f"{path}:1: is not UTF-8 text; save it as UTF-8."]) from wrong
    found = {}
    for notice, languages in located(text, str(path)).entries().items():
        for code, review in languages.entries().items():
            keys = review.mapping(("of", "by", "on"), ("english",))
            found[notice, code] = Review(
                of=keys["of"].text(),
                by=keys["by"].text(),
                english=keys["english"].text() if "english" in keys else None,
            )
    return found
