"""`neaspec verify`: which circulation a file comes from, altered or not; or a circulation rebuilt and compared."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import typer

from neaspec_cli.adapters.content import bytes_of
from neaspec_cli.adapters.files import digest
from neaspec_cli.commands.completion import circulations
from neaspec_cli.commands.options import HERE, AsJson, PlanFolder, print_json
from neaspec_cli.commands.workspace import TAGS, Revision, Workspace
from neaspec_cli.core.rounds import Circulation
from neaspec_cli.errors import NeaspecError
from neaspec_cli.terminal.console import tell

app = typer.Typer(add_completion=False)
_COMPILED = "made by neaspec compile from what came back; whether it was changed since cannot be told"


@dataclass(frozen=True)
class Origin:
    """What is known of a file; `state` is unaltered, altered, returned, compilation, redline or unknown."""

    file: str
    state: str
    circulation: str = ""
    commit: str = ""
    addressee: str = ""
    sent_as: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Rebuilt:
    """One file of a circulation made anew; `state` is same, differs or missing."""

    name: str
    state: str


class NoSuchFile(NeaspecError):
    """Neither a file nor a circulation is called so."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is neither a file nor a circulation.", "List the circulations: neaspec round list"
        )


@app.command()
def verify(
    what: Annotated[str, typer.Argument(metavar="FILE|CIRCULATION", autocompletion=circulations)],
    folder: PlanFolder = HERE,
    as_json: AsJson = False,
) -> None:
    """Tell which circulation a file comes from and whether it was altered, or rebuild a circulation and compare.

    A compilation is known as such, and as no file that was sent; a redline that was not sent as it is, too.
    Ends with 1 when the file is altered, a compilation, a redline or unknown, or when a rebuilt file differs.

    Examples:

    - `neaspec verify ~/Downloads/draft.docx`
    - `neaspec verify draft-1`
    """
    workspace = Workspace.open(folder)
    if any(what in (one.name, one.round) for one in workspace.circulations()):
        _verify_circulation(workspace, workspace.circulation(what), as_json)
    elif Path(what).is_file():
        _verify_file(workspace, Path(what), as_json)
    else:
        raise NoSuchFile(what)


def origin(workspace: Workspace, name: str, data: bytes) -> Origin:
    """Where a file comes from: by its hash where it is as it was sent, else by what it says of itself."""
    from neaspec_cli.intake.provenance import COMPILATION, REDLINE, read_provenance

    mark = digest(data)
    for circulation in workspace.circulations():
        for sent in circulation.files:
            if sent.sha256 == mark:
                said = {} if sent.name.endswith((".eml", ".ics")) else read_provenance(data)
                return _known(workspace, name, "unaltered", circulation, said, sent.name)
        for source in workspace.feedback(circulation.name):
            for returned in source.files:
                if returned.sha256 == mark:
                    detail = f"as {source.source} returned it"
                    return _known(workspace, name, "returned", circulation, {}, returned.name, detail)
    said = read_provenance(data)
    wanted = said.get("neaspec-circulation", "")
    found = next((one for one in workspace.circulations() if one.name == wanted), None)
    if found is None:
        return Origin(name, "unknown", wanted, detail=_why_unknown(said))
    if said.get("neaspec-kind") == COMPILATION:
        return _known(workspace, name, COMPILATION, found, said, detail=_COMPILED)
    if said.get("neaspec-kind") == REDLINE:
        return _known(workspace, name, REDLINE, found, said)
    detail = "" if said.get("neaspec-text") == found.text else "it names another text than was circulated"
    return _known(workspace, name, "altered", found, said, detail=detail)


def _known(
    workspace: Workspace,
    name: str,
    state: str,
    circulation: Circulation,
    said: dict[str, str],
    sent_as: str = "",
    detail: str = "",
) -> Origin:
    commit = workspace.repository.resolve(TAGS + circulation.name)
    return Origin(name, state, circulation.name, commit, said.get("neaspec-addressee", ""), sent_as, detail)


def _why_unknown(said: dict[str, str]) -> str:
    if not said:
        return "it carries no mark of a circulation"
    if not said.get("neaspec-circulation"):
        return "it is an export that was not circulated"
    return "this plan has no such circulation"


def rebuild(workspace: Workspace, circulation: Circulation) -> tuple[Rebuilt, ...]:
    """Every file that was sent, made anew from the tag."""
    from neaspec_cli.commands.pack import ACCESSIBLE, build, previous_of

    git = workspace.repository.resolve(TAGS + circulation.name)
    marked = any(f.name.startswith(f"{one}-") for f in circulation.files for one in circulation.addressees)
    made = build(
        workspace,
        Revision(circulation.name, git, circulation),
        circulation,
        previous=previous_of(circulation, workspace, git),
        per_addressee=marked,
        accessible=any(one.name.endswith(ACCESSIBLE) for one in circulation.files),
    )
    result = []
    for sent in circulation.files:
        if sent.name not in made:
            result.append(Rebuilt(sent.name, "missing"))
        else:
            same = digest(bytes_of(made[sent.name])) == sent.sha256
            result.append(Rebuilt(sent.name, "same" if same else "differs"))
    return tuple(result)


def _verify_file(workspace: Workspace, file: Path, as_json: bool) -> None:
    found = origin(workspace, file.name, file.read_bytes())
    if as_json:
        print_json(asdict(found))
    else:
        _say_origin(found)
    if found.state not in ("unaltered", "returned"):
        raise typer.Exit(1)


def _say_origin(found: Origin) -> None:

    words = {
        "unaltered": f"comes from {found.circulation} and is as it was sent ({found.sent_as})",
        "altered": f"comes from {found.circulation} and was changed since it was sent",
        "compilation": f"is a compilation of proposals on {found.circulation}, and no file that was sent",
        "redline": f"is a redline that leads to {found.circulation}, and no file as it was sent",
        "returned": f"came back on {found.circulation} ({found.sent_as})",
        "unknown": "is not known here",
    }
    lines = [f"{found.file} {words[found.state]}."]
    lines += [f"  commit     {found.commit}"] if found.commit else []
    lines += [f"  addressee  {found.addressee}"] if found.addressee else []
    lines += [f"  {found.detail}"] if found.detail else []
    tell("\n".join(lines))


def _verify_circulation(workspace: Workspace, circulation: Circulation, as_json: bool) -> None:
    from neaspec_cli.terminal.console import console

    with console(stderr=True).status(f"Rebuilding {circulation.name}"):
        files = rebuild(workspace, circulation)
    text = workspace.repository.tree_id("plan", TAGS + circulation.name) == circulation.text
    if as_json:
        print_json({"circulation": circulation.name, "text": text, "files": [asdict(one) for one in files]})
    else:
        for one in files:
            tell(f"{'✓' if one.state == 'same' else '✗'} {one.state:8} {one.name}")
        tell(f"{'✓' if text else '✗'} the tag holds the text that round.yaml names")
    if not text or any(one.state != "same" for one in files):
        raise typer.Exit(1)
