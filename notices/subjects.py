"""The subject of an e-mail: what it is about, from whom, and the number to ask for.

A subject that hurries or frightens is what a fraud writes. Ours says plainly
what the notice is about, who sends it and the reference of the case, so that
somebody who doubts can call the school and name it.
"""

from __future__ import annotations

from notices.document import BlockKind, Document


def email_subject(document: Document) -> str:
    """Give the subject for a notice: its title, its sender and its reference.

    The sender is the first line of the letterhead, the reference the last word
    of the footer; both stand in the text that was approved.
    """
    sender = next(
        (block.items[0] for block in document.blocks if block.kind is BlockKind.LETTERHEAD), ""
    )
    footer = next((block.text for block in document.blocks if block.kind is BlockKind.FOOTER), "")
    known = [each for each in (sender, *footer.split()[-1:]) if each]
    return f"{document.title} ({', '.join(known)})" if known else document.title
