"""Checks photos for the portrait of a Chinese graduate, offline: for a school's office, in a notebook.

    import xueying

    office = xueying.PreCheck("models")
    for result in office.folder("photos"):
        print(result)

    import pandas
    pandas.DataFrame(result.row() for result in office.folder("photos"))

`xueying_core` beside it is the whole surface: live sessions, codes, portraits.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import xueying_core

__all__ = ["PreCheck", "Problem", "Result", "xueying_core"]

_SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif"}
_LANGUAGES = {"zh": xueying_core.Lang.ZH, "en": xueying_core.Lang.EN}


@dataclass(frozen=True)
class Problem:
    """One rule that is not kept, nearly not kept, or could not be checked."""

    id: str
    """The stable name of the rule, such as `head_yaw`."""
    verdict: str
    """`fail`, `warn` or `unknown`."""
    title: str
    message: str
    advice: str


@dataclass(frozen=True)
class Result:
    """What was found out about one photo."""

    path: Path
    verdict: str
    """`pass`, `warn`, `unknown`, `fail`; `unreadable` for a file that is no picture."""
    problems: tuple[Problem, ...]
    """The gravest first."""
    questions: tuple[str, ...]
    """What a person has to look at."""
    json: str | None
    """The whole report; none for a file that is no picture."""

    def row(self) -> dict[str, str]:
        """A row for a table."""
        return {
            "file": self.path.name,
            "verdict": self.verdict,
            "problems": "; ".join(problem.message for problem in self.problems),
            "advice": "; ".join(problem.advice for problem in self.problems),
            "questions": "; ".join(self.questions),
        }

    def __str__(self) -> str:
        told = "".join(f"\n  {problem.verdict}: {problem.message} {problem.advice}" for problem in self.problems)
        return f"{self.path.name}: {self.verdict}{told}"


class PreCheck:
    """Checks photos by the official profile, or another one given as JSON. Nothing leaves the computer."""

    def __init__(self, models: str | os.PathLike[str], lang: str = "zh", profile: str | None = None) -> None:
        """`models` is the folder that `cargo xtask models` fills; `lang` is `zh` or `en`."""
        self._lang = _LANGUAGES[lang]
        rules = xueying_core.Profile.from_json(profile) if profile else xueying_core.Profile.named("chsi")
        self._checker = xueying_core.Checker(xueying_core.Models.from_folder(os.fspath(models)), rules)

    def file(self, path: str | os.PathLike[str], finished: bool = False) -> Result:
        """Checks one photo; `finished` says that it is a portrait already, whose file and background are judged too."""
        path = Path(path)
        try:
            photo = self._checker.open_file(path.read_bytes())
        except xueying_core.PhotoError.BadFile as error:
            return self._unreadable(path, error)
        kind = xueying_core.PhotoKind.PORTRAIT if finished else xueying_core.PhotoKind.CAPTURE
        return self._result(path, photo.report(kind))

    def folder(self, path: str | os.PathLike[str], finished: bool = False) -> Iterator[Result]:
        """Checks the photos of a folder and the folders in it, in order of name, each when it is asked for."""
        for file in sorted(Path(path).rglob("*")):
            if file.suffix.lower() in _SUFFIXES and file.is_file():
                yield self.file(file, finished)

    def portrait(self, path: str | os.PathLike[str], to: str | os.PathLike[str]) -> None:
        """Makes the portrait of a photo, with the official background."""
        photo = self._checker.open_file(Path(path).read_bytes())
        photo.portrait(xueying_core.Background.OFFICIAL).write(os.fspath(to))

    def _result(self, path: Path, report: xueying_core.Report) -> Result:
        order = [xueying_core.Verdict.FAIL, xueying_core.Verdict.UNKNOWN, xueying_core.Verdict.WARN]
        found = [finding for finding in report.findings(self._lang) if finding.verdict in order]
        found.sort(key=lambda finding: order.index(finding.verdict))
        return Result(
            path=path,
            verdict=report.verdict().name.lower(),
            problems=tuple(
                Problem(finding.id, finding.verdict.name.lower(), finding.title, finding.message, finding.advice)
                for finding in found
            ),
            questions=tuple(question.text for question in report.questions(self._lang)),
            json=report.json(),
        )

    def _unreadable(self, path: Path, error: xueying_core.PhotoError) -> Result:
        key = error.text_key()
        text = lambda key: xueying_core.text(key, self._lang) or ""
        title, message = text("report.verdict.unreadable"), text(key)
        problem = Problem(error.code(), "fail", title, message, text(key.replace(".message", ".advice")))
        return Result(path, "unreadable", (problem,), (), None)
