"""Where an installation keeps its record, and how it sends.

Settings come from the environment and from ``settings.toml`` in the home
folder; the environment wins. Without any, everything lies in ``~/.duenotice``
and letters and messages land in its outbox.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from config.reading import Reading, is_absent
from config.sending_settings import SENDING_KEYS, SendingSettings, read_sending
from config.tree import Branch, Leaf, Node, plain, tree_of_object
from incidents.errors import InputRefusedError

_KEYS = ("database_url", "field_keys", "mail", "morning_hour", "ladder", "sending")
_MAIL_KEYS = (
    *("host", "port", "user", "password", "sender", "starttls"),
    *("connections", "journal", "bounces"),
)
#: As many connections at once as a common mail server lets one sender have.
_CONNECTIONS, _MOST_CONNECTIONS = 4, 50
_MORNING, _LAST_HOUR = 8, 23
#: The port on which mail servers take messages from programs.
_SUBMISSION, _LAST_PORT = 587, 65_535
_SENDER = "duenotice@localhost"
_DIGITS = re.compile(r"[0-9]{1,9}", re.ASCII)
_YES_AND_NO = {"true": True, "false": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """The mail server that messages leave by."""

    host: str
    port: int = _SUBMISSION
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    sender: str = _SENDER
    starttls: bool = True
    #: How many conversations a mass notice may hold at once.
    connections: int = _CONNECTIONS
    #: Where the server keeps which messages it took: its log, or a folder of copies.
    journal: Path | None = None
    #: Where returned messages arrive: a folder, or ``imaps://host/FOLDER``.
    bounces: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one installation."""

    home: Path
    database_url: str
    mail: Mail | None = None
    #: The hour of the morning at which reminders in days go out.
    morning_hour: int = _MORNING
    #: The ladder, where an installation changes it; see the reference.
    ladder: Mapping[str, Any] = field(default_factory=dict)
    sending: SendingSettings = field(default_factory=SendingSettings)
    #: The folder of the keys that seal names and addresses, where it is set.
    field_keys_folder: Path | None = None

    @property
    def outbox(self) -> Path:
        """Give the folder for messages where no mail server is set."""
        return self.home / "outbox"

    @property
    def keys(self) -> Path:
        """Give the folder of the signing keys."""
        return self.home / "keys"

    @property
    def field_keys(self) -> Path:
        """Give the folder of the keys of sealed fields: beside the home, not in it."""
        return self.field_keys_folder or self.home.with_name(f"{self.home.name}-keys")

    @property
    def checkpoints(self) -> Path:
        """Give the folder, outside the database, for signed checkpoints."""
        return self.home / "checkpoints"


def home_of(environment: Mapping[str, str] | None = None) -> Path:
    """Give the folder of the installation, whether it is there or not."""
    env = os.environ if environment is None else environment
    return Path(env.get("DUENOTICE_HOME") or Path.home() / ".duenotice").expanduser()


def load_settings(
    environment: Mapping[str, str] | None = None, home: Path | None = None
) -> Settings:
    """Give the settings; raise InputRefusedError where one is wrong."""
    env = os.environ if environment is None else environment
    place = home or home_of(env)
    reading = Reading(str(place / "settings.toml"))
    branch = reading.branch(_written(place / "settings.toml"), "", _KEYS)
    url = reading.text(branch.at("database_url"), "database_url")
    hour = reading.count(branch.at("morning_hour"), "morning_hour")
    if hour is not None and hour > _LAST_HOUR:
        reading.note(None, f"`morning_hour` is {hour}; accepted are 0 to {_LAST_HOUR}.")
    keys = env.get("DUENOTICE_FIELD_KEYS") or reading.text(branch.at("field_keys"), "field_keys")
    ladder = plain(reading.entries(branch.at("ladder"), "ladder"))
    settings = Settings(
        home=place,
        database_url=env.get("DUENOTICE_DATABASE_URL")
        or url
        or f"sqlite:///{place / 'duenotice.db'}",
        mail=_mail(env, reading, reading.branch(branch.at("mail"), "mail", _MAIL_KEYS)),
        morning_hour=_MORNING if hour is None else hour,
        ladder=ladder if isinstance(ladder, dict) else {},
        field_keys_folder=Path(keys).expanduser() if keys else None,
        sending=read_sending(
            reading, reading.branch(branch.at("sending"), "sending", SENDING_KEYS)
        ),
    )
    reading.finish()
    return settings


def _written(path: Path) -> Node:
    if not path.is_file():
        return tree_of_object({})
    try:
        return tree_of_object(tomllib.loads(path.read_text("utf-8")))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        problem = f"{path} cannot be read: {wrong}; correct it or take it away."
        raise InputRefusedError([problem]) from wrong


def _mail(env: Mapping[str, str], reading: Reading, branch: Branch) -> Mail | None:
    texts = {
        key: env.get(f"DUENOTICE_SMTP_{key.upper()}") or reading.text(branch.at(key), f"mail.{key}")
        for key in ("host", "user", "sender")
    }
    journal = reading.text(branch.at("journal"), "mail.journal")
    bounces = reading.text(branch.at("bounces"), "mail.bounces")
    connections = _connections(reading, branch)
    password = env.get("DUENOTICE_SMTP_PASSWORD") or _secret(reading, branch.at("password"))
    port = _port(env.get("DUENOTICE_SMTP_PORT"), reading, branch)
    starttls = _starttls(env.get("DUENOTICE_SMTP_STARTTLS"), reading, branch)
    if not texts["host"]:
        return None
    return Mail(
        host=texts["host"],
        port=port,
        user=texts["user"],
        password=password,
        sender=texts["sender"] or _SENDER,
        starttls=starttls,
        connections=connections,
        journal=Path(journal).expanduser() if journal else None,
        bounces=bounces,
    )


def _connections(reading: Reading, branch: Branch) -> int:
    given = reading.count(branch.at("connections"), "mail.connections")
    if given is not None and not 0 < given <= _MOST_CONNECTIONS:
        reading.note(None, f"`mail.connections` is {given}; accepted are 1 to {_MOST_CONNECTIONS}.")
    return _CONNECTIONS if given is None else given


def _secret(reading: Reading, node: Node) -> str | None:
    """Give the password; what is none is noted without being shown."""
    if is_absent(node):
        return None
    if isinstance(node, Leaf) and isinstance(node.value, str):
        return node.value
    reading.note(None, "`mail.password` is not text; put it in quotes.")
    return None


def _port(given: str | None, reading: Reading, branch: Branch) -> int:
    written = reading.count(branch.at("port"), "mail.port")
    port = int(given) if given and _DIGITS.fullmatch(given) else written
    if given and not _DIGITS.fullmatch(given):
        reading.note(None, f"DUENOTICE_SMTP_PORT was given `{given}`; accepted is a number.")
    if port is not None and not 0 < port <= _LAST_PORT:
        reading.note(None, f"the mail server's port is {port}; accepted are 1 to {_LAST_PORT}.")
    return _SUBMISSION if port is None else port


def _starttls(given: str | None, reading: Reading, branch: Branch) -> bool:
    written = reading.flag(branch.at("starttls"), "mail.starttls")
    if given and given.lower() not in _YES_AND_NO:
        reading.note(
            None, f"DUENOTICE_SMTP_STARTTLS was given `{given}`; accepted are true and false."
        )
    return _YES_AND_NO.get((given or "").lower(), written is not False)
