"""Rendering a notice, as a share of its compiled Jinja template alone."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from statistics import median
from time import perf_counter

from notices.catalogue import catalogue
from notices.drafts import Draft, draft
from notices.fields import NoticeFields
from notices.inspection import usable
from notices.language import ENGLISH, language
from notices.letter_pdf import pdf
from notices.offices import offices
from notices.wording import context, said
from tests.notices import samples

_NOTICE, _RECIPIENT = "family-and-resident-notice", "parent"
_DRAFTS, _PDFS = 200, 20


def rendering_notices(rounds: int = 5) -> dict[str, float]:
    """Give drafts and PDFs a second, and drafting as a share of bare Jinja.

    Each round measures both, one after the other, so that a busy machine
    slows both alike; the share is the median of the rounds.
    """
    fields = samples.private()
    bare = _bare(fields)

    def whole() -> Draft:
        return draft(_NOTICE, _RECIPIENT, fields)

    drafted = whole()
    pairs = [(_rate(bare, _DRAFTS), _rate(whole, _DRAFTS)) for _ in range(rounds)]
    return {
        "bare compiled template, a second": median(bare for bare, _ in pairs),
        "whole drafts (text, HTML, findings, digest), a second": median(all_ for _, all_ in pairs),
        "a draft as a share of the compiled template": median(all_ / bare for bare, all_ in pairs),
        "tagged PDF, each with its own address, a second": median(
            _rate(_letters(drafted), _PDFS) for _ in range(rounds)
        ),
    }


def _letters(drafted: Draft) -> Callable[[], bytes]:
    """Give a printer of letters: a new address each time, for the engine remembers."""
    numbers = count()
    return lambda: pdf(drafted, addressee=(f"Household {next(numbers)} {id(numbers)}", "Kingston"))


def _bare(fields: NoticeFields) -> Callable[[], str]:
    ready = usable(catalogue(), _NOTICE)
    names = {
        **context(fields, language(ENGLISH)),
        "said": said(fields, ready.fields, language(ENGLISH)),
        "recipient": _RECIPIENT,
        "person": dict(catalogue().template(_NOTICE).recipients[_RECIPIENT]),
        "offices": {id_: office.plain() for id_, office in offices().items()},
    }
    return lambda: ready.compiled.render(names)


def _rate(work: Callable[[], object], times: int) -> float:
    work()
    begun = perf_counter()
    for _ in range(times):
        work()
    return times / (perf_counter() - begun)


if __name__ == "__main__":
    for name, value in rendering_notices().items():
        print(f"{name}: {value:,.2f}")
