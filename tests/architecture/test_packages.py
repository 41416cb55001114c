"""Without these files, `tests/config` would hide the real `config`."""

from __future__ import annotations

from tests.architecture.sources import ROOT


def test_every_tests_folder_with_code_is_a_package():
    folders = {path.parent for path in (ROOT / "tests").rglob("*.py")}
    upward = {parent for folder in folders for parent in (folder, *folder.parents)}
    inside = {folder for folder in upward if folder.is_relative_to(ROOT / "tests")}
    missing = sorted(str(f.relative_to(ROOT)) for f in inside if not (f / "__init__.py").exists())
    assert not missing, f"Add an __init__.py to each of {missing}"
