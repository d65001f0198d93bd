"""Pages of which nothing may be lost: `python -m benchmarks.documentation FOLDER [--pages N]`.

FOLDER holds documentation that Sphinx built, anywhere below it, such as an unpacked Debian package (`apt-get download
python3-doc`, `dpkg-deb -x`). A page counts where its source lies beside it (`_sources/NAME.rst.txt`): it was written by
hand, and all text of its main element is its body but the marks that link to headings; a headline that is given as the
title is not lost. N pages are taken evenly over
the sorted names. Prints a line of JSON: shares of the main elements' words that are lost, in the mean and at worst, and
of the bodies' words that stand in none (menus, footers); then the pages that lose over a twentieth.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from benchmarks.scoring import units
from cleaner import clean_html

MAIN = "[role=main], main, .body"
FURNITURE = "a.headerlink, script, style, .viewcode-link"
WORST = 0.05  # share of a page's words


def written_pages(folder: Path) -> Iterator[Path]:
    """The pages whose source lies in `_sources`, in order of their names."""
    for sources in sorted(folder.rglob("_sources")):
        root = sources.parent
        for source in sorted(sources.rglob("*.txt")):
            name = source.relative_to(sources).as_posix().removesuffix(".txt").removesuffix(".rst")
            page = root / f"{name}.html"
            if page.is_file():
                yield page


def main_text(data: bytes) -> str | None:
    """The text of the page's main element, or None without one."""
    tree = LexborHTMLParser(data)
    for node in tree.css(FURNITURE):
        node.decompose()
    found = tree.css_first(MAIN)
    return None if found is None else found.text(separator=" ")


def losses(wanted: str, body: str) -> tuple[float, float]:
    """The share of the wanted words that the body lacks, and of its words that nobody wanted."""
    want, got = Counter(units(wanted)), Counter(units(body))
    both = (want & got).total()
    return 1 - both / max(1, want.total()), 1 - both / max(1, got.total())


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("folder", type=Path)
    cli.add_argument("--pages", type=int, default=200)
    arguments = cli.parse_args()
    found = list(written_pages(arguments.folder))
    step = max(1, len(found) // arguments.pages)
    rows = []
    for page in found[::step][: arguments.pages]:
        data = page.read_bytes()
        wanted = main_text(data)
        if wanted and units(wanted):
            result = clean_html(data, url=f"https://docs.example/{page.name}")
            rows.append((*losses(wanted, f"{result.metadata.title or ''}\n{result.text}"), page))
    lost = [row[0] for row in rows]
    print(
        json.dumps(
            {
                "pages": len(rows),
                "lost": round(sum(lost) / max(1, len(rows)), 4),
                "worst": round(max(lost, default=0.0), 4),
                "over": sum(one > WORST for one in lost),
                "padded": round(sum(row[1] for row in rows) / max(1, len(rows)), 4),
            }
        )
    )
    for share, _, page in sorted(rows, reverse=True):
        if share > WORST:
            print(f"{share:.3f} {page}")


if __name__ == "__main__":
    main()
