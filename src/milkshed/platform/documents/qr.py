"""QR codes as SVG and PNG, cached; error correction M as usual for labels."""

from functools import lru_cache
from io import BytesIO

import segno

_CACHE_SIZE = 2048
QUIET_ZONE_MODULES = 4


@lru_cache(_CACHE_SIZE)
def qr_svg(content: str, module_px: int = 4) -> str:
    """Return an ``<svg>`` element for a page, with the quiet zone of four modules."""
    code = segno.make_qr(content, error="m")
    return str(
        code.svg_inline(
            scale=module_px, border=QUIET_ZONE_MODULES, dark="#000", light="#fff", omitsize=False
        )
    )


@lru_cache(_CACHE_SIZE)
def qr_png(content: str, module_px: int = 6) -> bytes:
    """Return a PNG image."""
    buffer = BytesIO()
    segno.make_qr(content, error="m").save(
        buffer, kind="png", scale=module_px, border=QUIET_ZONE_MODULES
    )
    return buffer.getvalue()


@lru_cache(_CACHE_SIZE)
def qr_modules(content: str) -> tuple[tuple[bool, ...], ...]:
    """Return the rows of modules, True where dark, quiet zone included."""
    code = segno.make_qr(content, error="m")
    return tuple(
        tuple(bool(module) for module in row) for row in code.matrix_iter(border=QUIET_ZONE_MODULES)
    )
