"""Images and embeds: which of an element's addresses is the real, largest one, and what is no content at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from selectolax.lexbor import LexborNode

Attributes = Mapping[str, str | None]

# Where scripts keep the address that they put into `src` when the image comes into view.
_LAZY_ORDER = tuple(
    "data-src data-lazy-src data-original data-lazy data-full-src data-hi-res-src data-img-src data-url data-actualsrc"
    " data-image data-large-file".split()
)
_LAZY = frozenset(_LAZY_ORDER)
_SETS = frozenset({"srcset", "data-srcset", "data-lazy-srcset"})
# A candidate ends at white space; its address may hold commas, as those of image services do.
# Behind its size may stand another (`200w 100h`), or what is none: no candidate begins there.
_CANDIDATE = re.compile(r"\s*([^\s,]\S*[^\s,]|[^\s,])(?:\s+([\d.]+)([wx])(?=[\s,]|$))?(?:\s+\S*[^\s,])*\s*(?:,|$)")
CANDIDATES = 50
_FURNITURE = frozenset(
    "avatar gravatar icon icons logo emoji smiley spacer pixel tracking tracker beacon sprite badge flag captcha ad ads"
    " advert userpic".split()
)
_PARTS = str.maketrans("-_", "  ")
_NO_IMAGE = (
    "doubleclick", "/pixel.", "pixel.gif", "pixel.png", "/pixel?", "blank.gif", "blank.png", "spacer.gif",
    "spacer.png", "transparent.gif", "transparent.png", "gravatar.com/avatar", "/beacon?", "/collect?", "/track?",
    "feedburner", "scorecardresearch", "/wp-smilies/", "images/core/emoji",
)  # fmt: skip
# Also ends of other words: `photo-301x168.jpg`, `discount.gif`.
_WORDS_OF_NO_IMAGE = re.compile(r"(?<!\d)1x1(?!\d)|(?<![a-z])(?:hit|page|web|visitor)?count(?:er)?\.gif")
_SIGNBOARD = re.compile(r"\b(?:logo|icon|avatar|photo|image|picture|banner|button)\b", re.IGNORECASE)
ICON = 48  # pixels; what is no larger either way is an icon
_EMBEDS = re.compile(
    r"youtube|youtu\.be|vimeo|dailymotion|dai\.ly|twitch\.tv|ted\.com|bilibili|rutube|vk\.com/video|brightcove|jwplayer|kaltura|wistia"
    r"|streamable|soundcloud|spotify|bandcamp|mixcloud|podcasts|codepen|jsfiddle|gist\.github|slideshare|speakerdeck|scribd"
    r"|datawrapper|flourish|infogram|openstreetmap|google\.\w+/maps|/embed(?:ded)?[/?]|/player|/video",
    re.IGNORECASE,
)
_NO_EMBED = re.compile(
    r"doubleclick|adserver|/ads?[/?]|googlesyndication|/plugins/(?:like|share|follow|page)|recaptcha|gtm\.|analytics|consent"
)


# Elements of programs that load a film when it is asked for; they hold its number.
_YOUTUBE, _VIMEO = "https://www.youtube.com/watch?v=", "https://vimeo.com/"
_PLAYERS = {"lite-youtube": _YOUTUBE, "amp-youtube": _YOUTUBE, "lite-vimeo": _VIMEO, "amp-vimeo": _VIMEO}


class Image(NamedTuple):
    """An image as the page has it: its address, perhaps relative, its alternative text, its title."""

    address: str
    alt: str
    title: str


def read_image(node: LexborNode, attributes: Attributes) -> Image | None:
    """The image that an `<img>` or `<picture>` shows, or None for icons, portraits, pixels and placeholders."""
    if node.tag == "picture":
        inner = node.css_first("img")
        attributes = inner.attributes if inner is not None else {}
    address = address_of(node, attributes)
    if not address or is_furniture(attributes, address):
        return None
    return Image(address, collapse_space(attributes.get("alt")), collapse_space(attributes.get("title")))


def address_of(node: LexborNode, attributes: Attributes) -> str:
    """The address of the largest candidate of an image, or nothing where it has only a placeholder."""
    candidates = [*_candidates(attributes)] if not _SETS.isdisjoint(attributes) else []
    picture = node if node.tag == "picture" else node.parent
    if picture is not None and picture.tag == "picture":
        for source in picture.css("source")[:CANDIDATES]:
            candidates += _candidates(source.attributes)
    best = max(candidates, default=None, key=lambda found: found[0])
    if best is not None and best[0] > 1:
        return best[1]
    if not _LAZY.isdisjoint(attributes):
        for key in _LAZY_ORDER:
            lazy = (attributes.get(key) or "").strip()
            if _is_address(lazy):
                return lazy
    plain = (attributes.get("src") or "").strip()
    return plain if _is_address(plain) else best[1] if best is not None else ""


def _candidates(attributes: Attributes) -> Iterator[tuple[float, str]]:
    for key in sorted(_SETS):
        value = attributes.get(key)
        for number, found in enumerate(_CANDIDATE.finditer(value[:8_000]) if value else ()):
            if number >= CANDIDATES:
                break
            if _is_address(found[1]):
                size = float(found[2]) if found[2] and found[2].count(".") < 2 and found[2] != "." else 1.0
                yield size * (1_000 if found[3] == "x" else 1), found[1]


def _is_address(value: str) -> bool:
    return bool(value) and value[:5].lower() not in {"data:", "blob:", "javas", "about"} and " " not in value


def is_furniture(attributes: Attributes, address: str) -> bool:
    """Whether an image is a part of the page's look or a means to count readers, and no part of its text."""
    width, height = _pixels(attributes.get("width")), _pixels(attributes.get("height"))
    if (width is not None and width <= 2) or (height is not None and height <= 2):
        return True
    if width is not None and height is not None and max(width, height) <= ICON:
        return True
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower()
    if len(names) > 1 and not _FURNITURE.isdisjoint(names.translate(_PARTS).split()):
        return True
    address = address.lower()
    return any(sign in address for sign in _NO_IMAGE) or _WORDS_OF_NO_IMAGE.search(address) is not None


