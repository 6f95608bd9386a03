"""Commands that need no roster: how many managers (`staffing`), and the catalogue of rules (`rules`)."""

import json
import re
from math import isnan
from typing import Any

import click

from planner import bootstrap
from planner.commands.language import in_words
from planner.law import LawValue
from planner.messages import Message, Points, Term, _l, render, translate
from planner.services.rule_catalogue import RuleEntry, law_message, rule_entries, unchecked_law
from planner.staffing import limits
from planner.staffing.bounds import BoundKind
from planner.staffing.case import StaffingInputs
from planner.staffing.headcount import Extra, HeadcountEstimate, estimate
from planner.staffing.parameters import countries, country_parameters
from planner.staffing.week import OpeningSpan, OpeningWeek, read_span
from planner.staffing.wording import OVERLAPPING_OR_CLOSED, UNREACHABLE, note_messages, range_message

BOUND_LABELS = {
    BoundKind.HOURS: _l("Hours (H): paid hours of the year over what one person works"),
    BoundKind.SHIFTS: _l("Shifts (S): shifts of the year over the working days of one person"),
    BoundKind.WEEKENDS: _l("Weekends (W): two of four weekends each"),
    BoundKind.PEAK: _l("Peak (P): people at once, and who is away meanwhile"),
}
EXTRA_LABELS = {
    Extra.CORE: _l("Weekday opening hours"),
    Extra.WEEKENDS_AND_HOLIDAYS: _l("Weekends and holidays add"),
    Extra.LEAVE: _l("Leave adds"),
    Extra.PUBLIC_HOLIDAYS_OFF: _l("Public holidays off add"),
    Extra.SICKNESS: _l("Sickness adds"),
    Extra.TRAINING: _l("Training adds"),
    Extra.WHOLE_PEOPLE: _l("Whole people, and the binding reason, add"),
}


class Hours(click.ParamType[OpeningSpan | None]):
    """Opening hours like 8-22, 08:30-22:00, or 22-6 over midnight; 'closed' for none."""

    name = "hours"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> OpeningSpan | None:
        """The span; a usage error for anything else."""
        if value is None or isinstance(value, OpeningSpan) or value == "closed":
            return value if isinstance(value, OpeningSpan) else None
        try:
            return read_span(str(value))
        except ValueError:
            text = _l("“{given}” are no opening hours. Write them like 8-22, 08:30-22:00 in steps of 5 min, or closed.")
            self.fail(in_words(ctx, text, given=str(value)), param, ctx)


class Target(click.ParamType[tuple[float, float]]):
    """A service target like 80/60: 80 % answered within 60 minutes."""

    name = "share/minutes"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[float, float]:
        """(share 0..1, minutes); a usage error for anything else."""
        if isinstance(value, tuple):
            return value
        found = re.fullmatch(r"(\d{1,9}(?:\.\d+)?)/(\d{1,9}(?:\.\d+)?)", str(value).replace(" ", ""))
        if not found:
            text = _l("“{given}” is no target. Write it like 80/60 for 80 % within 60 minutes.")
            self.fail(in_words(ctx, text, given=str(value)), param, ctx)
        share, minutes = (float(part) for part in found.groups())
        if share not in limits.TARGET_PERCENT or minutes not in limits.TARGET_MIN:
            text = _l("“{given}” is out of range. At most {percent} % and {minutes} minutes are taken.")
            most = {"percent": limits.TARGET_PERCENT.most, "minutes": limits.TARGET_MIN.most}
            self.fail(in_words(ctx, text, given=str(value), **most), param, ctx)
        return share / 100, minutes


class Number(click.FloatRange):
    """A number in a range, with a decimal point or comma; nan is none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number; a usage error for anything else."""
        if isinstance(value, str):
            value = value.replace(",", ".")
        number = float(super().convert(value, param, ctx))
        if isnan(number):
            self.fail(in_words(ctx, _l("“{given}” is no number."), given=str(value)), param, ctx)
        return number


#: As wide as a terminal usually is.
_LINE_CHARACTERS = 100

_AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


@click.command()
@click.option("--weekday", type=Hours(), default="8-22", show_default=True, help="Opening hours Monday to Friday.")
@click.option("--saturday", type=Hours(), default="9-20", show_default=True)
@click.option("--sunday", type=Hours(), default="9-20", show_default=True, help="Sundays and public holidays.")
@click.option(
    "--messages", type=Number(*limits.MESSAGES_A_DAY), required=True, help="Messages that need work, an average day."
)
@click.option(
    "--handle-time", type=Number(*limits.HANDLE_TIME_MIN), default=5.0, show_default=True, help="Minutes each."
)
@click.option("--target", type=Target(), default="80/60", show_default=True, help="Share in % / minutes to the answer.")
@click.option(
    "--contract", type=Number(*limits.CONTRACT_HOURS_A_WEEK), default=38.5, show_default=True, help="Hours a week."
)
@click.option("--country", type=click.Choice(countries(), case_sensitive=False), default="AT", show_default=True)
@_AS_JSON
@click.pass_obj
def staffing(
    language: str, weekday: OpeningSpan | None, saturday: OpeningSpan | None, sunday: OpeningSpan | None,
    messages: float, handle_time: float, target: tuple[float, float], contract: float, country: str, as_json: bool,
) -> None:  # fmt: skip
    """How many managers a year of opening hours takes: a range, what binds, and what weekends and leave add."""
    try:
        inputs = StaffingInputs(OpeningWeek(weekday, saturday, sunday), messages, handle_time, *target, contract)
    except ValueError as problem:
        raise click.UsageError(render(OVERLAPPING_OR_CLOSED, language)) from problem
    try:
        result = estimate(inputs, country_parameters(country))
    except ValueError as problem:
        raise click.UsageError(render(UNREACHABLE, language)) from problem
    if as_json:
        click.echo(json.dumps(_estimate_json(result), indent=1))
        return
    for line in _estimate_lines(result, language):
        click.echo(line)


