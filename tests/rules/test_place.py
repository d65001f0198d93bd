"""Place as a second signal: what one family says of prose is enough behind the text, and never inside it."""

from __future__ import annotations

from articles import BODY

from cleaner import Settings, clean_text

BIOGRAPHY = (
    "About the author: Anna Keller is a retired cartographer who has drawn every harbour between Bremen and Narvik at "
    "least once, and who lives with two dogs in a lighthouse that is no longer lit."
)
RULES = Settings(disabled_rules=frozenset({"LIN"}))


def body(*lines: str) -> str:
    """What the rules leave of a text, the line model aside."""
    return clean_text("\n".join(lines), settings=RULES).text


def test_a_biography_goes_behind_the_text() -> None:
    """Its label is one family's word, the end of the text the second signal."""
    assert "\n\n".join(BODY) == body(*BODY, BIOGRAPHY)


def test_the_same_paragraph_stays_inside_the_text() -> None:
    """Where prose that stays follows, one family's word takes no paragraph."""
    assert BIOGRAPHY in body(BODY[0], BIOGRAPHY, *BODY[1:])


def test_a_long_comment_goes_with_its_thread() -> None:
    """Dated names make a thread; prose in it, as long as the article's, goes behind the article."""
    thread: list[str] = []
    for name, minute in (("Anna", 10), ("Tom K", 12), ("Pete", 37)):
        thread += [name, f"December 18, 2025, 9:{minute} pm", f"{BODY[0]} So says {name}."]
    assert "\n\n".join(BODY) == body(*BODY, *thread)


def test_most_of_a_text_may_be_a_thread() -> None:
    """Up to four words in five may go where the evidence is sure."""
    thread: list[str] = []
    for number in range(7):
        thread += [f"Reader {number}" if number % 2 else "Pete", f"December 18, 2025, 9:1{number} pm"]
        thread += [f"{BODY[2]} I have said so {number} times."]
    assert "\n\n".join(BODY) == body(*BODY, *thread)
