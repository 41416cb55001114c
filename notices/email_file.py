"""A notice as an e-mail that a mail program opens as a draft.

Plain text first, the same words as HTML after it; no picture, no link, nobody's
address. ``X-Unsent`` tells the program that it was never sent.
"""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP

from notices.drafts import Draft


def eml(draft: Draft) -> bytes:
    """Give the notice as an unsent e-mail, the same bytes each time."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = draft.subject
    message["X-Unsent"] = "1"
    message["Content-Language"] = draft.language
    message.set_content(draft.text, cte="quoted-printable")
    message.add_alternative(draft.html, subtype="html", cte="quoted-printable")
    message.set_boundary(f"notice-{draft.digest[:32]}")
    return message.as_bytes()
