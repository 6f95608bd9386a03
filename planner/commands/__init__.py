"""The commands, one theme a file, and what they share: group, language, kinds of argument."""