def _pixels(value: str | None) -> float | None:
    digits = (value or "").strip().removesuffix("px")
    return float(digits) if digits.isdigit() and len(digits) < 7 else None


def read_embed(node: LexborNode, attributes: Attributes) -> Image | None:
    """What a frame, video or sound shows, by its address and its title, or None for advertisements and page parts."""
    address = next(
        (
            one
            for key in ("src", "data-src", "data-lazy-src", "data")
            if _is_address(one := (attributes.get(key) or "").strip())
        ),
        "",
    )
    player = _PLAYERS.get(node.tag or "")
    if player is not None:
        number = (attributes.get("videoid") or attributes.get("data-videoid") or "").strip()
        address = player + number if number.replace("-", "").replace("_", "").isalnum() else ""
    if node.tag in {"video", "audio"} and not address:
        source = node.css_first("source")
        address = (source.attributes.get("src") or "").strip() if source is not None else ""
    if not _is_address(address) or _NO_EMBED.search(address):
        return None
    if node.tag not in {"video", "audio"} and not _EMBEDS.search(address):
        return None
    return Image(
        address,
        "",
        collapse_space(attributes.get("title") or attributes.get("aria-label") or attributes.get("playlabel")),
    )


def collapse_space(value: str | None) -> str:
    """A value with its white space collapsed, of at most 500 characters."""
    return " ".join(value.split())[:500] if value else ""


def reads_as_text(node: LexborNode, alt: str, *, begun: bool) -> bool:
    """Whether an image's words belong to the sentence it stands in: an emoji, a drop cap, a sign between words.

    `begun`: words of the same block stand before it.
    """
    before, after = node.prev, node.next
    inside = before is not None and before.tag == "-text" and not (before.text_content or " ").isspace()
    goes_on = after is not None and after.tag == "-text" and not (after.text_content or " ").isspace()
    if len(alt) == 1 and alt.isalpha():
        follows = (after.text_content or " ")[0] if goes_on and after is not None else " "
        return follows.islower() and not begun
    if not alt.isascii() and not any(char.isalnum() for char in alt):
        return inside or goes_on
    return inside and goes_on and begun and not _SIGNBOARD.search(alt)


def same_image(one: str, other: str) -> bool:
    """Whether two addresses are one image in two sizes or one twice."""
    return one.partition("?")[0].rpartition("/")[2] == other.partition("?")[0].rpartition("/")[2]
