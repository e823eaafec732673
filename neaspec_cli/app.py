"""Assembles the commands; the one place where errors become messages and exit codes.

Commands are imported when they run, so that `neaspec status` starts without pandoc, typst, lxml or spreadsheet code.
"""

from __future__ import annotations

import errno
import gc
import importlib
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from neaspec_cli import __version__
from neaspec_cli.errors import NeaspecError
from neaspec_cli.terminal.console import say

CANNOT = 1
OUR_FAULT = 3
INTERRUPTED = 130
# The machine's answer is no: not permitted, read-only, full, over the quota, a name that is too long.
NOT_OURS = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.ENAMETOOLONG}
# How often Python looks for values that hold each other: with a large register it would look through all comments
# again and again, a third of all time, while next to nothing that a command makes is held in a circle.
RARELY = (100_000, 50, 1_000)

LIFECYCLE, FEEDBACK, TEXT, UPKEEP = "Lifecycle", "Rounds and feedback", "Text", "Upkeep"
COMMANDS: dict[str, tuple[str, str, str]] = {
    "status": ("status", LIFECYCLE, "Show where the plan stands and what to do next"),
    "timeline": ("timeline", LIFECYCLE, "Show and edit the activities with their months"),
    "circulate": ("circulate", LIFECYCLE, "Send a round: one commit, one tag, the files to send"),
    "advance": ("advance", LIFECYCLE, "Complete the current activity when its gate is met"),
    "adopt": ("adopt", LIFECYCLE, "Record the adoption of the plan"),
    "round": ("rounds", FEEDBACK, "Show, extend and close circulations"),
    "feedback": ("feedback", FEEDBACK, "Read in, list, decide and report comments"),
    "merge": ("merge", FEEDBACK, "Apply accepted proposals to the plan, one commit each"),
    "compile": ("compile", FEEDBACK, "Write every proposal in its place, with who makes it"),
    "brackets": ("brackets", FEEDBACK, "List and settle what is not agreed"),
    "participant": ("participant", FEEDBACK, "Show and edit who takes part"),
    "outline": ("outline", TEXT, "Show the sections with their status and length"),
    "diff": ("diff", TEXT, "Show what changed between two circulations or revisions"),
    "why": ("why", TEXT, "Tell how a paragraph came to say what it says"),
    "export": ("export", TEXT, "Write the plan as Word, PDF or Markdown"),
    "check": ("check", TEXT, "Find every fault in plan, timeline and feedback"),
    "verify": ("verify", TEXT, "Tell which circulation a file comes from, and if it was altered"),
    "init": ("init", UPKEEP, "Start a plan repository"),
    "log": ("log", UPKEEP, "List the acts of this tool, newest first"),
    "doctor": ("doctor", UPKEEP, "Check that git, pandoc, the PDF engine and fonts are in order"),
}


class Commands(TyperGroup):
    """Loads a command's module when the command is asked for, and turns errors into messages and exit codes."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Names of all commands in the order of the help page."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module, panel, summary = COMMANDS[cmd_name]
        loaded = importlib.import_module(f"neaspec_cli.commands.{module}")
        command: Any = typer.main.get_command(loaded.app)
        command.name = cmd_name
        command.rich_help_panel = panel
        command.short_help = summary
        _take_a_day(command)
        if ctx is not None and ctx.params.get("folder"):
            _work_in(command, ctx.params["folder"])
        return command

    def invoke(self, ctx: Any) -> Any:
        """Run the command; whatever it raises ends here."""
        try:
            return super().invoke(ctx)
        except NeaspecError as error:
            say(f"Error: {error.message}")
            if error.hint:
                say(f"Hint: {error.hint}")
            raise typer.Exit(CANNOT) from error
        except BrokenPipeError as error:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from error
        except KeyboardInterrupt as error:
            say("Interrupted. The next command finishes or takes back what was under way.")
            raise typer.Exit(INTERRUPTED) from error
        except (typer.Exit, typer.Abort):
            raise
        except OSError as error:
            if error.errno not in NOT_OURS:
                raise self._fault(error) from error
            say(f"Error: {error.strerror}: {error.filename or 'a file of the plan'}")
            say(
                "Hint: make room or get leave to write; the next command finishes or takes back what was begun."
            )
            raise typer.Exit(CANNOT) from error
        except Exception as error:
            if type(error).__module__.startswith(("typer", "click")):
                raise
            raise self._fault(error) from error

    def _fault(self, error: Exception) -> typer.Exit:
        import traceback

        say("".join(traceback.format_exception(error)))
        say(f"Error: this is a fault of neaspec {__version__}, not of yours. Nothing was written.")
        say("Hint: report the lines above with the command that you typed.")
        return typer.Exit(OUR_FAULT)


def _take_a_day(command: Any) -> None:
    """Let what does not reckon with today take `--on` all the same, so that a script says it to every command."""
    for below in getattr(command, "commands", {}).values():
        _take_a_day(below)
    names = [name for one in command.params for name in one.opts]
    if "--folder" not in names or "--on" in names:
        return
    from typer.core import TyperOption

    from neaspec_cli.commands.options import parse_day

    option = TyperOption(
        param_decls=["--on"],
        type=str,
        metavar="DATE",
        help="Take this day for today.",
        callback=lambda context, parameter, words: parse_day(words) if words else None,
        expose_value=False,
    )
    folder = next(place for place, one in enumerate(command.params) if "--folder" in one.opts)
    command.params.insert(folder + 1, option)


def _work_in(command: Any, folder: Path) -> None:
    """Let `-C` before a command mean the same as behind it, where it may be said again."""
    for below in getattr(command, "commands", {}).values():
        _work_in(below, folder)
    for one in command.params:
        if "--folder" in one.opts:
            one.default = folder


def show_version(asked: bool) -> None:
    """Print the version and end."""
    if asked:
        sys.stdout.write(f"neaspec {__version__}\n")
        raise typer.Exit


app = typer.Typer(
    cls=Commands,
    name="neaspec",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=(
        "Develop a strategic plan in the open order of its own process: "
        "outline, circulation, feedback, merge, adoption."
    ),
)


@app.callback()
def neaspec(
    version: bool = typer.Option(
        False, "--version", help="Show the version and end.", callback=show_version, is_eager=True
    ),
    folder: Annotated[
        Path | None, typer.Option("-C", "--folder", metavar="DIR", help="Work in this folder.")
    ] = None,
) -> None:
    """Develop a strategic plan in the open order of its own process."""


def main() -> None:
    """Entry point of the console script."""
    # Who closed a stream (`neaspec init <&-`) is neither asked nor answered.
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode, encoding="utf-8"))
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    gc.set_threshold(*RARELY)
    try:
        app()
    finally:
        _let_go()


def _let_go() -> None:
    """Write out what waits; who reads no more is no fault, and is not told of at the end of the process."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
