"""What the segmenter takes for text."""

from cleaner.segment.html import parse, segment


def test_readings_over_words_are_no_text() -> None:
    """Ruby annotations and their brackets are left out; the words they stand over close up."""
    html = "<p><ruby>子<rt>こ</rt></ruby>どもへの<ruby>虐待<rp>(</rp><rt>ぎゃくたい</rt><rp>)</rp></ruby>を</p>"
    assert ["子どもへの虐待を"] == [block.text for block in segment(parse(html)).blocks]
