"""Planning by whole rows, each of one line: its cheapest row exactly, a mix of rows, dives. It knows lines and days, no
people; docs/adr/0016-whole-rows.md has the words, the field's beside them, and the reasons.

In the order in which they are best read:

- A line's limits in numbers: sums, line. What it may do day by day: short, automaton. Long sums beside that: windows,
  box, tally.
- The cheapest row: sweep, program. Where counters don't fit: slopes, basis, labels, near; priced, backwards.
  What no row with a pattern costs less than: through. Some days of a row alone: stretch.
- What links lines: links, left_out, team; a row as these know it: row.
- The master program: mix, least, rounds, proof, core.
- Rosters: insertion, market and trades, dive and dives, days and all_days, turns.
- A thread and what threads share: room, scratch, roster, kept, crew, work, phase. Compiling: warm.
"""
