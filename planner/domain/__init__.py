"""Facts of a team and its rosters as frozen dataclasses; no input, no output, no solver."""
