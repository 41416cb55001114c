"""The public offices and companies whose numbers a notice prints.

A wrong telephone number in six thousand letters cannot be called back, so
each entry says where it was read and who has checked it since.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from notices.located import Located, located

#: What a template may print of an office.
OFFICE_PARTS = ("name", "phone", "site", "email", "address")


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """One entry of ``offices.yaml``."""

    id: str
    name: str
    phone: str
    site: str
    email: str
    address: tuple[str, ...]
    source: str
    checked_by: str | None

    def plain(self) -> dict[str, object]:
        """Give what a template sees."""
        shown: dict[str, object] = {"name": self.name, "phone": self.phone, "site": self.site}
        if self.email:
            shown["email"] = self.email
        if self.address:
            shown["address"] = list(self.address)
        return shown

    def warning(self) -> str | None:
        """Give what to do before the entry is printed, or None."""
        if self.checked_by:
            return None
        return (
            f"Nobody has checked {self.phone} and {self.site} of {self.name} yet; "
            "try both, then write who and when in notices/offices.yaml."
        )


@lru_cache(maxsize=1)
def offices() -> dict[str, Office]:
    """Give every office by its id; raise BrokenFileError."""
    text = files("notices").joinpath("offices.yaml").read_text(encoding="utf-8")
    return read_offices(text, "notices/offices.yaml")


def read_offices(text: str, file: str) -> dict[str, Office]:
    """Give the offices of a file's text; raise BrokenFileError."""
    return {id_: _office(id_, entry) for id_, entry in located(text, file).entries().items()}


def _office(id_: str, entry: Located) -> Office:
    required = ("name", "phone", "site", "source", "checked_by", "checked_on")
    keys = entry.mapping(required, ("email", "address"))
    if (keys["checked_by"].value is None) != (keys["checked_on"].value is None):
        raise keys["checked_by"].refuse("and checked_on belong together; give both or neither.")
    return Office(
        id=id_,
        name=keys["name"].text(),
        phone=keys["phone"].text(),
        site=keys["site"].text(),
        email=keys["email"].text() if "email" in keys else "",
        address=tuple(line.text() for line in keys["address"].items()) if "address" in keys else (),
        source=keys["source"].text(),
        checked_by=keys["checked_by"].text() if keys["checked_by"].value is not None else None,
    )
