"""Short texts that people write in Markdown, and the little of it that is shown."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

# Raw HTML is text; pictures have their own place, with a description.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable(["image", "heading", "lheading", "html_block", "code"])
TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "a", "blockquote"}
SCHEMES = {"http", "https", "mailto"}


def shown(text: str) -> SafeString:
    """HTML of a few harmless elements; links leave without saying where they come from, and vouch for nothing."""
    cleaned = nh3.clean(
        _MARKDOWN.render(text),
        tags=TAGS,
        attributes={"*": set(), "a": {"href"}},
        url_schemes=SCHEMES,
        link_rel="nofollow noopener noreferrer ugc",
    )
    return mark_safe(cleaned)  # noqa: S308 - nh3 has just cleaned it
