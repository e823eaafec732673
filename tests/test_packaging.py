"""The wheel holds what the package needs when it runs elsewhere."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import neaspec_cli

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "neaspec_cli"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    pytest.importorskip(
        "hatchling", reason="the build backend is not installed, and building must not download it"
    )
    target = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(target)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (built,) = target.glob("*.whl")
    return zipfile.ZipFile(built)


def test_the_wheel_holds_every_file_of_the_package(wheel: zipfile.ZipFile) -> None:
    expected = {
        path.relative_to(ROOT).as_posix()
        for path in PACKAGE.rglob("*")
        if path.is_file() and path.suffix != ".pyc" and not path.name.startswith(".")
    }
    held = {name for name in wheel.namelist() if name.startswith("neaspec_cli/")}
    assert held == expected
    assert {"neaspec_cli/py.typed", "neaspec_cli/publish/fonts/coverage.txt"} <= held
    assert any(name.startswith("neaspec_cli/publish/templates/") for name in held)
    assert sum(name.endswith((".ttf", ".otf")) for name in held) == 9


def test_the_wheel_holds_the_licences(wheel: zipfile.ZipFile) -> None:
    licences = {name.rpartition("licenses/")[2] for name in wheel.namelist() if "dist-info/licenses/" in name}
    fonts = "neaspec_cli/publish/fonts"
    assert {
        "LICENSE",
        "NOTICE",
        f"{fonts}/LICENSE-Liberation.txt",
        f"{fonts}/LICENSE-NotoSansCJK.txt",
    } <= licences


def test_the_wheel_holds_nothing_else(wheel: zipfile.ZipFile) -> None:
    roots = {name.partition("/")[0] for name in wheel.namelist()}
    assert roots == {"neaspec_cli", f"neaspec-{neaspec_cli.__version__}.dist-info"}


def test_the_version_stands_in_one_place(wheel: zipfile.ZipFile) -> None:
    metadata = wheel.read(f"neaspec-{neaspec_cli.__version__}.dist-info/METADATA").decode()
    assert f"\nVersion: {neaspec_cli.__version__}\n" in metadata
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "version" not in project


def test_the_wheel_installs_the_command(wheel: zipfile.ZipFile) -> None:
    entries = wheel.read(f"neaspec-{neaspec_cli.__version__}.dist-info/entry_points.txt").decode()
    assert "neaspec = neaspec_cli.app:main" in entries


def test_every_library_that_is_imported_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[<>=~! ]", line)[0].lower() for line in project["dependencies"]}
    imported = {
        name.partition(".")[0]
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in imported_names(node)
    }
    libraries = imported - set(sys.stdlib_module_names) - {"neaspec_cli"}
    assert {DISTRIBUTIONS.get(name, name) for name in libraries} == declared


# Where the name of a library's module is not the name that it is installed by.
DISTRIBUTIONS = {"git": "gitpython", "yaml": "pyyaml", "pypandoc": "pypandoc_binary"}


def imported_names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
