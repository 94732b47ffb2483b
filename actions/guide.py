"""The lists, the guide packs and the activities in the chat: by buttons, with the page that shows all of it."""

import json
from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.answer_service import Events, SearchingAction
from actions.failures import helped
from actions.turn import answer_tag, send, values_of, written_tag
from bot.core.replies import Choice, Text
from bot.settings import load_settings
from bot.texts import Texts

BROWSE, PACK, ACTIVITIES, ASK = "/browse", "/guide_pack", "/activities", "/ask_service"
PACK_DATES = "/pack_dates"
#: What buttons of the guide carry; typed words carry none of it.
BUTTON_VALUES = ("theme", "page", "pack", "stage")
#: Entries under one message; more come with a button.
PAGE = 8

Thing = Mapping[str, Any]


@cache
def labels() -> Texts:
    """Return the labels; read once."""
    return Texts.load()


class _GuideAction(SearchingAction):
    """What the guide's actions share."""

    @abstractmethod
    def reply(self, guide: Thing, tracker: Tracker, tag: str) -> Text:
        """Return what is said.

        Args:
            guide: Themes, packs and activities in the language.
            tracker: The conversation.
            tag: The language; Simplified for Traditional too, since rendering converts.
        """

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],  # noqa: ARG002 - fixed by the SDK
    ) -> list[dict[str, Any]]:
        """Say it, unless the words typed are surely a question about an entry."""
        if not any(values_of(tracker, value) for value in BUTTON_VALUES):
            found = self.found_instead(tracker)
            if found:
                return self.say_found(dispatcher, tracker, found)
        send(dispatcher, self.reply(self.knowledge.guide(written_tag(tracker)), tracker, written_tag(tracker)))
        return helped()

    def entry_choices(self, entries: Iterable[str], tag: str) -> tuple[Choice, ...]:
        """Return a button for each entry."""
        links = [self.knowledge.link(one, tag) for one in dict.fromkeys(entries)]
        return tuple(Choice(title=one.title, payload=command(ASK, entry=one.entry)) for one in links)


class ActionBrowse(_GuideAction):
    """Shows the themes, or the entries of one."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_browse"

    def reply(self, guide: Thing, tracker: Tracker, tag: str) -> Text:
        """Return the themes, or a page of the entries of the theme that a button named."""
        theme = _named(guide["themes"], values_of(tracker, "theme"))
        if theme is None:
            themes = [Choice(title=one["title"], payload=command(BROWSE, theme=one["id"])) for one in guide["themes"]]
            packs = Choice(title=labels().format(tag, "guide-packs"), payload=command(PACK, page="0"))
            activities = Choice(title=labels().format(tag, "guide-activities"), payload=command(ACTIVITIES, page="0"))
            text = labels().format(tag, "guide-chat-browse", link=page_link(tracker))
            return Text(text=text, choices=(*themes, packs, activities), response="guide_browse")
        start = PAGE * _number(values_of(tracker, "page"))
        choices = self.entry_choices(theme["entries"][start : start + PAGE], tag)
        if start + PAGE < len(theme["entries"]):
            following = command(BROWSE, theme=theme["id"], page=str(start // PAGE + 1))
            choices += (Choice(title=labels().format(tag, "guide-chat-more"), payload=following),)
        text = labels().format(tag, "guide-chat-theme", title=theme["title"])
        return Text(text=text, choices=choices, response="guide_theme")


class ActionGuidePack(_GuideAction):
    """Shows the packs, the stages of one, or the steps of a stage; who names a day is asked whose pack it is."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Go on with the dialogue on days where the message names one."""
        if values_of(tracker, "date") and not values_of(tracker, "pack"):
            return [*helped(), FollowupAction("pack_dates_form")]
        return await super().run(dispatcher, tracker, domain)

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_guide_pack"

    def reply(self, guide: Thing, tracker: Tracker, tag: str) -> Text:
        """Return as much as the buttons have named."""
        pack = _named(guide["packs"], values_of(tracker, "pack"))
        if pack is None:
            packs = tuple(Choice(title=one["title"], payload=command(PACK, pack=one["id"])) for one in guide["packs"])
            return Text(text=labels().format(tag, "guide-chat-packs"), choices=packs, response="guide_packs")
        stages = dict.fromkeys(step["stage"] for step in pack["steps"])
        stage = next((one for one in values_of(tracker, "stage") if one in stages), None)
        if stage is None:
            link = page_link(tracker, "pack", pack["id"])
            choices = tuple(
                Choice(title=stage_heading(one, tag), payload=command(PACK, pack=pack["id"], stage=one))
                for one in stages
            )
            choices += (Choice(title=labels().format(tag, "guide-chat-with-dates"), payload=with_dates(pack["id"])),)
            text = labels().format(tag, "guide-chat-pack", title=pack["title"], lead=pack["lead"], link=link)
            return Text(text=text, choices=choices, response="guide_pack")
        steps = [step for step in pack["steps"] if step["stage"] == stage]
        lines = [_step(step, tag) for step in steps]
        entries = [step["entry"] for step in steps if step["entry"]]
        text = "\n\n".join([stage_heading(stage, tag), *lines, labels().format(tag, "guide-final-word")])
        return Text(text=text, choices=self.entry_choices(entries, tag)[:PAGE], response="guide_stage")


class ActionActivities(_GuideAction):
    """Shows what the centre does, and what is coming."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_activities"

    def reply(self, guide: Thing, tracker: Tracker, tag: str) -> Text:
        """Return the kinds of activities and where the events stand."""
        kinds = [f"{one['name']}: {one['purpose']}" for one in guide["activities"]["themes"]]
        link = labels().format(tag, "guide-chat-activities", link=page_link(tracker, "activities"))
        return Text(text="\n\n".join([*kinds, link]), choices=(), response="guide_activities")


def with_dates(pack: str) -> str:
    """Return the payload that asks for a pack with its days."""
    return command(PACK_DATES, dated_pack=pack)


def command(name: str, **values: str) -> str:
    """Return the payload of a button."""
    return f"{name}{json.dumps(values)}"


def _step(step: Thing, tag: str) -> str:
    if not step["deadline"]:
        return f"• {step['do']}"
    deadline = labels().format(tag, f"guide-kind-{step['kind']}")
    return f"• {step['do']}\n{deadline}: {step['deadline']}"


def stage_heading(stage: str, tag: str) -> str:
    """Return what a stage of a pack is called."""
    return labels().format(tag, f"guide-stage-{stage}")


def page_link(tracker: Tracker, *path: str, query: str = "") -> str:
    """Return the address of a page of the guide in the language of the conversation."""
    page = "/".join((load_settings().address, "guide", answer_tag(tracker), *path)) + ("" if path else "/")
    return f"{page}?{query}" if query else page


def _named(things: Sequence[Thing], names: Sequence[str]) -> Thing | None:
    return next((one for one in things if one["id"] in names), None)


def _number(values: Sequence[str]) -> int:
    return int(values[0]) if values and values[0].isascii() and values[0].isdecimal() and len(values[0]) <= 2 else 0  # noqa: PLR2004 - no theme has a hundred pages
