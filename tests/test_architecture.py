"""The rooms of the package and which of them may import which, read from the code itself."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "neaspec_cli"
MODULES = sorted(PACKAGE.rglob("*.py"))
MODULE_LINES = 350
FUNCTION_LINES = 60

# What a room may import of ours besides itself; a trailing name means that module alone.
MAY_IMPORT = {
    "errors": (),
    "core": ("errors",),
    "adapters": ("errors", "core"),
    "terminal": ("errors", "core"),
    "intake": ("errors", "core", "adapters.pandoc", "adapters.typst"),
    "publish": ("errors", "core", "adapters.pandoc", "adapters.typst"),
    "commands": ("errors", "core", "adapters", "terminal", "intake", "publish"),
    "__main__": ("app",),
    "app": ("errors", "core", "adapters", "terminal", "intake", "publish", "commands"),
}
CORE_LIBRARIES = {"yaml", "rapidfuzz"}
# Parts of the standard library that reach files, processes, the network or the clock.
OUTSIDE_WORLD = {
    "asyncio",
    "ctypes",
    "glob",
    "http",
    "io",
    "multiprocessing",
    "os",
    "platform",
    "random",
    "secrets",
    "select",
    "shutil",
    "signal",
    "socket",
    "sqlite3",
    "subprocess",
    "sys",
    "tempfile",
    "threading",
    "time",
    "urllib",
}
# Only app.py turns errors into messages and exit codes.
ONLY_IN_APP = {"print", "exit", "quit", "sys.exit"}


def imported(tree: ast.AST, module: str) -> Iterator[tuple[int, str]]:
    """Line and dotted name of each import, also those inside functions; `from x import y` gives x.y."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = module.split(".")[: -node.level] if node.level else []
            start = ".".join([*parents, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{start}.{alias.name}") for alias in node.names)


def direction_faults(tree: ast.AST, module: str) -> list[str]:
    """Imports of ours that point outwards, and whatever `core` reaches outside."""
    room = module.split(".")[1] if "." in module else ""
    if not room:
        return []
    allowed = (room, *MAY_IMPORT[room])
    faults = []
    for line, name in imported(tree, module):
        first, _, rest = name.partition(".")
        if first == "neaspec_cli":
            inside = rest == "__version__" or any(
                rest == one or rest.startswith(one + ".") for one in allowed
            )
            if not inside:
                faults.append(f"{module}:{line} imports {name}")
        elif room in ("core", "errors") and not _is_pure(name):
            faults.append(f"{module}:{line} imports {name}")
    return faults


def _is_pure(name: str) -> bool:
    first = name.partition(".")[0]
    if first == "pathlib":
        return name.startswith("pathlib.Pure")
    return first in CORE_LIBRARIES or (first in sys.stdlib_module_names and first not in OUTSIDE_WORLD)


def manners_faults(tree: ast.AST, module: str) -> list[str]:
    """Printing, leaving and broad catching, which are for app.py alone; files and the clock in `core`."""
    if module == "neaspec_cli.app":
        return []
    in_core = module.startswith("neaspec_cli.core.")
    faults = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            clock = name.split(".")[-1] in ("now", "utcnow", "today") and "." in name
            if name in ONLY_IN_APP or (in_core and (name == "open" or clock)):
                faults.append(f"{module}:{node.lineno} calls {name}")
        elif isinstance(node, ast.ExceptHandler) and _is_broad(node):
            faults.append(f"{module}:{node.lineno} catches everything")
    return faults


def _is_broad(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    reraises = isinstance(handler.body[-1], ast.Raise) and handler.body[-1].exc is None
    names = {ast.unparse(name) for name in ast.walk(handler.type) if isinstance(name, ast.Name)}
    return bool(names & {"Exception", "BaseException"}) and not reraises


def length_faults(tree: ast.AST, module: str, lines: int) -> list[str]:
    """Modules and functions too long to hold one idea."""
    faults = [f"{module} has {lines} lines"] if lines > MODULE_LINES else []
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES:
                faults.append(f"{module}:{node.lineno} {node.name} has {length} lines")
    return faults


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_module_keeps_the_rules(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    tree, module = ast.parse(source), module_name(path)
    faults = direction_faults(tree, module) + manners_faults(tree, module)
    assert faults + length_faults(tree, module, source.count("\n")) == []


def test_every_room_is_known() -> None:
    assert {module_name(path).split(".")[1] for path in MODULES if path != PACKAGE / "__init__.py"} <= {
        *MAY_IMPORT
    }


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("neaspec_cli.core.plan", "from neaspec_cli.adapters import pandoc"),
        ("neaspec_cli.core.plan", "def f():\n    import lxml.etree"),
        ("neaspec_cli.core.plan", "from pathlib import Path"),
        ("neaspec_cli.core.plan", "from ..commands import options"),
        ("neaspec_cli.intake.word", "from neaspec_cli.publish.word import write"),
        ("neaspec_cli.publish.word", "from neaspec_cli.adapters import repository"),
        ("neaspec_cli.terminal.views", "import neaspec_cli.intake.word"),
        ("neaspec_cli.adapters.files", "from neaspec_cli.publish import word"),
        ("neaspec_cli.commands.status", "from neaspec_cli import app"),
    ],
)
def test_an_import_that_points_outwards_is_found(module: str, source: str) -> None:
    assert len(direction_faults(ast.parse(source), module)) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("neaspec_cli.core.plan", "from neaspec_cli.errors import NeaspecError"),
        ("neaspec_cli.core.plan", "import re, yaml\nfrom pathlib import PurePosixPath"),
        ("neaspec_cli.publish.word", "from neaspec_cli.adapters import pandoc\nimport lxml.etree"),
        ("neaspec_cli.commands.doctor", "from neaspec_cli import __version__"),
    ],
)
def test_an_import_that_points_inwards_is_fine(module: str, source: str) -> None:
    assert direction_faults(ast.parse(source), module) == []


@pytest.mark.parametrize(
    "source",
    [
        "print('x')",
        "sys.exit(1)",
        "try:\n    f()\nexcept Exception:\n    pass",
        "try:\n    f()\nexcept (ValueError, BaseException) as error:\n    pass",
        "try:\n    f()\nexcept:\n    pass",
        "date.today()",
        "open('x')",
    ],
)
def test_bad_manners_are_found(source: str) -> None:
    assert len(manners_faults(ast.parse(source), "neaspec_cli.core.plan")) == 1


def test_cleaning_up_and_raising_again_is_no_broad_catch() -> None:
    source = "try:\n    f()\nexcept BaseException:\n    undo()\n    raise"
    assert manners_faults(ast.parse(source), "neaspec_cli.adapters.files") == []


def test_long_modules_and_functions_are_found() -> None:
    source = "def f():\n" + "    x = 1\n" * FUNCTION_LINES
    assert length_faults(ast.parse(source), "neaspec_cli.core.plan", MODULE_LINES + 1) == [
        f"neaspec_cli.core.plan has {MODULE_LINES + 1} lines",
        f"neaspec_cli.core.plan:1 f has {FUNCTION_LINES + 1} lines",
    ]
