"""Reads Markdown: CommonMark with tables."""

from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from lxml import etree, html
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from articles.readers import decoding, header, plain
from articles.story import Block, Story

_MARKDOWN = MarkdownIt("commonmark").enable("table")
_BOLD_LEVEL = 3
"""The heading level that is given to a paragraph all in bold."""
_LONGEST_HEADING = 120
"""A paragraph all in bold is a heading if it has at most this many characters."""


def read(name: str, file: BinaryIO) -> Iterator[Story]:
    """Return the only story in the file.

    Its title comes from the file's header or, if that gives none, from a heading of level 1 at the
    beginning.
    """
    text = decoding.decode(decoding.read_bytes(file, name), name)
    story, body = header.split(text, name)
    tree = SyntaxTreeNode(_MARKDOWN.parse(body))
    blocks = tuple(block for block in _blocks(tree) if block.text)
    if not story.title and blocks and blocks[0].level == 1:
        story, blocks = replace(story, title=blocks[0].text), blocks[1:]
    yield replace(story, blocks=blocks)


def _blocks(tree: SyntaxTreeNode) -> Iterator[Block]:
    for node in tree.walk(include_self=False):
        match node.type:
            case "heading":
                yield Block(_words(node), level=int(node.tag[1]))
            case "paragraph":
                yield _read_paragraph(node)
            case "tr":
                yield Block(" | ".join(_words(cell) for cell in node.children), level=0)
            case "fence" | "code_block":
                yield from _plain_blocks(node.content)
            case "html_block":
                yield from _plain_blocks(_strip_tags(node.content))


def _read_paragraph(node: SyntaxTreeNode) -> Block:
    words = _words(node)
    if _is_bold(node) and len(words) <= _LONGEST_HEADING and words[-1:] not in ".,;":
        return Block(words.rstrip(":"), level=_BOLD_LEVEL)
    return Block(_bullet(node) + words, level=0)


def _is_bold(node: SyntaxTreeNode) -> bool:
    """Return whether a paragraph is entirely bold and outside a list. Many sub-headings are."""
    if node.parent and node.parent.type == "list_item":
        return False
    parts = [
        part
        for part in node.children[0].children
        if part.type != "text" or part.content.strip(" :")
    ]
    return len(parts) == 1 and parts[0].type == "strong"


def _bullet(node: SyntaxTreeNode) -> str:
    item = node.parent
    if not item or item.type != "list_item" or item.children[0] is not node:
        return ""
    return f"{item.info}{item.markup} " if item.info else "• "


def _words(node: SyntaxTreeNode) -> str:
    """Return the text of a node as one line, without pictures and HTML tags."""
    return " ".join("".join(_pieces(node)).split())


def _pieces(node: SyntaxTreeNode) -> Iterator[str]:
    if node.type in ("text", "code_inline"):
        yield node.content
    elif node.type in ("softbreak", "hardbreak"):
        yield " "
    elif node.type != "image":
        for child in node.children:
            yield from _pieces(child)


def _plain_blocks(text: str) -> Iterator[Block]:
    return (Block(paragraph, level=0) for paragraph in plain.paragraphs(text))


def _strip_tags(source: str) -> str:
    try:
        tree = html.document_fromstring(source)
    except (etree.ParserError, ValueError):  # only a comment, or nothing at all
        return ""
    etree.strip_elements(tree, "script", "style", "template", etree.Comment, with_tail=False)
    return str(tree.text_content())
