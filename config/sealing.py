"""What seals and verifies the record of an installation: its keys, its shelf."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import make_url

from config.checkpoint_shelf import FolderShelf
from config.keys import FileKeyStore
from config.settings import Settings
from incidents.services.seals import Seals
from incidents.services.verify_ledger import CannotVerifyError


def seals_of(settings: Settings) -> Seals:
    """Give the keys and the shelf in the home of an installation."""
    return Seals(keys=FileKeyStore(settings.keys), shelf=FolderShelf(settings.checkpoints))


def refuse_missing_record(settings: Settings) -> None:
    """Raise CannotVerifyError where there is no database to check.

    Opening it would make an empty one, and an empty record has no fault.
    """
    address = make_url(settings.database_url)
    if address.get_backend_name() == "sqlite" and not Path(address.database or "").is_file():
        raise CannotVerifyError(
            f"There is no database {address.database}; set DUENOTICE_HOME to the home of the "
            "installation, or put the database back from a copy."
        )
