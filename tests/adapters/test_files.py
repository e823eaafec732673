"""Paths that cannot lead out of the folder, and files that are whole or not there at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neaspec_cli.adapters import files


@given(
    st.lists(st.sampled_from(["..", ".", "", "a", ".git", ".GiT ", "git~1", "~", "b\\..", "c:"]), max_size=4)
)
def test_a_checked_path_stays_inside(parts: list[str]) -> None:
    path = "/".join(parts)
    try:
        checked = files.checked(path)
    except files.UnsafePath:
        return
    root = Path("/somewhere/folder")
    place = root / checked
    assert root in place.parents
    assert not {".git", "..", "git~1"} & {part.casefold().strip() for part in place.parts}


def test_writing_replaces_a_file_in_one_step(tmp_path: Path) -> None:
    place = tmp_path / "deep" / "file"
    files.write(place, b"old")
    place.chmod(0o640)
    with place.open("rb") as reader:
        files.write(place, b"new")
        assert reader.read() == b"old"
    assert place.read_bytes() == b"new"
    assert place.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in place.parent.iterdir()] == ["file"]


def test_staged_content_waits_beside_the_file(tmp_path: Path) -> None:
    place = tmp_path / ("計" * 80)  # as long as a name may be
    waiting = files.stage(place, b"new")
    assert waiting == files.beside(place)
    assert not place.exists()
    files.stage(place, b"newer")
    files.put(waiting, place)
    assert place.read_bytes() == b"newer"


def test_a_link_beside_the_file_is_not_written_through(tmp_path: Path) -> None:
    place, victim = tmp_path / "file", tmp_path / "victim"
    victim.write_text("precious")
    files.beside(place).symlink_to(victim)
    files.write(place, b"new")
    assert victim.read_text() == "precious"


def test_removing_keeps_folders_that_are_in_use(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "other").touch()
    (tmp_path / "a" / "b" / "file").touch()
    files.remove(tmp_path, tmp_path / "a" / "b" / "file")
    assert not (tmp_path / "a" / "b").exists()
    assert (tmp_path / "a" / "other").exists()
    files.remove(tmp_path, tmp_path / "a" / "none")


def test_fingerprint_tells_content_and_absence(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    assert files.fingerprint(tmp_path / "file") == files.digest(b"x")
    assert files.fingerprint(tmp_path / "none") is None
    assert files.fingerprint(tmp_path / "file" / "below") is None


def test_only_plain_files_are_written(tmp_path: Path) -> None:
    with pytest.raises(files.UnsafePath):
        files.to_write(tmp_path, "..")
    (tmp_path / "folder").mkdir()
    with pytest.raises(files.UnsafePath, match="folder stands there"):
        files.to_write(tmp_path, "folder")
