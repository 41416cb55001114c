"""Five generic names stand at the top of the tree; none may be another's."""

from __future__ import annotations

import re
from importlib.metadata import packages_distributions

from tests.architecture.sources import PACKAGES, ROOT, sources

EMPTY_WORDS = {"utils", "util", "helpers", "helper", "manager", "data", "info", "process"}


def test_no_installed_distribution_owns_our_names():
    owners = packages_distributions()
    strangers = {name: set(owners.get(name, ())) - {"duenotice"} for name in PACKAGES}
    assert not any(strangers.values()), f"Another distribution brings our package: {strangers}"


def test_no_module_or_class_has_an_empty_name():
    named = {str(source.path.relative_to(ROOT)): source.path.stem for source in sources()}
    empty = [path for path, stem in named.items() if EMPTY_WORDS & set(stem.split("_"))]
    assert not empty, f"Name these by the noun they are about, not {EMPTY_WORDS}: {empty}"


def test_every_changelog_fragment_has_a_known_type():
    known = re.compile(r"[a-z0-9-]+\.(law|added|changed|fixed|security|removed)\.md")
    names = [path.name for path in (ROOT / "changelog.d").iterdir() if path.name != "README.md"]
    wrong = [name for name in names if not known.fullmatch(name)]
    assert not wrong, f"See changelog.d/README.md for how these are named: {wrong}"
