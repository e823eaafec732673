"""The parts of a Word file around its body: notes, settings, properties, and the map from bookmarks to the plan."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from importlib.resources import files

from lxml import etree

from neaspec_cli.core.plan import PlanSettings
from neaspec_cli.publish.copy import Copy
from neaspec_cli.publish.package import OFFICE, Package, default, xml
from neaspec_cli.publish.word_styles import EAST_ASIAN_FONT, FONT, MONO, SANS
from neaspec_cli.publish.wordml import RELATION_ID, Element, clean, paragraph, run, w

MAP = "urn:neaspec:map:1"
_MAP_ITEM = "{6E656173-7065-4300-8000-6D6170000001}"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_CORE_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_DC, _TERMS = "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_OFFICE_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006"
_CUSTOM, _VARIANT = f"{_OFFICE_DOCUMENT}/custom-properties", f"{_OFFICE_DOCUMENT}/docPropsVTypes"
_EXTENDED, _CUSTOM_XML = f"{_OFFICE_DOCUMENT}/extended-properties", f"{_OFFICE_DOCUMENT}/customXml"
_USER_PROPERTIES = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument."
_LONGEST_PROPERTY = 255


def add_word_part(package: Package, name: str, kind: str, root: Element | bytes) -> str:
    """Put a part beside the document and relate it; answers the id of the relation."""
    content = root if isinstance(root, bytes) else xml(root)
    package.add(f"word/{name}", content, f"{_WORD}{kind}+xml")
    return package.relate("word/document.xml", f"{OFFICE}/{kind}", name)


def page_parts(package: Package, parts: Iterable[tuple[str, str, str, Element]]) -> list[Element]:
    """Put heads and feet in, each a kind, the pages it is for, its file and its root; answers what refers to them."""
    references = []
    for kind, pages, name, root in parts:
        reference = w(f"{kind}Reference", type=pages)
        reference.set(RELATION_ID, add_word_part(package, name, kind, root))
        references.append(reference)
    return references


def add_document(package: Package, root: Element, filled: Callable[[bytes], bytes] = bytes) -> None:
    """The body, from which the package starts; `filled` puts what waits as text into it when it is written."""
    package.add("word/document.xml", filled(xml(root)), f"{_WORD}document.main+xml")
    package.relate("", f"{OFFICE}/officeDocument", "word/document.xml")


def footnotes(notes: list[Element]) -> Element:
    """The notes, after the two lines that separate them from the text."""
    lines = (("separator", -1), ("continuationSeparator", 0))
    around = [
        w("footnote", paragraph("Spacer", run(w(kind))), type=kind, id=number) for kind, number in lines
    ]
    return w("footnotes", *around, *notes)


def settings(language: str, is_tracked: bool) -> Element:
    """A tracked file opens with tracking on, and protected so that it stays on."""
    return w(
        "settings",
        w("zoom", percent=100),
        w("trackRevisions") if is_tracked else None,
        w("documentProtection", edit="trackedChanges", enforcement=1) if is_tracked else None,
        w("defaultTabStop", val=567),
        w("characterSpacingControl", val="doNotCompress"),
        w("footnotePr", w("footnote", id=-1), w("footnote", id=0)),
        w(
            "compat",
            # A line that somebody ended is not spread over the whole width.
            w("doNotExpandShiftReturn"),
            w(
                "compatSetting",
                name="compatibilityMode",
                uri="http://schemas.microsoft.com/office/word",
                val=15,
            ),
        ),
        w("themeFontLang", val=language, eastAsia="zh-CN"),
        w("decimalSymbol", val="."),
        w("listSeparator", val=","),
    )


def add_theme(package: Package) -> None:
    """Colours and fonts, which Word looks for in every file."""
    theme = (files("neaspec_cli.publish") / "templates" / "theme.xml").read_bytes()
    package.add("word/theme/theme1.xml", theme, "application/vnd.openxmlformats-officedocument.theme+xml")
    package.relate("word/document.xml", f"{OFFICE}/theme", "theme/theme1.xml")


def fonts() -> Element:
    """Fonts by family, so that a computer without them takes something near."""
    known = ((FONT, "roman", "variable"), (SANS, "swiss", "variable"), (MONO, "modern", "fixed"))
    return w(
        "fonts",
        *(
            w("font", w("family", val=family), w("pitch", val=pitch), name=name)
            for name, family, pitch in (*known, (EAST_ASIAN_FONT, "auto", "variable"))
        ),
    )


def add_properties(
    package: Package, title: str, plan: PlanSettings, day: date | None, custom: Mapping[str, str]
) -> None:
    """Title, dates and the `custom` properties by which a file is known; nothing here tells the time."""
    core = xml(_core(title, plan, day))
    package.add("docProps/core.xml", core, "application/vnd.openxmlformats-package.core-properties+xml")
    package.relate("", _CORE_RELATION, "docProps/core.xml")
    package.add("docProps/app.xml", xml(_application()), f"{_PROPERTIES_TYPE}extended-properties+xml")
    package.relate("", f"{OFFICE}/extended-properties", "docProps/app.xml")
    if not custom:
        return
    package.add("docProps/custom.xml", xml(_custom(custom)), f"{_PROPERTIES_TYPE}custom-properties+xml")
    package.relate("", f"{OFFICE}/custom-properties", "docProps/custom.xml")


def _core(title: str, plan: PlanSettings, day: date | None) -> Element:
    root = etree.Element(
        f"{{{_CORE}}}coreProperties", nsmap={"cp": _CORE, "dc": _DC, "dcterms": _TERMS, "xsi": _XSI}
    )
    owner = plan.body or " ".join(plan.masthead.organization)
    facts = {"title": title, "creator": owner, "language": plan.rules.language}
    for name, value in facts.items():
        etree.SubElement(root, f"{{{_DC}}}{name}").text = clean(value)
    if day:
        for name in ("created", "modified"):
            made = etree.SubElement(root, f"{{{_TERMS}}}{name}", {f"{{{_XSI}}}type": "dcterms:W3CDTF"})
            made.text = midnight(day)
    return root


def midnight(day: date) -> str:
    """A day as the time stamps of Office files write it."""
    return f"{day.isoformat()}T00:00:00Z"


def _application() -> Element:
    root = etree.Element(f"{{{_EXTENDED}}}Properties", nsmap=default(_EXTENDED))
    etree.SubElement(root, f"{{{_EXTENDED}}}Application").text = "neaspec"
    return root


def _custom(known: Mapping[str, str]) -> Element:
    root = etree.Element(f"{{{_CUSTOM}}}Properties", nsmap={**default(_CUSTOM), "vt": _VARIANT})
    for number, (name, value) in enumerate(known.items(), 2):
        facts = {"fmtid": _USER_PROPERTIES, "pid": str(number), "name": name}
        one = etree.SubElement(root, f"{{{_CUSTOM}}}property", facts)
        etree.SubElement(one, f"{{{_VARIANT}}}lpwstr").text = clean(value[:_LONGEST_PROPERTY])
    return root


def add_map(package: Package, copy: Copy, said: Iterable[str]) -> None:
    """Which block each bookmark holds: section, place among its printed blocks, label, SHA-256 of its words.

    `said` are the printed words of each leaf in order.
    """
    root = etree.Element(f"{{{MAP}}}map", nsmap=default(MAP))
    words = iter(said)
    for section in copy.sections:
        for index, leaf in enumerate(section.leaves):
            digest = hashlib.sha256(next(words).encode()).hexdigest()
            facts = {
                "bookmark": leaf.marker,
                "section": section.id,
                "block": str(index),
                "label": leaf.label.text,
            }
            etree.SubElement(root, f"{{{MAP}}}leaf", {**facts, "sha256": digest})
    properties = etree.Element(f"{{{_CUSTOM_XML}}}datastoreItem", nsmap={"ds": _CUSTOM_XML})
    properties.set(f"{{{_CUSTOM_XML}}}itemID", _MAP_ITEM)
    references = etree.SubElement(properties, f"{{{_CUSTOM_XML}}}schemaRefs")
    etree.SubElement(references, f"{{{_CUSTOM_XML}}}schemaRef", {f"{{{_CUSTOM_XML}}}uri": MAP})
    package.add("customXml/item1.xml", xml(root), "application/xml")
    package.add("customXml/itemProps1.xml", xml(properties), f"{_PROPERTIES_TYPE}customXmlProperties+xml")
    package.relate("word/document.xml", f"{OFFICE}/customXml", "../customXml/item1.xml")
    package.relate("customXml/item1.xml", f"{OFFICE}/customXmlProps", "itemProps1.xml")
