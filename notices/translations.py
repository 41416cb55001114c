"""Whether a translated notice may go to a family, and why not.

A translation knows the digest of the English it was made from. When the
English changes the translation is **stale**; until somebody has read it, it is
**not reviewed**. A district trusts a text that one of its own people has
reviewed, bound to that text's digest, or says in its settings that it accepts
the texts as they are shipped. Neither makes a stale text usable.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from notices.catalogue import Catalogue
from notices.reviews import Review


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Which translations an agency takes as reviewed."""

    #: The agency's settings accept the texts that are shipped.
    accepts_shipped: bool = False
    #: By notice and language: the text that somebody there reviewed.
    reviews: Mapping[tuple[str, str], Review] = field(default_factory=dict)


#: Trusts only what the product itself names a reviewer of.
NO_TRUST = Trust()


def usable_languages(catalogue: Catalogue, notice: str, trust: Trust) -> tuple[str, ...]:
    """Give the languages in which a notice may go out, English first."""
    return tuple(
        code
        for code in catalogue.written_in(notice)
        if not any(objections(catalogue, notice, code, trust))
    )


def objections(catalogue: Catalogue, notice: str, language: str, trust: Trust) -> Iterator[str]:
    """Give why a notice may not go out in a language, a sentence each."""
    template = catalogue.template(notice)
    if (translation := template.translations.get(language)) is None:
        return
    name = catalogue.language(language).name
    review, english = trust.reviews.get((notice, language)), catalogue.source_digest(notice)
    was_compared = review is not None and review.english == english
    if catalogue.is_stale(notice, language) and not was_compared:
        yield (
            f"The {name} text is stale: the English changed since. Bring it up to date, then write "
            f"of: {english} into {template.id}/meta.yaml, or english: {english} beside the review."
        )
    digest = catalogue.source_digest(notice, language)
    reviewed = translation.reviewed_by or (review is not None and review.of == digest)
    if not reviewed and not trust.accepts_shipped:
        yield (
            f"Nobody has reviewed the {name} text. Have somebody read it who reads {name}, and "
            f"record it in notices/reviews.yaml of the district's folder with of: {digest}; or set "
            "accept_shipped_translations in the district's settings."
        )
