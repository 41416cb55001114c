"""The texts of the rules as they go into an export: the files themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

from config.registry import Registry

_FOLDERS = {"rules": "packs", "calendars": "calendars"}
_CONTRACTS, _SUFFIX = "contracts", ".yaml"


def rule_texts(registry: Registry, contracts: Iterable[str] = ()) -> dict[str, bytes]:
    """Give each rule pack, policy and calendar, and these contracts, by path."""
    package = files("config")
    texts = {
        path: content
        for folder, name in _FOLDERS.items()
        for path, content in _texts(package.joinpath(folder), name)
    }
    for contract in contracts:
        name = f"{contract}{_SUFFIX}"
        found = (folder / _CONTRACTS / name for folder in registry.folders)
        here = next((each for each in found if each.is_file()), None)
        if here is not None:
            texts[f"{_CONTRACTS}/{name}"] = here.read_bytes()
    return texts


def _texts(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for each in sorted(folder.iterdir(), key=lambda each: each.name):
        if each.is_dir():
            yield from _texts(each, f"{path}/{each.name}")
        elif each.name.endswith(_SUFFIX):
            yield f"{path}/{each.name}", each.read_bytes()
