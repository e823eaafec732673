"""Copies of small plans, made from Markdown in the test itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from neaspec_cli.adapters import pandoc
from neaspec_cli.core.plan import Masthead, Participant, PlanSettings, Rules
from neaspec_cli.publish.copy import Copy, Kind, Provenance, SectionTree, prepare

TEXT_ID = "3f2a9c1b77aa00112233445566778899aabbccdd"
SETTINGS = PlanSettings(
    "Strategic Plan 2026-2030",
    "North-East Asian Subregional Programme",
    Masthead(
        ("UNITED NATIONS", "ECONOMIC AND SOCIAL COMMISSION"),
        "NEASPEC/SOM(27)/7",
        "Limited",
        "English",
        ("Twenty-seventh Senior Officials Meeting", "12-13 December 2024", "Beijing, China"),
        "Item 7 of the provisional agenda",
        "Note by the secretariat",
    ),
    (Participant("JPN", "Japan", "member"),),
    Rules(),
)
PROVENANCE = Provenance(
    "Strategic Plan 2026-2030", TEXT_ID, "draft-1", "JPN", date(2025, 7, 1), date(2025, 7, 31)
)


def copy_of(
    *sections: str,
    annexes: tuple[str, ...] = (),
    kind: Kind = "review",
    provenance: Provenance = PROVENANCE,
    settings: PlanSettings = SETTINGS,
) -> Copy:
    """A copy of these sections and annexes."""
    trees = [
        SectionTree(f"section-{place}", False, pandoc.parse(one)) for place, one in enumerate(sections, 1)
    ]
    trees += [SectionTree(f"annex-{place}", True, pandoc.parse(one)) for place, one in enumerate(annexes, 1)]
    return prepare(kind, settings, provenance, trees)


def attributes(pairs: Mapping[str, str]) -> str:
    """Attributes as a span or div writes them."""
    return " ".join(f'{key}="{value}"' for key, value in pairs.items())


RICH = """# Introduction

[]{#p-first}The plan is set to guide *efforts* across **North-East Asia**.[^1]

Member States envisioned, as paragraph [#](#p-first) says:

- accelerating the progress [by 2030]{#b-JPN-014 .bracket by="JPN MNG"};
- bolstering relevance:
    - for States, <https://www.neaspec.org/en>;

      a second paragraph of that item;
    - for people;
        - children;
            - of all ages;
- developing H~2~O knowledge.

A new paragraph, whose list begins anew:

1. first
2. second

| Code | Number |
|:-----|-------:|
| a | 1 |
| b | |

3. third goes on after the table

::: annotation
What this section will hold.

A second annotation:

- with an item
- and another.[^2]
:::

> A quotation, not numbered.

```
code  line 1
line 2
```

::: placeholder
Text on finance is still to come.
:::

[^1]: See *the first* note with 한국어 and 日本の環境省.
[^2]: A second note.

    With two paragraphs.

## Mandate

Русский текст.

### Legal basis

#### Deeper

##### Deepest

Text below.

## Scope

::: {#tbl-timeline .table}
Indicative timeline (draft)

| Time | Activity |
|------|----------|
| 13 December 2024 | Convene initial discussions |
| July 2025 | Share the draft strategic plan |
:::

# Programmatic areas

::: {#b-CHN-002 .bracket by="CHN"}
A whole paragraph in brackets.

And a second one.
:::

Text with `code` and [ninety]{.bracket alt=b-1 by=""}[sixty]{.bracket alt=b-1 by="JPN"} days.
"""
ANNEXES = (
    "# Programme\n\nAnnex paragraph one.\n\n## Morning\n\nAnnex paragraph two.\n\n- item\n- item\n",
    "# Second annex\n\nAgain one.\n\n## Sub\n\n### Lower\n\nAgain two.\n",
)
