"""Labels need two signals, say why, and leave articles alone."""

import pytest

from cleaner.labels import label
from cleaner.metadata import read_page
from cleaner.page.page import build_page
from cleaner.segment.embedded import embedded_blocks
from cleaner.segment.html import parse, segment
from cleaner.types import Label, Labelled, Mode

PROSE = (
    "The council met on Tuesday evening to talk about the old harbour, and nobody was certain who should pay for the "
    "repairs that two storms have made necessary since the autumn."
)
LOCKED = (
    '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":"False","wordCount":900}</script>'
)


def labels(html: str) -> tuple[Labelled, ...]:
    """The labels of a page whose whole text is its body."""
    tree = parse(html)
    metadata, facts = read_page(tree, None, "2100-01-01")
    document = segment(tree)
    body = "\n\n".join(block.text for block in document.blocks)
    return label(build_page(document, Mode.HTML, metadata=metadata), (), body, facts)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (LOCKED + f"<h1>Plan</h1><p>{PROSE}</p><p>Subscribe to continue reading</p>", Label.PAYWALL),
        (f"<h1>Plan</h1><p>{PROSE}</p><div class=paywall><p>Already a subscriber? Log in.</p></div>", Label.PAYWALL),
        ("<title>Just a moment...</title><p>Checking your browser before access.</p>", Label.BOT_WALL),
        ("<title>404 Not Found</title><h1>Page not found</h1><p>Sorry, the page you are looking for is gone.</p>",
         Label.SOFT_404),
        ("<title>Seite nicht gefunden</title><p>Diese Seite existiert nicht.</p>", Label.SOFT_404),
        ("<title>Before you continue</title><p>We value your privacy</p><p>Our partners</p><p>Accept all</p>",
         Label.CONSENT),
        ("<h1>News</h1>" + "".join(f"<p><a href=/n/{i}>A headline of some words {i}</a></p>" for i in range(40)),
         Label.INDEX_PAGE),
    ],
)  # fmt: skip
def test_pages_that_are_something_else(html: str, expected: Label) -> None:
    """Each kind is recognised, with a strength of at least a half and its evidence."""
    found = labels(html)
    assert [expected] == [one.label for one in found]
    assert 0.5 <= found[0].strength <= 1.0
    assert ";" in found[0].evidence


@pytest.mark.parametrize(
    "html",
    [
        f"<h1>Plan</h1>{f'<p>{PROSE}</p>' * 20}",
        LOCKED.replace("False", "True") + f"<h1>Plan</h1>{f'<p>{PROSE}</p>' * 30}",
        LOCKED + f"<h1>Plan</h1>{f'<p>{PROSE}</p>' * 40}",
        f"<title>How we fixed our 404 page</title><h1>How we fixed our 404 page</h1>{f'<p>{PROSE}</p>' * 12}",
        f"<h1>Are you a robot?</h1>{f'<p>{PROSE}</p>' * 20}<p>The test says: verify you are human.</p>",
        f"<h1>Plan</h1>{f'<p>{PROSE}</p>' * 20}<div><p>We use cookies</p><p>Accept all</p><p>Our partners</p></div>",
        f"<h1>Plan</h1>{f'<p>{PROSE}</p>' * 20}<p>Subscribe to our newsletter</p>",
        "<p></p>",
    ],
)
def test_articles_get_no_label(html: str) -> None:
    """Talk about walls, cookies or missing pages, and a lone signal, label nothing."""
    assert () == labels(html)


def test_embedded_text_of_linked_data_state_and_noscript() -> None:
    """The paragraphs a page carries as data, in order, without what is not prose."""
    shell = '<div id="root"></div>'
    article = f'{{"@type":"Article","articleBody":"{PROSE}\\n\\nA second paragraph of it."}}'
    assert [PROSE, "A second paragraph of it."] == embedded_blocks(
        parse(f'{shell}<script type="application/ld+json">{article}</script>')
    )
    state = f'{{"props":{{"url":"https://x.example/a b c","post":{{"html":"<p>{PROSE}</p><p>{PROSE[:120]}</p>"}}}}}}'
    expected = [PROSE, PROSE[:120].strip()]
    assert expected == embedded_blocks(
        parse(f'{shell}<script id="__NEXT_DATA__" type="application/json">{state}</script>')
    )
    assert expected == embedded_blocks(parse(f"{shell}<script>window.__NUXT__={state};</script>"))
    copy = f"<noscript><div><h1>Topic</h1><p>{PROSE}</p><p>{PROSE} Twice.</p></div></noscript>"
    assert ["Topic", PROSE, f"{PROSE} Twice."] == embedded_blocks(parse(shell + copy))


def test_hostile_state_is_survived() -> None:
    """Bottomless and broken JSON give nothing."""
    for script in ("[" * 100_000, '{"a":' * 50_000, '{"a": "x', "window.a = {" * 1_000):
        kind = "" if script.startswith("window") else ' type="application/json"'
        assert [] == embedded_blocks(parse(f"<script{kind}>{script}</script>"))
