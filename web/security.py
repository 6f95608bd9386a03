"""What guards the pages: who may be addressed as host, what a page may load, and forms that only our pages can send."""

from urllib.parse import urlsplit

from flask import Flask, Response
from flask_wtf import CSRFProtect

#: Names of this machine. Any other host is refused unless it is the base address's (DNS rebinding).
LOOPBACK_HOSTS = ("localhost", "127.0.0.1")

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # Flask-WTF compares the referrer on https, so the pages keep it to themselves rather than drop it.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}

csrf = CSRFProtect()


def init_security(app: Flask, base_url: str) -> None:
    """Check hosts and forms, and set the headers, for every answer of the app. base_url: 'https://team.example'."""
    base = urlsplit(base_url)
    secure = base.scheme == "https"
    app.config.update(
        TRUSTED_HOSTS=[*LOOPBACK_HOSTS, *([base.hostname] if base.hostname else [])],
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=secure,
        MAX_CONTENT_LENGTH=64 * 1024,
        # A month stays open on a lead's screen for a day: its token ends with the session, not after an hour.
        WTF_CSRF_TIME_LIMIT=None,
    )
    csrf.init_app(app)

    @app.after_request
    def _set_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        # Pages depend on language and theme, and hold people's names: no cache but the reader's own, asked each time.
        if response.mimetype == "text/html":
            response.headers.setdefault("Cache-Control", "private, no-cache")
            response.headers.setdefault("Vary", "Accept-Language, Cookie")
        return response
