"""Laws of bracketed text, on hostile words of all scripts."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from neaspec_cli.core.bracketed.bracketing import bracket_words
from neaspec_cli.core.bracketed.fencing import bracket_arrival, bracket_blocks
from neaspec_cli.core.bracketed.holding import join, withdraw
from neaspec_cli.core.bracketed.settling import Outcome, dropped, settle, taken, worded
from neaspec_cli.core.brackets import Bracket, bracketed
from neaspec_cli.core.merging.agreement import Alternative
from neaspec_cli.core.text import scan
from neaspec_cli.core.text.escaping import escape
from neaspec_cli.core.text.rewriting import CannotPlace, SourceEdit, apply_edits
from tests.core.prose import LETTERS, SCRIPTS
from tests.core.reading import read

HOSTILE = [
    "[shall]", "[", "]", "](x)", "]{.y}", '"', "'", "\\", "{", "}", "{#b-1 .bracket}", "*", "**", "_", "`", "|",
    "<b>", "&amp;", "#", ":::", "^", "~", "!", "$", "[^1]", "-", "1.", "。", "，", ".", ",",
]  # fmt: skip
NAME = "b-JPN-014"
HOLDERS = ("CHN", "JPN", "MNG", "RUS")
word = st.sampled_from([*LETTERS, *SCRIPTS, *HOSTILE, "act.", "(b),", "行动。"])
phrase = st.lists(word, min_size=1, max_size=5).map(lambda words: composed(" ".join(words)))
dressed = st.tuples(st.sampled_from(["", "", "", "*", "**", "`", "link", "note"]), phrase)


def composed(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def markdown(parts: list[tuple[str, str]]) -> str:
    written: list[str] = []
    for look, words in parts:
        plain = escape(words, line_start=not written)
        match look:
            case "link":
                written.append(f"[{plain}](https://example.org)")
            case "note":
                written.append(f"{plain}[^1]")
            case "`":
                written.append(
                    "`" + words.replace("`", "") + "`" if words.replace("`", "").strip() else plain
                )
            case mark:
                written.append(f"{mark}{plain}{mark}")
    return " ".join(written)


sections = st.lists(st.lists(dressed, min_size=1, max_size=4).map(markdown), min_size=1, max_size=3).map(
    lambda paragraphs: "# Goals\n\n" + "\n\n".join(paragraphs) + "\n\n- an item\n- another\n\n[^1]: A note.\n"
)
wordings = st.dictionaries(st.sampled_from(HOLDERS), st.one_of(st.just(""), phrase), min_size=1, max_size=3)


def held(by_holder: dict[str, str]) -> list[Alternative]:
    texts: dict[str, list[str]] = {}
    for holder, text in by_holder.items():
        texts.setdefault(text, []).append(holder)
    return [Alternative(text, tuple(sorted(names)), ()) for text, names in sorted(texts.items())]


def done(source: str, edit: SourceEdit) -> str | None:
    applied = apply_edits(source, read(source), [edit], read)
    return applied.source if applied.done else None


def written(source: str, make: Callable[[], SourceEdit]) -> str | None:
    try:
        return done(source, make())
    except CannotPlace:
        return None


def named(source: str) -> Bracket:
    return next(one for one in bracketed(read(source), source) if one.id == NAME)


def settled(source: str, outcome: Outcome) -> str | None:
    """None where what is left would be read as something else, a list for instance, and nothing is written."""
    return written(source, lambda: settle(source, read(source), named(source), outcome))


def without_notes(source: str) -> list[tuple[str, str]]:
    return [(block.kind, composed(block.text)) for block in read(source) if block.kind != "note"]


@settings(max_examples=50, deadline=None)
@given(sections, wordings, st.data())
def test_words_in_brackets_settle_to_what_was_chosen_and_dropped_leave_every_byte(
    source: str, by_holder: dict[str, str], data: st.DataObject
) -> None:
    blocks = read(source)
    candidates = [n for n, block in enumerate(blocks) if block.kind in ("paragraph", "item") and block.text]
    number = data.draw(st.sampled_from(candidates))
    text = blocks[number].text
    bounds = sorted({0, len(text), *(at for at, char in enumerate(text) if char in " .,。")})
    start = data.draw(st.sampled_from(bounds))
    end = data.draw(st.sampled_from([at for at in bounds if at >= start]))
    if start == end:
        by_holder = {who: f" {one}" if start else f"{one} " for who, one in by_holder.items() if one}
    by_holder = {who: one for who, one in by_holder.items() if one != text[start:end]}
    assume(by_holder)
    place = (number, start, end)
    made = written(source, lambda: bracket_words(source, blocks, place, held(by_holder), NAME))
    if made is None:
        assert "`" in source  # brackets cannot stand in code, nor across its edge
        return
    assert named(made).holders == tuple(sorted(by_holder))
    assert settled(made, dropped(named(made))) == source
    for holder, one in by_holder.items():
        result = settled(made, taken(named(made), holder))
        if result is not None:
            wanted = [(block.kind, composed(block.text)) for block in blocks]
            wanted[number] = (wanted[number][0], composed(text[:start] + one + text[end:]))
            assert without_notes(result) == [pair for pair in wanted if pair[1] and pair[0] != "note"]
            assert result.startswith(source[: blocks[0].end])
            assert result.endswith("\n[^1]: A note.\n")


@settings(max_examples=40, deadline=None)
@given(sections, wordings, st.booleans(), st.data())
def test_whole_blocks_in_brackets_do_the_same(
    source: str, by_holder: dict[str, str], arriving: bool, data: st.DataObject
) -> None:
    blocks = read(source)
    candidates = [n for n, block in enumerate(blocks) if block.kind in ("paragraph", "item") and block.text]
    number = data.draw(st.sampled_from([-1, 0, *candidates] if arriving else candidates))
    by_holder = {who: one for who, one in by_holder.items() if one or not arriving}
    by_holder = {who: one for who, one in by_holder.items() if arriving or one != blocks[number].text}
    assume(by_holder)
    made = written(
        source,
        lambda: (
            bracket_arrival(source, blocks, number, held(by_holder), NAME)
            if arriving
            else bracket_blocks(source, blocks, (number, number), held(by_holder), NAME)
        ),
    )
    assume(made is not None)
    assert made is not None
    assert settled(made, dropped(named(made))) == source
    for holder, one in by_holder.items():
        result = settled(made, taken(named(made), holder))
        assert result is not None
        wanted = [(block.kind, composed(block.text)) for block in blocks]
        kind = wanted[max(number, 0)][0] if not arriving or number > 0 else "paragraph"
        at = number + 1 if arriving else number
        while arriving and at > 0 and at < len(wanted) and wanted[at][0] == "note":
            at += 1
        wanted[at : at if arriving else at + 1] = [(kind, composed(one))]
        assert without_notes(result) == [pair for pair in wanted if pair[1] and pair[0] != "note"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(sections, st.data())
def test_what_was_typed_by_hand_is_settled_one_by_one(source: str, data: st.DataObject) -> None:
    typed = [one for one in bracketed(read(source), source) if one.kind == "typed"]
    assume(typed)
    one = data.draw(st.sampled_from(typed))
    keeps = data.draw(st.booleans())
    outcome = worded(one, one.wordings[0].text) if keeps else dropped(one)
    before, part = read(source)[one.block].text, one.wordings[0].parts[0]
    result = written(source, lambda: settle(source, read(source), one, outcome))
    assume(result is not None)
    inside = before[part.start + 1 : part.end - 1] if keeps else ""
    after = composed(before[: part.start] + inside + before[part.end :])
    assert after in [words for _, words in without_notes(result or "")] or not after


@settings(max_examples=40, deadline=None)
@given(sections, st.lists(phrase, min_size=2, max_size=3, unique=True))
def test_who_joins_and_withdraws_leaves_everything_as_it_was(source: str, texts: list[str]) -> None:
    blocks = read(source)
    assume(blocks[1].text not in texts)
    one = Alternative(texts[0], ("JPN",), ())
    place = (1, 0, len(blocks[1].text))
    states = [written(source, lambda: bracket_words(source, blocks, place, [one], NAME))]
    for holder, text in zip(("CHN", "MNG"), [*texts[1:], blocks[1].text], strict=False):
        states.append(one_more(states[-1], holder, text))
    assume(states[-1] is not None)
    now = states.pop() or ""
    for holder, before in zip(("MNG", "CHN"), reversed(states), strict=True):
        assert one_less(now, holder) == before
        now = before or ""


def one_more(source: str | None, holder: str, text: str) -> str | None:
    if source is None:
        return None
    return written(source, lambda: join(source, read(source), named(source), [holder], text))


def one_less(source: str, holder: str) -> str | None:
    return written(source, lambda: withdraw(source, read(source), named(source), holder))


@settings(max_examples=60, deadline=None)
@given(sections)
def test_the_quick_count_agrees_with_what_is_read(source: str) -> None:
    assert scan.brackets(source) == len(bracketed(read(source)))
