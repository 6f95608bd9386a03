"""Lists in one cell of names with a figure behind each: skills, shift types, rules."""

from planner.exchange import cells
from planner.exchange.cells import CellError
from planner.messages import Message, _l


def skill_levels(value: object) -> dict[str, int]:
    """Skills with their levels: "Crisis 3, Video" is {"Crisis": 3, "Video": 1}."""
    return {name: _level(figure) for name, figure in _with_figures(value, default="1").items()}


def _level(figure: str) -> int:
    if figure not in ("1", "2", "3"):
        raise CellError(
            Message(_l("There is no level {level}."), level=figure),
            Message(_l("Write 1 (basic), 2 (sure) or 3 (senior) behind the skill.")),
        )
    return int(figure)


def _with_figures(value: object, default: str) -> dict[str, str]:
    """'Crisis 3, Video' -> {'Crisis': '3', 'Video': default}."""
    found: dict[str, str] = {}
    for item in cells.text_list(value):
        name, figure = split_figure(item)
        if name in found:
            raise CellError(Message(_l("“{name}” stands here twice."), name=name), Message(_l("Keep one of the two.")))
        found[name] = figure or default
    return found


def shift_limits(value: object) -> dict[str, int]:
    """Shift types with a number each: "N 4, L 0" is {"N": 4, "L": 0}."""
    found = {}
    for shift, figure in _with_figures(value, default="").items():
        if not figure.isdecimal():
            raise CellError(
                Message(_l("“{name}” has no number."), name=shift),
                Message(_l("Write the shift's code and a number, such as N 4.")),
            )
        found[shift] = int(figure)
    return found


def split_figure(item: str) -> tuple[str, str]:
    """'Crisis 3' -> ('Crisis', '3'); a name without a figure has "" there."""
    name, _, figure = item.rpartition(" ")
    return (name.rstrip(), figure) if name.strip() and figure.lstrip("+-")[:1].isdigit() else (item, "")


def own_limits(value: object) -> dict[str, tuple[int, bool]]:
    """Rules with a value each, as `cells.quantity` reads it: "rest 12:00" is {"rest": (720, True)}."""
    found = {}
    for code, figure in _with_figures(value, default="").items():
        if not figure:
            raise CellError(
                Message(_l("“{name}” has no value."), name=code),
                Message(_l("Write the rule's code and its value, such as rest 11:00.")),
            )
        found[code] = cells.quantity(figure)
    return found
