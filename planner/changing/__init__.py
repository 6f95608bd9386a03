"""A published month that changes: what happened, who could take a shift, and what changed in the end."""
