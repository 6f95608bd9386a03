"""QR codes as SVG elements inside the page: the address they hold appears in no second request."""

import segno
from markupsafe import Markup


def qr_svg(address: str) -> Markup:
    """An SVG element of 1 unit a module with attributes only, no style; dark on light in both themes."""
    code = segno.make(address, error="m", micro=False)
    border = 3
    size = code.symbol_size(border=border)[0]
    parts = [
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(code.matrix_iter(border=border))
        for x, dark in enumerate(row)
        if dark
    ]
    return Markup(
        '<svg class="qr" aria-hidden="true" viewBox="0 0 {0} {0}" width="180" height="180" '
        'shape-rendering="crispEdges">'
        '<path fill="#fff" d="M0 0h{0}v{0}H0z"/><path fill="#000" d="{1}"/></svg>'
    ).format(size, "".join(parts))
