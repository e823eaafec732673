"""The two keys of a redline as a page, pressed in a browser where one is installed."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader

from neaspec_cli.core.comparison import compare_plans
from neaspec_cli.publish.redline_html import Page, write_html
from tests.core.plans import plan

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
needs_browser = pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed")
OLD = "\n\n".join(f"Paragraph of the number {number} says what it says here." for number in range(200))
NEW = re.sub("number (10|50|150) says", r"number \\1 tells", OLD)
PRESS = """
function press(key) {{ document.dispatchEvent(new KeyboardEvent("keydown", {{ key: key }})); }}
const seen = [];
function here() {{ seen.push(document.activeElement.querySelector(".label").textContent); }}
{steps}
document.title = "steps: " + seen.join(" ");
"""


def stepped(folder: Path, steps: str) -> list[str]:
    """The labels of the changes that were stepped to."""
    page = write_html(Page("Plan", ("a", "b"), compare_plans(plan(goals=OLD), plan(goals=NEW)))).decode()
    page = re.sub("<meta http-equiv[^>]*>", "", page)
    file = folder / "page.html"
    file.write_text(page.replace("</body>", f"<script>{PRESS.format(steps=steps)}</script></body>"))
    command = [
        str(BROWSER),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--dump-dom",
        f"--user-data-dir={folder}/b",
    ]
    done = subprocess.run([*command, file.as_uri()], capture_output=True, check=True, timeout=60)
    found = re.search("<title>steps: ([^<]*)</title>", done.stdout.decode())
    assert found is not None
    return found[1].split()


@needs_browser
def test_keys_step_from_change_to_change_and_stop_at_both_ends(tmp_path: Path) -> None:
    steps = "".join(f"press('{key}'); here();" for key in "nnnnpp")
    assert stepped(tmp_path, steps) == ["11", "51", "151", "151", "51", "11"]


@needs_browser
def test_a_step_goes_on_from_where_the_reader_has_scrolled(tmp_path: Path) -> None:
    place = (
        "[...document.querySelectorAll('.label')].find((one) => one.textContent === '100').scrollIntoView();"
    )
    assert stepped(tmp_path, f"press('n'); here(); {place} press('n'); here();") == ["11", "151"]
    assert stepped(tmp_path, f"press('n'); here(); {place} press('p'); here();") == ["11", "51"]


@needs_browser
def test_a_step_goes_on_from_the_change_that_a_link_led_to(tmp_path: Path) -> None:
    assert stepped(tmp_path, "location.hash = '#c2'; press('n'); here();") == ["151"]


@needs_browser
def test_the_whole_list_of_changes_is_printed(tmp_path: Path) -> None:
    new = OLD.replace("says what", "tells what")
    page = write_html(Page("Plan", ("a", "b"), compare_plans(plan(goals=OLD), plan(goals=new))))
    assert b"<details>" in page
    (tmp_path / "page.html").write_bytes(page)
    printed = tmp_path / "printed.pdf"
    command = [str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}/b"]
    subprocess.run(
        [*command, f"--print-to-pdf={printed}", (tmp_path / "page.html").as_uri()],
        capture_output=True,
        check=True,
        timeout=60,
    )
    words = " ".join(" ".join(one.extract_text() for one in PdfReader(printed).pages).split())
    assert words.count("replaced by “tells”") == 200
