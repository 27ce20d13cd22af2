"""WordprocessingML elements that python-docx does not support."""

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn


def element(tag: str, **attributes: str) -> Any:
    """Return an element of Word's namespace: `element("w:tab", val="right")`."""
    made: Any = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def child(parent: Any, tag: str, **attributes: str) -> Any:
    """Append a new child to `parent`."""
    made = element(tag, **attributes)
    parent.append(made)
    return made


def replace_child(parent: Any, tag: str, **attributes: str) -> Any:
    """Replace the only child of `parent` with this tag by a new one."""
    for old in parent.findall(qn(tag)):
        parent.remove(old)
    return child(parent, tag, **attributes)
