"""Small plans for tests, made from Markdown."""

from __future__ import annotations

from neaspec_cli.core.markdown import front_matter
from neaspec_cli.core.plan import Plan, PlanSettings, Section, section_id
from tests.core.reading import read


def section(name: str, source: str) -> Section:
    """A section with its blocks, as `plan/<name>.md` would hold it."""
    path = f"plan/{name}.md"
    return Section(section_id(path), path, source, front_matter(source)[1], blocks=read(source))


def plan(**sources: str) -> Plan:
    """A plan of sections in the order given; `a_b` stands for the file `a-b.md`."""
    return Plan(
        PlanSettings("A plan"), tuple(section(name.replace("_", "-"), one) for name, one in sources.items())
    )
