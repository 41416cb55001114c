"""Imports point down, and one package alone knows Prefect."""

from __future__ import annotations

import subprocess
import sys

from tests.architecture.sources import PACKAGES, ROOT, imports_of, sources

#: The server's child process and the runner wait for Prefect until it is needed.
LAZY_DOORS = {
    "flows/__init__.py",
    "flows/deployments.py",
    "flows/failures.py",
    "flows/serve.py",
    "flows/server.py",
    "flows/settings.py",
    "flows/stopping.py",
}


def test_every_import_contract_is_kept():
    linted = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert linted.returncode == 0, linted.stdout


def test_only_flows_imports_prefect():
    others = tuple(package for package in PACKAGES if package != "flows")
    strays = [
        source.at(node)
        for source in sources(others)
        for node, module in imports_of(source)
        if module.partition(".")[0] == "prefect"
    ]
    assert not strays, f"Prefect is known in flows/ alone; call a function there: {strays}"


def test_the_doors_do_not_load_prefect_by_being_imported():
    modules = [path.removesuffix(".py").replace("/", ".") for path in sorted(LAZY_DOORS)]
    asked = "; ".join(f"import {name.removesuffix('.__init__')}" for name in modules)
    told = subprocess.run(
        [sys.executable, "-c", f"{asked}; import desk.cli, sys; print('prefect' in sys.modules)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "False"
