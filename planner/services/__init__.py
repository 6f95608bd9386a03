"""Use cases: what the command line and the screens call, each one transaction."""
