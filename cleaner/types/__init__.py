"""The values that flow through the core, and the words used for them everywhere.

Glossary
    block           smallest run of text not interrupted by block-level markup; a line (or a hard-wrapped
                    paragraph) in text mode
    document        the tuple of blocks of one input, nothing else
    element         one ancestor of a block in the page's tree
    rule            a function that looks at a page and yields findings, which the registry makes verdicts of
    verdict         one rule's evidence for or against one block (or some characters of it)
    decision        the weighed sum of a block's verdicts: which characters are cut, and why
    category        the kind of thing a rule finds ("related", "share-bar"); what a user switches off
    main content    what a reader came for; the clean body consists of it
    boilerplate     everything else on a page
    residue         boilerplate that survived somebody's extraction and stands in a scraped text
    link density    characters inside links / all characters of a block, 0..1
    fingerprint     a block's folded text, equal for blocks that differ in case, space or punctuation only
    shingle         a run of n consecutive words
    near-duplicate  two blocks whose shingles overlap almost wholly
    content hash    SHA-256 of the clean body's UTF-8 bytes

Scores and weights are log-odds that a block is main content: positive keeps, negative cuts.
These modules import nothing else of ours.
"""

from cleaner.types.document import Block, Cell, Document, Element, Mark, Medium
from cleaner.types.records import Coverage, Encoding, Flagged, Labelled, Metadata, Removed
from cleaner.types.verdicts import Decision, Later, Verdict, Written, strongest
from cleaner.types.words import Category, Kind, Label, MarkKind, MediumKind, Mode, PageKind, Stage, Status

__all__ = [
    "Block",
    "Category",
    "Cell",
    "Coverage",
    "Decision",
    "Document",
    "Element",
    "Encoding",
    "Flagged",
    "Kind",
    "Label",
    "Labelled",
    "Later",
    "Mark",
    "MarkKind",
    "Medium",
    "MediumKind",
    "Metadata",
    "Mode",
    "PageKind",
    "Removed",
    "Stage",
    "Status",
    "Verdict",
    "Written",
    "strongest",
]
