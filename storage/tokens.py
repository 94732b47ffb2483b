"""Session tokens: random, given out once, stored as a hash."""

import hashlib
import secrets

_TOKEN_BYTES = 32


def new_token() -> str:
    """Return a token that nobody can guess, fit for a cookie or a header."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def hash_token(token: str) -> str:
    """Return what is stored of a token; it is random enough to need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()
