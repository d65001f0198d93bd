"""Text that a page carries as the flight payload of a client that has yet to render it."""

from __future__ import annotations

import json

from cleaner import clean_html
from cleaner.segment.embedded import embedded_blocks
from cleaner.segment.html import parse

PROSE = "The council met on Tuesday to discuss the old harbour, and the people of the quay came to hear it."
FOREIGN = "코란 시의회는 화요일 삼월의 폭풍으로 방파제 일부가 쓸려 간 뒤 닫혀 있던 옛 항구 도로를 다시 열기로 했다."


def page(*pieces: str) -> str:
    """A page whose payload is pushed in these pieces."""
    calls = "".join(f"<script>self.__next_f.push([1,{json.dumps(piece)}])</script>" for piece in pieces)
    start = "<script>(self.__next_f=self.__next_f||[]).push([0])</script>"
    return f"<html><body><div id=root></div>{start}{calls}</body></html>"


def test_values_and_texts_of_a_flight_payload_are_read_across_its_pieces() -> None:
    """A row may be cut anywhere; a text row is as long as it says, in bytes."""
    length = f"{len(FOREIGN.encode()):x}"
    payload = f'5:["$","p",null,{{"children":{json.dumps(PROSE)}}}]\n6:T{length},{FOREIGN}7:["$","div",null,{{}}]\n'
    assert embedded_blocks(parse(page(payload[:30], payload[30:90], payload[90:]))) == [PROSE, FOREIGN]


def test_a_page_that_is_only_a_flight_payload_has_a_body() -> None:
    """Its markup is read as such."""
    content = json.dumps({"article": {"content": f"<p>{PROSE}</p><p>{FOREIGN}</p>"}})
    assert clean_html(page(f'5:["$","$L9",null,{content}]\n')).text == f"{PROSE}\n\n{FOREIGN}"


def test_a_broken_payload_gives_nothing() -> None:
    """Rows that are no JSON are left out."""
    assert embedded_blocks(parse(page('5:["$",' * 3_000))) == []
