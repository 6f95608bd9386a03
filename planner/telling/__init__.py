"""What a use case found, told as lines of text, as sentences or as plain data."""
