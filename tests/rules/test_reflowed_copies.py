"""A body that stands twice goes however its copy is parted; what a text says again by right stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cleaner import clean_text
from cleaner.sentences import sentence_spans

PARAGRAPHS = {
    "en": (
        "The library of our small town opened sixty years ago in the house of a butcher. The same large table still "
        "stands in its middle.",
        "Last winter the pipes froze and two shelves of books got wet. The neighbours took the books home and dried "
        "their pages by the stove. A month later they brought all of them back.",
        "Only a cookery book never returned. Nobody complains of that.",
        "The town council has promised to mend the roof before autumn. Until then the buckets stay under the drips, "
        "and the children count the sounds.",
    ),
    "ko": (
        "우리 마을 도서관은 육십 년 전 강가에 있던 낡은 정육점 자리에서 처음으로 문을 열었다. 그때 들여놓은 커다란 "
        "나무 탁자가 아직도 한가운데 그대로 놓여 있다.",
        "지난겨울에는 수도관이 얼어 터지는 바람에 책장 두 개가 모두 젖었다. 이웃들은 책을 집으로 가져가 난로 옆에서 "
        "한 장씩 정성껏 말렸다. 그리고 한 달 뒤 모두 제자리에 돌려주었다.",
        "그 가운데 요리책 한 권만 끝내 돌아오지 않았다. 그러나 마을에서 아무도 그 일을 탓하지 않는다.",
        "마을 의회는 가을이 오기 전에 낡은 지붕을 모두 고치겠다고 여러 번 약속했다. 그때까지 양동이는 물이 새는 "
        "자리에 그대로 놓여 있고 아이들은 그 소리를 센다.",
    ),
    "ru": (
        "Библиотека нашего городка открылась шестьдесят лет назад в доме мясника. Тот же большой стол стоит "
        "посередине.",
        "Прошлой зимой замёрзли трубы, и две полки книг промокли. Соседи разобрали книги по домам и сушили страницы у "
        "печи. Через месяц все книги вернулись.",
        "Только поваренная книга не вернулась. Никто на это не жалуется.",
        "Городской совет обещал починить крышу до осени. До тех пор вёдра стоят под каплями, и дети считают звуки.",
    ),
}


def sentences(paragraphs: tuple[str, ...]) -> list[str]:
    """The sentences of paragraphs, in order."""
    return [one[a:b] for one in paragraphs for a, b in sentence_spans(one)]


def halves(paragraphs: tuple[str, ...]) -> list[str]:
    """The same sentences, three a paragraph."""
    listed = sentences(paragraphs)
    return [" ".join(listed[at : at + 3]) for at in range(0, len(listed), 3)]


COPIES: dict[str, Callable[[tuple[str, ...]], list[str]]] = {
    "by sentence": lambda p: [*p, *sentences(p)],
    "parted otherwise": lambda p: [*p, *halves(p)],
    "a sentence left out of each": lambda p: [*p, *(one[: sentence_spans(one)[-2][1]] for one in p)],
    "the last three again": lambda p: [*p, *sentences(p[1:])],
    "in one line twice": lambda p: [" ".join((*p, *p))],
    "each twice": lambda p: [one for paragraph in p for one in (paragraph, paragraph)],
    "each three times": lambda p: [one for paragraph in p for one in (paragraph,) * 3],
    "sentence after sentence twice": lambda p: [one for sentence in sentences(p) for one in (sentence, sentence)],
    "after its sentences": lambda p: [*sentences(p), *p],
}


@pytest.mark.parametrize("language", PARAGRAPHS)
@pytest.mark.parametrize("copied", COPIES)
def test_a_copy_goes(copied: str, language: str) -> None:
    """What is left are the sentences of the text, each once and in their order."""
    paragraphs = PARAGRAPHS[language]
    left = clean_text("\n\n".join(COPIES[copied](paragraphs))).text
    assert left.split() == " ".join(paragraphs).split()


READ = (
    "The clerk read the report aloud and the chair asked whether any member wished to speak. No member wished to "
    "speak. The motion was put to the vote and was carried without opposition."
)
RODE = (
    "{} brother went out into the forest to look for the golden bird. On the way he met an old woman who asked him for "
    "a piece of bread. {} In the evening he came to an inn where people danced and sang, and he stayed for a year."
)
BY_RIGHT = {
    "minutes": [one for item in ("1. Roads", "2. Bridges", "3. The mill", "4. Drains") for one in (item, READ)],
    "tale": [
        "Once there were three brothers who lived by the river with their mother.",
        RODE.format("The eldest", "He laughed at her and rode on."),
        RODE.format("The second", "He laughed at her and rode on."),
        RODE.format("The youngest", "He gave her half of what he had."),
        "So he came home with the bird, and his brothers came home with nothing.",
    ],
    "law": [
        f"Who {verb} a boat on the lake without the consent of the board shall pay a fine. The fine is set by the "
        "board after hearing the person. Against the decision an appeal may be brought within fourteen days."
        for verb in ("moors", "sells", "burns", "lends")
    ],
    "liturgy": [
        one
        for prayer in ("For those who travel by sea, let us pray.", "For the sick, let us pray.", "For the dead.")
        for one in (prayer, "Lord, hear us. Lord, graciously hear us. For your mercy is great and endures for ever.")
    ],
    "answers to what is quoted": [
        "The board wrote: “The line will close in May. No bus will replace it. The station will be sold to the highest "
        "bidder, and the proceeds will go to the road fund.”",
        "“The line will close in May.” Nobody had been told.",
        "“No bus will replace it.” The nearest stop is nine miles away.",
        "“The station will be sold to the highest bidder, and the proceeds will go to the road fund.” There are two.",
    ],
}


@pytest.mark.parametrize("kind", BY_RIGHT)
def test_what_is_said_again_by_right_stays(kind: str) -> None:
    """One paragraph said again between others, or changed by a word, is no copy of a body."""
    source = "\n\n".join(BY_RIGHT[kind])
    assert clean_text(source).text.split() == source.split()
