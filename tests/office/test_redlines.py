"""A redline says both texts in LibreOffice too: reject all gives the old one, accept all the new one, in order."""

from __future__ import annotations

from pathlib import Path

import pytest

from neaspec_cli.intake.word_views import accepted_view
from neaspec_cli.publish.word import write_word, write_word_redline
from tests.office.roundtrip import edited_alike, needs_office
from tests.publish.copies import copy_of
from tests.publish.redlines import PAIRS, between, said_by_copy, said_by_file, signed
from tests.publish.test_word_redline import shapes

pytestmark = needs_office


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every pair as a redline with remarks, with all changes accepted and with all rejected."""
    folder = tmp_path_factory.mktemp("redlines")
    for number, pair in enumerate(PAIRS.values()):
        (folder / f"{number}.docx").write_bytes(write_word_redline(signed(*pair)))
    for way in ("accept", "reject"):
        both = [
            (folder / f"{number}.docx", folder / f"{number}-{way}.docx") for number, _ in enumerate(PAIRS)
        ]
        edited_alike(both, "Reader", {"op": way})
    return folder


@pytest.mark.parametrize("way", ["reject", "accept"])
@pytest.mark.parametrize("name", PAIRS)
def test_libreoffice_finds_both_texts(files: Path, name: str, way: str) -> None:
    number = list(PAIRS).index(name)
    told = said_by_copy(copy_of(PAIRS[name][way == "accept"]))
    data = (files / f"{number}-{way}.docx").read_bytes()
    assert said_by_file(data, accepted_view, len(told[0])) == told


@pytest.mark.parametrize("way", ["reject", "accept"])
@pytest.mark.parametrize(
    "name", ["levels of headings", "kinds of paragraphs", "a heading that is one no more"]
)
def test_libreoffice_finds_the_form_of_both_texts(files: Path, name: str, way: str) -> None:
    number = list(PAIRS).index(name)
    told = shapes((files / f"{number}-{way}.docx").read_bytes())
    wanted = shapes(write_word(copy_of(PAIRS[name][way == "accept"])))
    assert {words: told.get(words) for words in wanted} == wanted


@pytest.mark.parametrize("way", ["reject", "accept"])
def test_libreoffice_keeps_the_changes_of_neighbouring_paragraphs_apart(tmp_path: Path, way: str) -> None:
    names = ("an end that changed before new paragraphs", "items that end otherwise")
    made = [
        (tmp_path / f"{number}.docx", tmp_path / f"{number}-{way}.docx") for number, _ in enumerate(names)
    ]
    for (file, _), name in zip(made, names, strict=True):
        file.write_bytes(write_word_redline(between(*PAIRS[name])))
    edited_alike(made, "Reader", {"op": way})
    for (_, file), name in zip(made, names, strict=True):
        told = said_by_copy(copy_of(PAIRS[name][way == "accept"]))
        assert said_by_file(file.read_bytes(), accepted_view, len(told[0])) == told


def test_there_are_pairs_of_every_kind() -> None:
    assert len(PAIRS) >= 20