def _estimate_json(result: HeadcountEstimate) -> dict[str, object]:
    return {
        "heads": result.heads,
        "heads_low": result.heads_low,
        "heads_high": result.heads_high,
        "fte": round(result.fte, 2),
        "binding": result.binding.value,
        "bounds": [
            {"kind": b.kind.value, "value": round(b.value, 3), "heads": b.heads, "fte": round(b.fte, 2)}
            for b in result.bounds
        ],
        "net_hours_a_head": round(result.net.net_hours, 1),
        "answerable_share_wall_clock": round(result.coverage_bound_wall, 4),
        "extras": {extra.value: round(value, 2) for extra, value in result.extras.items()},
        "live_chat_heads": result.live_chat.heads,
    }


def _estimate_lines(result: HeadcountEstimate, language: str) -> list[str]:
    def say(text: str, **params: object) -> str:
        return render(Message(text, **params), language)

    lines = [
        say(
            _l("Managers needed: {heads} (between {low} and {high}), {fte} full-time posts"),
            heads=result.heads, low=result.heads_low, high=result.heads_high, fte=round(result.fte, 1),
        )
    ]  # fmt: skip
    if result.heads_low != result.heads_high:
        lines.append(render(range_message(result), language))
    for bound in result.bounds:
        mark = ">" if bound.kind is result.binding else " "
        name = Term(BOUND_LABELS[bound.kind])
        label = say(_l("{bound} ({fte} full-time posts)"), bound=name, fte=round(bound.fte, 1))
        lines.append(f"{mark} {bound.heads:3d}  {bound.value:6.2f}  {label}")
    lines.append(say(_l("One person works {hours} hours a year net."), hours=round(result.net.net_hours)))
    for extra, value in result.extras.items():
        lines.append(f"  {value:6.2f}  {translate(EXTRA_LABELS[extra], language)}")
    lines.append(
        say(
            _l("Of all messages, {share} % can be answered in time at all with these opening hours."),
            share=round(100 * result.coverage_bound_wall),
        )
    )
    lines.extend(render(note, language) for note in note_messages(result))
    lines.append(say(_l("For live chat, Erlang C asks for {heads}."), heads=result.live_chat.heads))
    return lines


@click.command()
@_AS_JSON
@click.pass_obj
def rules(language: str, as_json: bool) -> None:
    """The catalogue of rules: text, price, value, and the law with its sources."""
    today = bootstrap.SystemClock().now().date()
    entries, unchecked = rule_entries(today), unchecked_law(today)
    if as_json:
        catalogue = {
            "rules": [_rule_json(entry, language) for entry in entries],
            "unchecked_law": [_law_json(*row, language) for row in unchecked],
        }
        click.echo(json.dumps(catalogue, ensure_ascii=False, indent=1))
        return
    for entry in entries:
        click.echo(f"{entry.rule.code}: {translate(entry.rule.label, language)} [{price_words(entry, language)}]")
        click.echo(_folded(translate(entry.text, language)))
        if entry.rule.default is not None:
            usual = entry.rule.value_words(entry.rule.default)
            click.echo(_folded(render(Message(_l("usually {value}"), value=usual), language)))
        for row in entry.law:
            click.echo(_folded(render(law_message(*row, language), language)))
        for row in entry.conditions:
            click.echo(_folded(_titled_law(*row, language)))
    click.echo(translate(_l("In the law, and checked by no rule:"), language))
    for row in unchecked:
        click.echo(_folded(_titled_law(*row, language)))


def _titled_law(country: str, value: LawValue, language: str) -> str:
    return f"{value.title(language)}. {render(law_message(country, value, language), language)}"


def _folded(text: str) -> str:
    """The text below its rule, in lines that a terminal shows whole."""
    return click.wrap_text(text, width=_LINE_CHARACTERS, initial_indent=" " * 4, subsequent_indent=" " * 8)


def price_words(entry: RuleEntry, language: str) -> str:
    """A rule's price in words."""
    if entry.hard:
        return translate(_l("never broken"), language)
    if entry.price == 0:
        return translate(_l("off unless a team sets it"), language)
    return render(Message(_l("{price} a unit"), price=Points(entry.price)), language)


def _rule_json(entry: RuleEntry, language: str) -> dict[str, object]:
    return {
        "code": entry.rule.code,
        "label": translate(entry.rule.label, language),
        "text": translate(entry.text, language),
        "unit": entry.rule.unit.value,
        "default": entry.rule.default,
        "price": "never" if entry.hard else entry.price,
        "law": [_law_json(*row, language) for row in entry.law],
        "conditions": [_law_json(*row, language) for row in entry.conditions],
    }


def _law_json(country: str, value: LawValue, language: str) -> dict[str, object]:
    return {
        "country": country,
        "title": value.title(language),
        "value": value.value,
        "unit": value.unit.value,
        "paragraph": value.paragraph,
        "valid_from": value.valid_from.isoformat() if value.valid_from else None,
        "exception": value.exception_in(language),
        "source": value.source_in(language),
        "status": "unverified" if value.unverified else "verified",
    }
