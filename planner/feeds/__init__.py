"""Calendar feeds: what a published roster looks like in somebody's calendar; pure, no files, no calendar format."""
