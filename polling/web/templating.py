"""Globals and filters of templates: URLs of bundles, times, plural forms, and the event's look."""

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from functools import cache
from typing import Any, TypeVar

from flask import Flask, current_app, url_for
from flask.templating import Environment
from flask_babel import get_locale
from markupsafe import Markup, escape

from polling import stages
from polling.core import i18n, paths, time_zones
from polling.core.access import Actor
from polling.core.clock import milliseconds, now
from polling.core.default_texts import translate_default
from polling.core.languages import own_names
from polling.core.threads import let_others_in
from polling.recommendations.sentence import sentence
from polling.stages import Stage
from polling.web import shared_fragments, text_language
from polling.web.template_contexts import Context, variables
from polling.workshop.join_codes import spaced
from polling.workshop.models import Workshop
from polling.workshop.version_cache import cached_for_phones

Item = TypeVar("Item")
BUSY_SECONDS = 0.01  # of rendering, until others may run

# Globals that would identify the reader, or contain personal data.
PERSONAL = ("actor", "csrf_token", "g", "get_flashed_messages", "request", "session")


class TemplateEnvironment(Environment):
    """Jinja's environment, with faster imports of macros."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the common globals, which Jinja would put in a slow ChainMap.

        It compares all their names whenever a template imports macros.
        """
        return super().make_globals(d) if d else self.globals


def install(app: Flask) -> None:
    """Add the globals and filters to all templates."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        ms=milliseconds,
        code=spaced,
        sentence=sentence,
        average=i18n.average,
        decimal=i18n.decimal,
        day=i18n.day,
        local=time_zones.local,
        moment=time_zones.moment_in_words,
        unhurried=unhurried,
        usual=translate_default,
    )
    app.jinja_env.globals.update(
        asset=asset,
        stages=stages,
        get_locale=get_locale,
        lang=text_language.lang,
        live_attributes=live_attributes,
        own_names=own_names,
    )
    i18n.install(app)
    shared_fragments.install(app)
    app.context_processor(_each_page)


def unhurried(items: Iterable[Item]) -> Iterator[Item]:
    """Return the items of a long list, and let others run while the page is being rendered.

    Not at each item, because SQLite cannot write until the page has been rendered.
    """
    since = time.monotonic()
    for item in items:
        if time.monotonic() - since > BUSY_SECONDS:
            let_others_in()
            since = time.monotonic()
        yield item


@cache
def manifest() -> dict[str, str]:
    """Return bundle names → hashed files, as written by the front-end build."""
    path = paths.STATIC / "dist" / "manifest.json"
    loaded: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    return loaded


def build() -> str:
    """Return a name for this version of the pages; phones with another one must reload."""
    return hashlib.sha256(json.dumps(manifest(), sort_keys=True).encode()).hexdigest()[:12]


def asset(name: str) -> str:
    """Return the URL of a bundle, such as "participant.js"."""
    return f"/static/{manifest().get(name, name)}"


def live_attributes(
    workshop: Workshop | None,
    actor: Actor | None,
    stage: Stage | None,
    tab: Stage | None,
) -> Markup:
    """Return the attributes that <live-page> needs; empty on pages outside a workshop."""
    known: dict[str, Any] = {"now": milliseconds(now()), "build": build()}
    if workshop and actor and stage:
        known |= {
            "workshop": workshop.code,
            "version": workshop.version_for(actor.role),
            "role": actor.role,
            "voter": shared_fragments.voter() or actor.reader,
            "number": shared_fragments.number(),
            "place": (tab or stage).key,
            "zone": workshop.time_zone,
        }
    pairs = [f' data-{name}="{escape(value)}"' for name, value in known.items()]
    return Markup("".join(pairs))  # noqa: S704  every value is escaped


def shared(workshop: Workshop, template: str, make: Callable[[], Context]) -> Markup:
    """Render a part of a page that is the same for everybody, once per version and language.

    It is rendered with the context returned by `make` and without personal data, so that it cannot
    show one reader's data to another.
    """

    def render() -> Markup:
        part = current_app.jinja_env.get_template(template)
        text_language.written_in(workshop.languages)
        with shared_fragments.for_many():
            made = variables(make()) | dict.fromkeys(PERSONAL)
            return Markup(shared_fragments.fill(part.render(made)))  # noqa: S704  our template

    return cached_for_phones(workshop, (template, str(get_locale())), render)


def _each_page() -> dict[str, Any]:
    return {
        "nonce": shared_fragments.nonce(),
        "home": url_for("people.front"),
        "csrf_token": shared_fragments.csrf_token,  # replaces Flask-WTF's
    }
