"""What stands around a text on pages of many kinds: banners, columns, signatures, the ends of mails."""

from __future__ import annotations

import pytest

from cleaner import clean_html
from cleaner.settings import Comments, Settings

_STORY = (
    "<h1>Ferry to run twice a day</h1><p>The ferry to the outer islands will run twice a day from April, the board "
    "said.</p><p>Islanders had asked for a third boat, because the last one leaves before the school bus arrives.</p>"
)
_PURPOSES = (
    "<p>Necessary cookies make the pages work, such as keeping you signed in while you order.</p><p>Statistics cookies "
    "help us to learn how visitors move from page to page, without knowing who they are.</p>"
)
_BANNERS = {
    "platform": f'<div id="cookie-law-info"><h2>Your choice</h2>{_PURPOSES}<a href="#ok">Accept all</a></div>',
    "labelled": f'<section class="banner" aria-label="Cookie consent">{_PURPOSES}<button>Reject all</button></section>',
    "gdpr": f'<div class="gdpr-box"><h3>Privacy</h3>{_PURPOSES}<button>Save my settings</button></div>',
    "dialog": f'<div role="dialog"><p>We value your privacy.</p>{_PURPOSES}<button>Accept all</button></div>',
    "german": (
        '<div class="cookiebanner"><p>Wir verwenden Cookies, damit die Seiten funktionieren.</p><p>Andere helfen uns '
        "zu verstehen, wie Besucher die Seiten nutzen und woher sie kommen.</p><button>Alle akzeptieren</button></div>"
    ),
}


@pytest.mark.parametrize("banner", _BANNERS.values(), ids=_BANNERS)
@pytest.mark.parametrize("place", ["before", "behind"])
def test_a_consent_banner_goes_whole(banner: str, place: str) -> None:
    """What it says of its purposes reads like a text and is longer than the page's own."""
    parts = (banner, f"<main>{_STORY}</main>")
    text = clean_html(f"<body>{''.join(parts if place == 'before' else parts[::-1])}</body>").text
    assert "third boat" in text
    assert "ookies" not in text


def test_an_article_on_cookies_stays() -> None:
    """A name alone takes nothing: the element has no button, or it is the text itself."""
    text = clean_html(f'<body><main class="cookie-policy"><h1>Cookies</h1>{_PURPOSES}</main><p>Harbour</p></body>').text
    assert "Statistics cookies" in text
    recipe = (
        "<p>We bake these cookies every week, and the oven is a hundred years old by now.</p><button>Print</button>"
    )
    assert "oven" in clean_html(f'<body><div class="cookie-recipe">{recipe}</div><main>{_STORY}</main></body>').text


_MAIL = (
    "<table><tr><td><h2>Good morning, islanders</h2><p>The ferry will run twice a day from the first week of April, "
    "the harbour board decided on Tuesday evening after a long meeting.</p></td></tr><tr><td>{}</td></tr></table>"
)
_MAIL_ENDS = {
    "reason": '<p>You received this because you signed up.</p><p><a href="u">Unsubscribe</a> | 12 Quay Street</p>',
    "german": '<p>Sie erhalten diese Mail, weil Sie sich angemeldet haben.</p><p><a href="u">Hier abmelden</a></p>',
    "french": '<p>Vous recevez ce message de la part du port.</p><p><a href="u">Se désabonner</a></p>',
    "one line": '<p>Sent to you by the harbour. <a href="u">Unsubscribe</a> or <a href="p">change preferences</a></p>',
}


@pytest.mark.parametrize("end", _MAIL_ENDS.values(), ids=_MAIL_ENDS)
def test_the_end_of_a_mail_goes(end: str) -> None:
    """Every issue of a newsletter says why it came and how to make it stop."""
    text = clean_html(_MAIL.format(end)).text
    assert text.splitlines()[0] == "Good morning, islanders"
    assert "Tuesday evening" in text.splitlines()[-1]


def test_a_text_on_subscriptions_stays() -> None:
    """The link alone is no footer, nor is a section with a heading of its own."""
    why = 'Each mail tells why you are receiving this and has a link to <a href="u">unsubscribe</a>.'
    guide = f"<h2>How to leave</h2><p>{why}</p>"
    assert "Each mail tells" in clean_html(_MAIL.format(guide)).text


