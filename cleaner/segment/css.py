"""Why a reader does not see an element: attributes, inline styles and simple in-page CSS.

Only what can be told without layout: `display:none`, `visibility:hidden`, zero size or opacity, clipping,
text moved off the screen, text in the colour of its background. Of style sheets, rules with a single class or
id as selector, or one behind a tag, are read, outside of `@media` blocks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser

_DECLARATION = re.compile(r"([a-z-]{3,20})\s*:\s*([^;{}]{1,200})")
_NUMBER = re.compile(r"-?\d*\.?\d+")
_HIDES = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0|font-size\s*:\s*[01](?:px|pt|;|\s|})"
    r"|text-indent\s*:\s*-|clip\s*:\s*rect|(?:left|top)\s*:\s*-\d{3}|scale\(0"
)
_SIMPLE = re.compile(r"^(?:[a-z][a-z0-9]*)?[.#][\w-]{1,80}$", re.IGNORECASE)
_MEDIA = re.compile(r"@(?:media|supports|container|keyframes|-webkit-keyframes)\b", re.IGNORECASE)
_BRACE = re.compile("[{}]")
# Old pages wrap a whole sheet into the marks of an HTML comment, which mean nothing in it.
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_WATCHED = ("display", "visibility", "opacity", "font-size", "text-indent", "clip", "left", "top", "color", "height",
            "width", "max-height", "transform", "overflow")  # fmt: skip
SELECTOR_CHARS = 2_000
STYLE_CHARS = 200_000  # characters of style sheets read a page
STYLE_LOOK = 4_000  # characters of one element's declarations
FAR = -900.0  # pixels or em: off any screen


@dataclass(frozen=True, slots=True)
class Hiding:
    """Class and id names that the page's own style sheets hide, with the reason."""

    names: Mapping[str, str] = field(default_factory=dict)  # ".name", "#name" or either behind a tag -> reason

    def reason(self, tag: str, classes: str, name: str) -> str:
        """Why an element with this tag, class attribute and id is hidden, or nothing."""
        if not self.names:
            return ""
        keys = [f"#{name.lower()}", *(f".{one}" for one in classes.lower().split())]
        return next((self.names[one] for key in keys for one in (key, tag + key) if one in self.names), "")


def hiding(tree: LexborHTMLParser) -> Hiding:
    """What the page's `<style>` elements hide by a single class or id."""
    names: dict[str, str] = {}
    left = STYLE_CHARS
    for style in tree.css("style"):
        if left <= 0:
            break
        if (style.attributes.get("media") or "all").split()[0:1] not in (["all"], ["screen"]):
            continue
        sheet = style.text(deep=True)[:left].lower()
        left -= len(sheet)
        if _HIDES.search(sheet):
            _collect_hiding_names(_without_media(_COMMENT.sub("", sheet)), names)
    return Hiding(names)


def _collect_hiding_names(sheet: str, names: dict[str, str]) -> None:
    """Note the names of every rule that holds a hiding declaration; looks around those alone."""
    end = 0
    for found in _HIDES.finditer(sheet):
        if found.start() < end:
            continue
        opened = sheet.rfind("{", 0, found.start())
        end = sheet.find("}", found.start())
        end = len(sheet) if end < 0 else end
        begin = max(sheet.rfind("}", 0, max(0, opened)), sheet.rfind(";", 0, max(0, opened))) + 1
        if opened < 0 or opened - begin > SELECTOR_CHARS:
            continue
        reason = style_hiding(sheet[opened + 1 : min(end, opened + 1 + STYLE_LOOK)])
        if reason:
            for one in sheet[begin:opened].split(","):
                simple = _SIMPLE.match(one.strip())
                if simple:
                    names[simple[0]] = f"{reason} by style sheet"


def _without_media(sheet: str) -> str:
    """The sheet with its conditional blocks cut out, braces counted."""
    kept: list[str] = []
    at = 0
    while found := _MEDIA.search(sheet, at):
        kept.append(sheet[at : found.start()])
        depth = 0
        end = len(sheet)
        for brace in _BRACE.finditer(sheet, found.start()):
            depth += 1 if brace[0] == "{" else -1
            if depth == 0:
                end = brace.end()
                break
        at = end
    kept.append(sheet[at:])
    return "".join(kept)


HIDING_KEYS = frozenset(("hidden", "aria-hidden", "style"))  # the attributes by which an element hides itself


def inline_hiding(attributes: Mapping[str, str | None]) -> str:
    """Why an element's own attributes hide it, or nothing."""
    if "hidden" in attributes and (attributes["hidden"] or "").lower() != "until-found":
        return "hidden attribute"
    if (attributes.get("aria-hidden") or "").strip().lower() == "true":
        return "aria-hidden"
    style = attributes.get("style")
    return style_hiding(style[:STYLE_LOOK]) if style else ""


@lru_cache(maxsize=1024)
def style_hiding(style: str) -> str:
    """Why these CSS declarations hide an element, or nothing."""
    found = {
        name: value.strip().removesuffix("!important").strip()
        for name, value in _DECLARATION.findall(style.lower())
        if name in _WATCHED or name.startswith("background")
    }
    if not found:
        return ""
    if found.get("display") == "none":
        return "display:none"
    if found.get("visibility") in {"hidden", "collapse"}:
        return "visibility:hidden"
    if "opacity" in found and _number(found["opacity"]) == 0:
        return "opacity:0"
    if "font-size" in found and _number(found["font-size"]) in {0.0, 1.0} and "rem" not in found["font-size"]:
        return _tiny_font(found["font-size"])
    if "text-indent" in found and _number(found["text-indent"], 0.0) <= FAR:
        return "text-indent off screen"
    if any(_number(found.get(side, ""), 0.0) <= FAR for side in ("left", "top")):
        return "positioned off screen"
    if _is_clipped(found.get("clip", "")):
        return "clipped away"
    if found.get("overflow") == "hidden" and "height" in found and _number(found["height"]) == 0:
        return "no height"
    if "scale(0)" in found.get("transform", ""):
        return "scaled to nothing"
    return _same_colour(found)


def _is_clipped(clip: str) -> bool:
    """Whether a clip leaves a pixel or nothing; an edge that is `auto` clips nothing there."""
    return "rect(" in clip and "auto" not in clip and {0.0, 1.0}.issuperset(_numbers(clip))


def _tiny_font(size: str) -> str:
    unit = size.lstrip("0123456789. ")
    return f"font-size:{size}" if _number(size) == 0 or unit.startswith(("px", "pt")) else ""


def _same_colour(found: Mapping[str, str]) -> str:
    colour = found.get("color", "")
    ground = found.get("background-color") or found.get("background", "")
    return "text in the colour of its background" if colour and ground.split(" ")[0] == colour else ""


def _number(text: str, default: float = 1e9) -> float:
    found = _NUMBER.match(text)
    return float(found.group()) if found else default


def _numbers(text: str) -> list[float]:
    return [float(one) for one in _NUMBER.findall(text)]
