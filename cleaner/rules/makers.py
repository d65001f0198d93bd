"""Who made what stands around a text (NOT): the site's builder, the subtitles' writer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.page.literals import joined_text
from cleaner.page.page import Page
from cleaner.page.shape import extent, last_written, name_like
from cleaner.rules.note_words import BRACKETS, count_words, find_phrase, names_sound, notes, opens_with, written_from
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.samples import ARTICLE, MAYOR, MONDAY
from cleaner.rules.site_lines import site_lines
from cleaner.rules.spoken_of import is_conversation
from cleaner.types import Category

BUILDER_WORDS, SUBTITLE_WORDS, SOUND_WORDS = 12, 12, 4  # of the longest note
_LOVE = re.compile(
    r"(?:with|mit|avec|con|com|met|med|z|с|з|ile|dengan)\s?(?:<3|[♥❤♡💙💚💛🧡💜🖤❣]|love|liebe|amour|amor|amore|liefde|kärlek|любов)"
)
_STAMP = re.compile(r"\W{0,3}\d{1,2}(?::\d\d){1,2}(?:[.,]\d{1,3})?\W{0,3}")
_OF_TRANSCRIPT = ("this transcript was", "this transcript is", "transcript provided by")
_VIEWED = re.compile(
    r"\w{0,4}\W*$|\s(?:cette|el|este|il|questo|o|den|denna|dit|deze|de) \w{3,6}\W*$|[^\w\s]"
    r"|\s(?:(?:this|my|our|the|next) )?(?:videos?|channel|time|and|to my|to our)\b|[^\x00-\u0fff]"
)


@rule(
    "NOT002",
    "site-builder",
    Category.SYNDICATION,
    -3.4,
    modes=TEXT,
    fires=(
        Example(ARTICLE + "Site crafted by Kettle Web", on=("Site crafted",)),
        Example(ARTICLE + "Designed with ♥ by Kettle Web", on=("Designed",)),
        Example(
            "Ülésezett a tanács.\nEsett az eső.\nHazamentek.\nA honlapot készítette: Üst Web Kft.", on=("A honlapot",)
        ),
    ),
    silent=(
        Example(ARTICLE + "Designed by a young engineer, the bridge stood for a hundred years and more."),
        Example("Built by hand\n" + ARTICLE),
    ),
)
def site_builder(page: Page) -> Iterator[Finding]:
    """Finds footer lines that name who designed, built or hosts the site, behind the last prose.

    Why: an agency's signature says nothing about the text.
    Example: `Design & Development: Kettle Web Pvt. Ltd.`
    Source: own observation in many languages; data/notes.toml
    """
    last = last_written(page)
    built = joined_text(page).present(notes("builder"))
    for index in site_lines(page):
        block, m = page.blocks[index], page.measures[index]
        words = count_words(block.text, m.words)
        if words > BUILDER_WORDS or index < last or last < 0:
            continue
        bare = m.folded.lstrip(" ©®*•|-–—")
        at, phrase = find_phrase(bare, built)
        love = _LOVE.search(bare) is not None and at >= 0
        if at != 0 and not love:
            continue
        rest = written_from(block.text, m.folded, len(m.folded) - len(bare) + at + len(phrase)).strip(" .:：–—-&|")
        short = words <= len(phrase.split()) + 7
        # The stop of "Ltd." makes a line the last that seems written.
        open_end = not m.ends_sentence and index > last
        if (love and index > last) or (short and rest and (name_like(rest) or open_end)):
            yield Finding(index, f"behind the last prose, '{phrase}'", weight=-3.4)


@rule(
    "NOT008",
    "subtitle-credit",
    Category.CREDITS,
    -3.4,
    modes=TEXT,
    fires=(
        Example(ARTICLE + "[00:01:06] Subtitles by the Amara.org community", on=("[00:01:06]",)),
        Example(ARTICLE + "Don't forget to like and subscribe, and hit the bell.", on=("Don't",)),
        Example(ARTICLE + "Transcript provided by NewsCast Inc.", on=("Transcript",)),
        Example("駅に駅員が戻ってきた。\n時計は高校生が直した。\nご視聴ありがとうございました", on=("ご視聴",)),
    ),
    silent=(
        Example(ARTICLE + "Subtitles by themselves make no film, he said, and no book either."),
        Example(ARTICLE + "Thanks for watching over the children."),
        Example("까마귀가 또 왔다.\n약국 앞이다.\n'구독과 좋아요'를 눌러 달라는 말에 정 씨가 물었다."),
    ),
)
def subtitle_credit(page: Page) -> Iterator[Finding]:
    """Finds who made the subtitles, at the end of a transcript.

    Why: programs that transcribe speech write it where there is silence, for they learned from films.
    Example: `Sous-titres réalisés par la communauté d'Amara.org`
    Source: the words that Whisper invents over silence; data/notes.toml
    """
    where = extent(page)
    openings = notes("subtitles") + notes("viewers")
    for block, m in page:
        if not 2 <= count_words(block.text, m.words) <= SUBTITLE_WORDS or not (
            where.in_tail(block.index) or block.index == 0
        ):
            continue
        stamp = _STAMP.match(m.folded)
        bare = m.folded[stamp.end() if stamp else 0 :].lstrip(BRACKETS + "¡")
        # What stands in quotation marks at the beginning of a sentence is quoted.
        if _opens_quoting(block.text) or not bare.startswith(openings):
            continue
        phrase = next((one for one in notes("subtitles") if opens_with(bare, one)), "")
        # "Titulky vytvořil Jonáš." ends with a stop and names nobody but the one who wrote them.
        named = name_like(written_from(block.text, bare, len(phrase)).strip(" .:")) if phrase else False
        if phrase and (not m.ends_sentence or named or (phrase in _OF_TRANSCRIPT and block.index > where.last)):
            yield Finding(block.index, f"opens with '{phrase}'")
            continue
        phrase = "" if phrase else next((one for one in notes("viewers") if opens_with(bare, one)), "")
        if phrase and block.index >= where.last and _VIEWED.match(bare[len(phrase) :]):
            yield Finding(block.index, f"to those who watched: '{phrase}'")


def _opens_quoting(text: str) -> bool:
    """Whether a line begins with a quotation and goes on behind it."""
    return text[0] in "'\"‘“„«「『" and text[-1] not in "'\"’”“»」』"


_SOUND = re.compile(r"[\[［【♪]\s?([^\[\]]{0,40}?)\s?[\]］】♪]+$")


@rule(
    "NOT010",
    "sound-mark",
    Category.CREDITS,
    -3.4,
    modes=TEXT,
    fires=(
        Example(f"{MONDAY}\n[Music playing]\n{MAYOR}", on=("[Music",)),
        Example(f"{MONDAY}\n[Aplausos]\n♪ ♪\n{MAYOR}", on=("[Aplausos]", "♪ ♪")),
        Example(f"{MONDAY}\n[BELL RINGS]\n[Wild applause]\n[00:12:45.120]\n{MAYOR}", on=("[BELL", "[Wild", "[00")),
    ),
    silent=(
        Example(f"{MONDAY}\n(Applause)\n{MAYOR}"),
        Example(f"{MONDAY}\n[Enter the mayor]\n[Exit, laughing]\n{MAYOR}"),
        Example("Q: You sang?\nA: I did.\n[laughter]\nQ: And then?\nA: I fell. [applause]\nQ: Why?\nA: The step."),
        Example(
            "I was asked to be brief. [laughter] I will try.\nWe took turns. [laughter]\nThat is progress. [applause]"
        ),
        Example("— Вы пели?\n— Пела.\n[смех в зале]\n— А потом?\n— Упала."),
    ),
)
def sound_mark(page: Page) -> Iterator[Finding]:
    """Finds lines in square brackets that name a sound, and notes of music alone.

    Why: subtitles tell the deaf what is heard. Minutes and plays write such things in round brackets, or as sentences,
    and an interview that names its speakers is written down with what was heard.
    Example: `[Music playing]`, `[Applaus]`
    Source: the habits of subtitles; data/notes.toml
    """
    for block, m in page:
        if m.words > SOUND_WORDS or block.text[:1] not in "[［【♪":
            continue
        hit = _SOUND.match(m.folded)
        if hit is None:
            continue
        if (not m.words and "♪" in block.text) or names_sound(hit.group(1)) or _is_cry(block.text):
            if not is_conversation(page):
                yield Finding(block.index, f"a sound: {block.text}")
        elif _STAMP.fullmatch(m.folded):
            yield Finding(block.index, f"a place in a recording: {block.text}")


def _is_cry(text: str) -> bool:
    """Whether a line in square brackets is all capitals, as subtitles set what is heard."""
    return text[:1] == "[" and text.isupper() and not any(map(str.isdigit, text)) and " " in text


RULES = (site_builder, subtitle_credit, sound_mark)
