"""A calendar link that was just made, as a page shows it: once."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from markupsafe import Markup

from planner.services.feeds import Feeds
from web.security import LOOPBACK_HOSTS
from web.view.qr import qr_svg


@dataclass(frozen=True, slots=True)
class MadeLink:
    """https, webcal: its addresses. qr: the first as a drawing. only_here: no other machine reaches it."""

    label: str
    https: str = field(repr=False)
    webcal: str = field(repr=False)
    qr: Markup = field(repr=False)
    only_here: bool


def made_link(feeds: Feeds, token: str, label: str) -> MadeLink:
    """The link of a token."""
    https = feeds.https_address(token)
    only_here = urlsplit(https).hostname in LOOPBACK_HOSTS
    return MadeLink(label, https, feeds.webcal_address(token), qr_svg(https), only_here)
