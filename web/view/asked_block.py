"""What a page asks about a block of cells that is dragged."""

from datetime import date, timedelta

from pydantic import BaseModel, ConfigDict, Field

from planner.changing.block_landings import Block


class AskedBlock(BaseModel):
    """A block of the grid: rows, top, first, height, width and copies as of `Block`.

    down, across: the cell of the block that the pointer holds. lands: the rows that are asked for, by number.
    day: the date that the pointer is on, None = all of the month.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    rows: tuple[str, ...]
    top: int = Field(ge=0)
    first: date
    height: int = Field(ge=1)
    width: int = Field(ge=1, le=31)
    copies: bool
    down: int = Field(ge=0)
    across: int = Field(ge=0, le=31)
    lands: tuple[int, ...]
    day: date | None = None

    @property
    def block(self) -> Block:
        """The block itself."""
        return Block(self.rows, self.top, self.first, self.height, self.width, self.copies)

    def corner(self, row: int, day: date) -> tuple[int, date]:
        """Where its first cell is while the pointer is on a row and a date."""
        return row - self.down, day - timedelta(days=self.across)
