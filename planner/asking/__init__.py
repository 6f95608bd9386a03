"""Questions that are answered by solving again: what if this cell were otherwise, what would mend it, what clashes."""
