"""Where letters go: into a folder, or to a mail server."""
