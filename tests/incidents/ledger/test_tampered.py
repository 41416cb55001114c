"""Every attack in `tampered/` is found, by the program and by a stranger."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from incidents.ledger import standalone
from incidents.ledger.contents import Stored
from incidents.ledger.findings import Kind
from incidents.ledger.keys import VerifierKey
from incidents.ledger.verify import known_from, verify
from tests.incidents.ledger import make_tampered
from tests.incidents.ledger.attack import FOLDER
from tests.incidents.ledger.bags import write_bag, zipped

FILES = sorted(FOLDER.glob("*.json"))
CODES = {"intact": 0, "altered": 1, "incomplete": 2}


def _stored(attack: dict[str, Any]) -> list[Stored]:
    rows = []
    for entry, content in zip(attack["entries"], attack["contents"], strict=True):
        shown = content or {}
        salt, body = shown.get("salt"), shown.get("body")
        rows.append(
            Stored(
                entry.encode(),
                None if salt is None else bytes.fromhex(salt),
                None if body is None else body.encode(),
                erased="erased" in shown,
            )
        )
    return rows


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def attack(request: pytest.FixtureRequest) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(request.param.read_text(encoding="utf-8"))
    return read


def test_program_names_the_first_wrong_entry(attack):
    known = known_from(
        attack["checkpoints_elsewhere"],
        VerifierKey.parse(attack["key"]),
        attack["log"],
        inside=attack["checkpoints_inside"],
    )

    found = verify(attack["log"], _stored(attack), known)

    first = found.findings[0] if found.findings else None
    assert found.verdict == attack["expected"]["verdict"]
    assert found.first_wrong == attack["expected"]["entry"]
    assert (first.kind if first else None) == attack["expected"]["kind"]


@pytest.mark.parametrize("packed", [False, True], ids=["folder", "zip"])
def test_stranger_finds_the_same_with_one_file(attack, packed, tmp_path, capsys):
    bag = write_bag(
        tmp_path / "bag", _stored(attack), attack["checkpoints_inside"], attack["key_inside"]
    )
    path = zipped(bag, tmp_path / "bag.zip") if packed else bag
    options = ["--key", attack["key"]]
    for number, note in enumerate(attack["checkpoints_elsewhere"]):
        kept = tmp_path / f"kept-{number}.txt"
        kept.write_text(note, encoding="utf-8", newline="\n")
        options += ["--checkpoint", str(kept)]

    code = standalone.main([str(path), *options])

    printed = capsys.readouterr().out
    named = re.search(r"^First wrong entry: (\d+)$", printed, re.MULTILINE)
    assert code == CODES[attack["expected"]["verdict"]], printed
    assert (int(named[1]) if named else None) == attack["expected"]["entry"], printed


def test_files_are_what_the_generator_writes():
    written = {f"{attack.name}.json": attack.written() + "\n" for attack in make_tampered.attacks()}

    assert {path.name: path.read_text(encoding="utf-8") for path in FILES} == written


def test_each_kind_of_finding_has_an_attack():
    kinds = {attack.kind for attack in make_tampered.attacks()} - {None}

    assert kinds == set(Kind)
    assert len(FILES) == 45
