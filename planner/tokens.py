"""Secrets that open something: whoever holds one may, so only its hash is kept."""

import hashlib
import secrets


def new_token() -> str:
    """256 bits nobody can guess, fit for an address."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
