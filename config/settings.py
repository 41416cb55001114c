"""Where an installation keeps its record, and how it sends.

Settings come from the environment and from ``settings.toml`` in the home
folder; the environment wins. Without any, everything lies in ``~/.duenotice``
and letters and messages land in its outbox.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from incidents.errors import InputRefusedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """The mail server that messages leave by."""

    host: str
    port: int = 587
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    sender: str = "duenotice@localhost"
    starttls: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one installation."""

    home: Path
    database_url: str
    mail: Mail | None = None
    #: The hour of the morning at which reminders in days go out.
    morning_hour: int = 8
    #: The ladder, where an installation changes it; see the reference.
    ladder: Mapping[str, Any] = field(default_factory=dict)

    @property
    def outbox(self) -> Path:
        """Give the folder for messages where no mail server is set."""
        return self.home / "outbox"

    @property
    def keys(self) -> Path:
        """Give the folder of the signing keys."""
        return self.home / "keys"

    @property
    def checkpoints(self) -> Path:
        """Give the folder, outside the database, for signed checkpoints."""
        return self.home / "checkpoints"


def load_settings(
    environment: Mapping[str, str] | None = None, home: Path | None = None
) -> Settings:
    """Give the settings; raise InputRefusedError where the file is wrong."""
    env = os.environ if environment is None else environment
    place = home or Path(env.get("DUENOTICE_HOME") or Path.home() / ".duenotice").expanduser()
    written = _written(place / "settings.toml")
    url = env.get("DUENOTICE_DATABASE_URL") or written.get("database_url")
    return Settings(
        home=place,
        database_url=str(url) if url else f"sqlite:///{place / 'duenotice.db'}",
        mail=_mail(env, written.get("mail", {})),
        morning_hour=int(written.get("morning_hour", 8)),
        ladder=written.get("ladder", {}),
    )


def _written(path: Path) -> Mapping[str, Any]:
    if not path.is_file():
        return {}
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise InputRefusedError(
            [f"{path} cannot be read: {wrong}; correct it or take it away."]
        ) from wrong
    accepted = ("database_url", "mail", "morning_hour", "ladder")
    for key in found:
        if key not in accepted:
            raise InputRefusedError(
                [f"{path} has no setting `{key}`; accepted are {', '.join(accepted)}."]
            )
    return found


def _mail(env: Mapping[str, str], written: Mapping[str, Any]) -> Mail | None:
    host = env.get("DUENOTICE_SMTP_HOST") or written.get("host")
    if not host:
        return None
    return Mail(
        host=str(host),
        port=int(env.get("DUENOTICE_SMTP_PORT") or written.get("port", 587)),
        user=env.get("DUENOTICE_SMTP_USER") or written.get("user"),
        password=env.get("DUENOTICE_SMTP_PASSWORD") or written.get("password"),
        sender=env.get("DUENOTICE_SMTP_SENDER") or written.get("sender", "duenotice@localhost"),
        starttls=str(env.get("DUENOTICE_SMTP_STARTTLS", written.get("starttls", True))).lower()
        != "false",
    )
