"""Read the codes of a rendered sheet back with an independent decoder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from ...errors import OutputError
from ...i18n import _


def missing_addresses(addresses: Iterable[str], pdf: Path, dpi: int = 150) -> list[str]:
    """Return the addresses that no code of a rendered PDF has.

    Raises OutputError for a PDF that cannot be opened.
    """
    return sorted(set(addresses) - set(_decode_pages(pdf, dpi)))


def _decode_pages(pdf: Path, dpi: int) -> Iterator[str]:
    import pypdfium2
    import zxingcpp

    try:
        document = pypdfium2.PdfDocument(pdf)
    except (pypdfium2.PdfiumError, OSError) as error:
        raise OutputError(_("{file} cannot be read: {reason}.").format(file=pdf, reason=error)) from error
    with document:
        for page in document:
            picture = page.render(scale=dpi / 72).to_numpy()
            yield from (code.text for code in zxingcpp.read_barcodes(picture))
