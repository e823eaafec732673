"""Names that the shell completes: fast, without git or pandoc, and silent whatever is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import typer

TOP = 64


def sections(ctx: typer.Context, incomplete: str) -> list[str]:
    """Ids of the plan's sections."""
    return _fitting(ctx, incomplete, _sections)


def circulations(ctx: typer.Context, incomplete: str) -> list[str]:
    """Circulations and the rounds that they belong to."""
    return _fitting(ctx, incomplete, _circulations)


def rounds(ctx: typer.Context, incomplete: str) -> list[str]:
    """Rounds that the timeline plans."""
    return _fitting(ctx, incomplete, lambda root: _values(root / "timeline.yaml", "round"))


def revisions(ctx: typer.Context, incomplete: str) -> list[str]:
    """Rounds, circulations, and names of branches and tags as far as git keeps them as files."""
    return _fitting(ctx, incomplete, _revisions)


def comments(ctx: typer.Context, incomplete: str) -> list[str]:
    """Ids of all comments on record."""
    return _fitting(ctx, incomplete, _comments)


def brackets(ctx: typer.Context, incomplete: str) -> list[str]:
    """Ids of bracketed text that has one."""
    return _fitting(ctx, incomplete, _brackets)


def activities(ctx: typer.Context, incomplete: str) -> list[str]:
    """Ids of the timeline's activities."""
    return _fitting(ctx, incomplete, lambda root: _values(root / "timeline.yaml", "id"))


def events(ctx: typer.Context, incomplete: str) -> list[str]:
    """Names of the timeline's events."""
    return _fitting(ctx, incomplete, _events)


def participants(ctx: typer.Context, incomplete: str) -> list[str]:
    """Ids of those who take part, and PUBLIC."""
    return _fitting(ctx, incomplete, lambda root: [*_values(root / "plan" / "plan.yaml", "id"), "PUBLIC"])


def _fitting(ctx: typer.Context, incomplete: str, names: Callable[[Path], list[str]]) -> list[str]:
    try:
        root = _root(Path(ctx.params.get("folder") or "."))
        found = names(root) if root else []
    except (OSError, ValueError, RuntimeError):
        return []
    return [name for name in dict.fromkeys(found) if name.startswith(incomplete)]


def _root(folder: Path) -> Path | None:
    """The folder above that holds a plan."""
    start = folder.absolute()
    places = [start, *start.parents][:TOP]
    return next((place for place in places if (place / "plan" / "plan.yaml").is_file()), None)


def _sections(root: Path) -> list[str]:
    from neaspec_cli.core.plan import reading_order, section_id

    paths = sorted((f"plan/{one.name}" for one in (root / "plan").glob("*.md")), key=reading_order)
    return [section_id(path) for path in paths]


def _brackets(root: Path) -> list[str]:
    from neaspec_cli.core.text.scan import bracket_names

    return sorted({name for one in (root / "plan").glob("*.md") for name in bracket_names(_text(one))})


def _circulations(root: Path) -> list[str]:
    names = sorted(one.parent.name for one in (root / "feedback").glob("*/round.yaml"))
    return [*names, *(name.rpartition("-")[0] for name in names)]


def _revisions(root: Path) -> list[str]:
    git = root / ".git"
    loose = [
        place.relative_to(git / "refs" / kind).as_posix()
        for kind in ("heads", "tags")
        for place in sorted((git / "refs" / kind).rglob("*"))
        if place.is_file()
    ]
    packed = git / "packed-refs"
    listed = (
        re.findall(r" refs/(?:heads|tags)/(\S+)$", _text(packed), re.MULTILINE) if packed.is_file() else []
    )
    return [*_circulations(root), *loose, *listed]


def _comments(root: Path) -> list[str]:
    return [one for place in _feedback(root) for one in _values(place, "id")]


def _feedback(root: Path) -> Iterator[Path]:
    return (place for place in sorted((root / "feedback").glob("*/*.yaml")) if place.name != "round.yaml")


def _events(root: Path) -> list[str]:
    found = re.search(r"^events:[^\n]*\n((?:[ #][^\n]*\n|\n)*)", _text(root / "timeline.yaml"), re.MULTILINE)
    return re.findall(r"^ +([^\s#:][^:\n]*):", found.group(1), re.MULTILINE) if found else []


def _values(place: Path, key: str) -> list[str]:
    """The plain values of a key anywhere in a YAML file."""
    pattern = rf"(?:^|[\s{{,-]){key}: *[\"']?([\w.-]+)"
    return re.findall(pattern, _text(place), re.MULTILINE)


def _text(place: Path) -> str:
    return place.read_text(encoding="utf-8", errors="replace")
