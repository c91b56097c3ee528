"""QR codes as SVG text for a template."""

from __future__ import annotations

import io

from kemiskinan_desktop.documents.typesetting import Drawing


def qr_svg(text: str) -> Drawing:
    """A QR code that survives a fold or a stain (error level M); upper-case text gives fewer, larger dots."""
    import segno  # loaded with the first paper that carries a code

    drawing = io.BytesIO()
    segno.make(text, error="m", micro=False, boost_error=False).save(drawing, kind="svg", border=2, xmldecl=False)
    return Drawing(drawing.getvalue().decode())
