"""An editable desk in memory: what a database will keep, kept in lists, so that pages and scripts can be tested."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import RLock

from planner.changing.edit_words import edit_words
from planner.changing.edits import ChangedCell, EditConflict, EditRefused
from planner.domain.drafts import VersionState as State
from planner.domain.edit import Edit
from planner.messages import Message
from planner.reporting.report import Report
from planner.services.edited import Reversal, Standing, after_edit
from tests.web.sample_desk import SampleDesk, sample_desk

ME, OTHER = "Lea Lead", "Ben Lead"


@dataclass(frozen=True)
class Made:
    """An edit that was made: by whom, at which revision it arrived, and the edit that takes it back.

    what: the first edit's words, also where this one takes it back.
    """

    by: str
    revision: int
    edit: Edit
    back: Edit
    what: Message


@dataclass
class EditableSample(SampleDesk):
    """Implements web.desk.EditableDesk for one lead, ME; `others` edits as another one would meanwhile."""

    made: list[Made] = field(default_factory=list)
    done: list[Made] = field(default_factory=list)
    undone: list[Made] = field(default_factory=list)
    state: State = State.DRAFT
    _known: Standing | None = None
    _lock: RLock = field(default_factory=RLock)

    def report(self) -> Report | None:
        return self.shown

    def standing(self) -> Standing | None:
        with self._lock:
            if self.shown is None:
                return None
            if self._known is None or self._known.report is not self.shown:
                self._known = Standing(
                    self.shown,
                    len(self.made),
                    self.state,
                    self._reversal(self.done),
                    self._reversal(self.undone),
                )
            return self._known

    def edit(self, edit: Edit, revision: int) -> Standing:
        with self._lock:
            changed = [
                ChangedCell(*cell, made.by)
                for made in self.made[revision:]
                for cell in sorted(made.edit.cells & edit.cells)
            ]
            if changed:
                raise EditConflict(changed)
            self.done.append(self._make(edit, ME, edit_words(edit, self._now().report.board.team)))
            self.undone.clear()
            return self._now()

    def undo(self) -> Standing:
        return self._turn(self.done, self.undone)

    def redo(self) -> Standing:
        return self._turn(self.undone, self.done)

    def others(self, edit: Edit) -> None:
        """Another lead edits meanwhile."""
        with self._lock:
            self._make(edit, OTHER, Message(""))

    def _make(self, edit: Edit, by: str, what: Message) -> Made:
        assert self.shown is not None
        self.shown, back = after_edit(self.shown, edit)
        made = Made(by, len(self.made) + 1, edit, back, what)
        self.made.append(made)
        return made

    def _turn(self, source: list[Made], target: list[Made]) -> Standing:
        with self._lock:
            reversal = self._reversal(source)
            if not reversal.possible:
                raise EditRefused([reversal.words])
            last = source.pop()
            target.append(self._make(last.back, ME, last.what))
            return self._now()

    def _reversal(self, turned: list[Made]) -> Reversal:
        if not turned:
            return Reversal(False, Message("Nothing has been done yet."))
        last = turned[-1]
        for later in self.made[last.revision :]:
            if later.by != ME and later.edit.cells & last.edit.cells:
                return Reversal(False, Message("{other} has changed the same cell since.", other=later.by))
        return Reversal(True, last.what)

    def _now(self) -> Standing:
        standing = self.standing()
        assert standing is not None
        return standing


def editable_desk(report: Report | None, folder: Path, moment: datetime) -> EditableSample:
    """A desk with one file to download, as `sample_desk`, that can be edited."""
    plain = sample_desk(report, folder, moment)
    return EditableSample(plain.shown, plain.feeds, plain.folder, plain.moment)