_POST = (
    '<div class="post"><div class="{who}"><a href="/u/{i}">deckhand{i}</a></div><div class="content">I have asked yard '
    "number {i} about the engine, and nobody could say how long the repair would take.</div>{signature}</div>"
)
_SIGNATURES = {
    "phpBB": ("postprofile", '<div class="signature">fair winds and a full tank to all of you</div>'),
    "XenForo": ("message-user", '<aside class="message-signature">the sea does not wait, and neither do I</aside>'),
    "SMF": ("poster", '<div class="signature" id="msg_{i}_signature">Ask me about lamps, I have got plenty.</div>'),
    "WordPress": ("username", '<div class="post-signature">Old ropes are the best ropes, said my uncle.</div>'),
}


@pytest.mark.parametrize(("who", "signature"), _SIGNATURES.values(), ids=_SIGNATURES)
def test_signatures_of_members_are_no_part_of_their_posts(who: str, signature: str) -> None:
    """They are the same under each post, or differ, and read like a sentence."""
    posts = "".join(_POST.format(i=i, who=who, signature=signature.format(i=i)) for i in range(1, 5))
    text = clean_html(f"<body><h1>Engine</h1><div>{posts}</div></body>", url="https://f.example/forum/viewtopic/4").text
    assert text.count("nobody could say") == 4
    words = signature.partition(">")[2].partition("<")[0]
    assert words not in text


_SIDES = {
    "side": ('<div class="side">{}</div>', '<div role="main">{}</div>'),
    "sidebar": ('<div id="sidebar-right">{}</div>', "<main>{}</main>"),
    "aside": ("<aside>{}</aside>", '<div id="main">{}</div>'),
    "complementary": ('<div role="complementary">{}</div>', "<main>{}</main>"),
}


@pytest.mark.parametrize(("side", "main"), _SIDES.values(), ids=_SIDES)
def test_a_side_column_goes(side: str, main: str) -> None:
    """Beside the main region of a page with few words the site's own rules are as long as the text."""
    rules = "<p>All about boats. Read the rules before you post here, and be kind to each other.</p>"
    text = clean_html(f"<body>{side.format(rules)}{main.format(_STORY)}</body>").text
    assert "be kind" not in text
    assert "third boat" in text


@pytest.mark.parametrize("hour", ["{h}:20", "{h}:20 GMT", "{h}.20 Uhr", "{h}:20 Uhr"])
def test_hours_head_the_entries_of_a_live_page(hour: str) -> None:
    """All of them stay, or none."""
    entries = "".join(
        f'<article class="block"><p class="time">{hour.format(h=h)}</p><h2>Gate {h} opens</h2><p>The harbour board has '
        f"opened gate {h} again, and the first boats of the morning went out to the islands.</p></article>"
        for h in (14, 11, 10)
    )
    page = f"<body><main><article><h1>Storm: live</h1>{entries}</article></main></body>"
    text = clean_html(page, url="https://x.example/news/2024/03/05/storm-on-the-islands-live").text
    assert [line for line in text.splitlines() if "20" in line] == [hour.format(h=h) for h in (14, 11, 10)]


_COMMENTS = (
    '<div id="comments"><h3>2 responses</h3><div class="comment"><b>Ada Quay</b><p>{}</p><a href="#r">Reply</a></div>'
    '<div class="comment"><b>Ben Pier</b><p>{}</p><a href="#r">Reply</a></div></div>'
)


@pytest.mark.parametrize("pair", [("Well done, all of you.", "So glad!"), ("+1", "Who pays?"), ("Thanks.", "Nonsense")])
@pytest.mark.parametrize("again", [1, 2])
def test_wanted_comments_are_kept_however_short(pair: tuple[str, str], again: int) -> None:
    """All that readers wrote, and by whom; their buttons go."""
    page = f"<body><article>{_STORY * again}</article>{_COMMENTS.format(*pair)}</body>"
    text = clean_html(page, settings=Settings(comments=Comments.KEEP)).text
    assert [line for line in text.splitlines() if line in {*pair, "Ada Quay", "Ben Pier"}] == [
        "Ada Quay", pair[0], "Ben Pier", pair[1],
    ]  # fmt: skip
    assert "Reply" not in text
    assert pair[0] not in clean_html(page).text
