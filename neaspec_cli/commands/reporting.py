"""The disposition of comments in every format and layout; what each writer is given, and nothing else."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from neaspec_cli.commands.circulated import circulated_text
from neaspec_cli.commands.workspace import Workspace
from neaspec_cli.core.plan import PlanSettings
from neaspec_cli.core.register import layouts
from neaspec_cli.core.register.circulated import CirculatedText
from neaspec_cli.core.register.iso_layout import iso
from neaspec_cli.core.register.layouts import Laid
from neaspec_cli.core.register.report import Placed, Report, counts, in_order, report, uncommented
from neaspec_cli.core.rounds import Circulation

AUDIT_TRAIL, ISO, BY_PARAGRAPH = layouts.LAYOUTS


@dataclass(frozen=True)
class Reporting:
    """A report with all that its writers need; documents are dated with the circulation."""

    report: Report
    text: CirculatedText
    settings: PlanSettings
    circulation: Circulation
    layout: str = AUDIT_TRAIL

    @classmethod
    def of(
        cls,
        workspace: Workspace,
        circulation: Circulation,
        comments: Iterable[Placed],
        layout: str,
        *,
        public: bool,
        attributed: bool,
        all_paragraphs: bool = False,
    ) -> Reporting:
        """The report on these comments of a circulation."""
        text, settings = circulated_text(workspace, circulation), workspace.settings()
        sources = in_order(settings)
        made = report(text.plan, text, comments, public=public, attributed=attributed, sources=sources)
        if all_paragraphs:
            made = replace(made, silent=uncommented(text, made.places))
        return cls(made, text, settings, circulation, layout)

    def written(self, ending: str) -> bytes:
        """The report in the format of that ending."""
        match ending:
            case ".csv":
                from neaspec_cli.publish.report_text import write_csv

                return write_csv(self.shown, self.layout)
            case ".json":
                from neaspec_cli.publish.report_text import write_json

                return write_json(self.shown, self.layout)
            case ".md":
                return self._markdown()
            case ".xlsx":
                return self._workbook()
            case ".docx":
                return self._word()
            case ".html":
                return self._html()
            case _:
                return self._pdf()

    def warnings(self, ending: str) -> list[str]:
        """What the file does not show as it was written."""
        if ending != ".pdf":
            return []
        from neaspec_cli.publish.report_pdf import told_by_code

        codes = told_by_code(self.laid)
        named = f"U+{ord(codes[0]):04X}" if codes else ""
        more = f" and {len(codes) - 1} more" if len(codes) > 1 else ""
        return [f"No font has {named}{more}; the PDF shows the code, .docx the character"] if codes else []

    @cached_property
    def shown(self) -> Report:
        """The report with the columns of its layout."""
        return iso(self.report, self.text) if self.layout == ISO else self.report

    @cached_property
    def laid(self) -> Laid:
        """The report laid out for reading."""
        from neaspec_cli.publish.report_front import names
        from neaspec_cli.publish.report_iso import WEIGHTS

        match self.layout:
            case "iso":
                return layouts.as_it_is(self.shown, WEIGHTS)
            case "by-paragraph":
                return layouts.by_paragraph(self.report, names(self.settings), self.text)
            case _:
                return layouts.audit_trail(self.report, names(self.settings))

    @property
    def properties(self) -> Mapping[str, str]:
        """By what a file is known."""
        return {
            "neaspec-plan": self.text.plan,
            "neaspec-circulation": self.circulation.name,
            "neaspec-text": self.text.text,
        }

    @property
    def _day(self) -> datetime.date:
        return self.circulation.date

    def _markdown(self) -> bytes:
        from neaspec_cli.publish.report_text import write_markdown_passages, write_markdown_table

        if self.layout == BY_PARAGRAPH:
            return write_markdown_passages(self.report, self.laid)
        return write_markdown_table(self.shown)

    def _workbook(self) -> bytes:
        from neaspec_cli.publish.sheet import write_passages, write_report

        if self.layout == BY_PARAGRAPH:
            return write_passages(self.laid, self.report, self._day, self.properties)
        return write_report(self.shown, self._day, self.properties)

    def _word(self) -> bytes:
        from neaspec_cli.publish.report_iso import write_iso_form
        from neaspec_cli.publish.report_word import write_report_word

        given = (self.settings, self.circulation, self.properties, self._day)
        if self.layout == ISO:
            return write_iso_form(self.shown, *given)
        return write_report_word(self.report, *given, self.text if self.layout == BY_PARAGRAPH else None)

    def _html(self) -> bytes:
        from neaspec_cli.publish.report_front import front
        from neaspec_cli.publish.report_html import write_report_html

        said = front(self.shown, self.settings, self.circulation, self._day)
        language = self.settings.rules.language
        total = len(self.report.rows)
        return write_report_html(said, self.laid, total, counts(self.report), self.layout, language)

    def _pdf(self) -> bytes:
        from neaspec_cli.publish.report_front import front
        from neaspec_cli.publish.report_pdf import write_report_pdf

        return write_report_pdf(
            front(self.shown, self.settings, self.circulation, self._day),
            self.laid,
            len(self.report.rows),
            counts(self.report),
            self.settings.rules,
            self.properties,
            self._day,
            is_upright=self.layout == BY_PARAGRAPH,
        )
