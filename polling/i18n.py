"""Gettext for every layer: `_` now, `lazy` for sentences made before the language is known.

The only module that knows where translations come from, so that actions stay free of flask.
"""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from flask_babel import ngettext
from flask_babel.speaklater import LazyString

__all__ = ["LazyString", "_", "lazy", "ngettext"]
