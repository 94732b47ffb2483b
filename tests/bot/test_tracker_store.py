"""What Rasa keeps of a dialogue, on every kind of database."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    Event,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.settings import Settings
from bot.tracker_store import TURNS_KEPT, DialogueStore, needed_events

FORM = "passport_for_child_form"
DOMAIN = Domain.from_dict(
    {
        "intents": ["greet", "inform"],
        "slots": {
            name: {"type": "any", "influence_conversation": False, "mappings": [{"type": "custom"}]}
            for name in ("language", "failed_turns", "child_passport")
        },
        "forms": {FORM: {"required_slots": ["child_passport"]}},
    }
)
ANNA = "sip:web:anna"


def turn(text: str, *events: Event) -> list[Event]:
    return [UserUttered(text, intent={"name": "inform"}), *events, ActionExecuted("action_listen")]


def tracker(*events: Event, sender: str = ANNA) -> DialogueStateTracker:
    return DialogueStateTracker.from_events(sender, [ActionExecuted("action_listen"), *events], DOMAIN.slots)


def words(state: DialogueStateTracker) -> list[str | None]:
    return [event.text for event in state.events if isinstance(event, UserUttered)]


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    return Settings(var=tmp_path, database_url=database_url)


@pytest.fixture
def store(settings: Settings) -> Iterator[DialogueStore]:
    made = DialogueStore(DOMAIN, settings=settings)
    yield made
    with made.engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE rasa_dialogues"))
    made.engine.dispose()


class TestStore:
    async def test_a_conversation_that_nobody_began_is_not_there(self, store: DialogueStore) -> None:
        assert await store.retrieve(ANNA) is None

    async def test_a_conversation_comes_back_as_it_was(self, store: DialogueStore) -> None:
        told = tracker(*turn("hello", ActiveLoop(FORM), SlotSet("language", "ja"), SlotSet("failed_turns", 1)))

        await store.save(told)
        found = await store.retrieve(ANNA)

        assert found is not None
        assert list(found.events) == list(told.events)
        assert found.current_slot_values() == told.current_slot_values()
        assert found.active_loop_name == FORM

    async def test_saving_again_replaces_what_was_there(self, store: DialogueStore) -> None:
        await store.save(tracker(*turn("one")))
        await store.save(tracker(*turn("one"), *turn("two")))

        found = await store.retrieve(ANNA)

        assert found is not None
        assert words(found) == ["one", "two"]
        assert list(await store.keys()) == [ANNA]

    async def test_conversations_are_kept_apart(self, store: DialogueStore) -> None:
        await store.save(tracker(*turn("anna's")))
        await store.save(tracker(*turn("bert's"), sender="sip:web:bert"))

        found = await store.retrieve(ANNA)

        assert found is not None
        assert words(found) == ["anna's"]
        assert sorted(await store.keys()) == [ANNA, "sip:web:bert"]

    async def test_a_conversation_outlives_the_process(self, store: DialogueStore, settings: Settings) -> None:
        await store.save(tracker(*turn("护照丢了")))
        store.engine.dispose()

        found = await DialogueStore(DOMAIN, settings=settings).retrieve(ANNA)

        assert found is not None
        assert words(found) == ["护照丢了"]

    async def test_a_row_does_not_grow_with_the_conversation(self, store: DialogueStore) -> None:
        sizes = []
        for turns in (TURNS_KEPT + 1, 40):
            await store.save(tracker(*(event for _ in range(turns) for event in turn("hello"))))
            with store.engine.connect() as connection:
                sizes.append(len(connection.execute(sa.text("SELECT events FROM rasa_dialogues")).scalar_one()))

        assert sizes[1] == pytest.approx(sizes[0], abs=100)

    async def test_who_is_forgotten_is_not_known_any_more(self, store: DialogueStore) -> None:
        await store.save(tracker(*turn("hello")))

        await store.delete(ANNA)

        assert await store.retrieve(ANNA) is None


def test_without_a_database_dialogues_have_a_file_of_their_own(tmp_path: Path) -> None:
    DialogueStore(DOMAIN, settings=Settings(var=tmp_path))

    assert [file.name for file in (tmp_path / "rasa").glob("*.db")] == ["dialogues.db"]


def test_rasa_makes_the_store_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.tracker_store.load_settings", lambda: Settings(var=tmp_path))

    store = TrackerStore.create(EndpointConfig(type="bot.tracker_store.DialogueStore"), domain=DOMAIN)

    assert "Dialogue" in type(getattr(store, "_tracker_store", store)).__name__


class TestNeededEvents:
    def brought_back(self, told: DialogueStateTracker) -> DialogueStateTracker:
        return DialogueStateTracker.from_events(ANNA, needed_events(told), DOMAIN.slots)

    @pytest.mark.parametrize("turns", range(TURNS_KEPT + 1))
    def test_a_short_conversation_is_kept_whole(self, turns: int) -> None:
        told = tracker(*(event for number in range(turns) for event in turn(str(number))))

        assert needed_events(told) == list(told.events)

    def test_of_a_long_one_the_last_turns_are_kept(self) -> None:
        told = tracker(*(event for number in range(9) for event in turn(str(number))))

        assert words(self.brought_back(told)) == [str(number) for number in range(9 - TURNS_KEPT, 9)]

    def test_slots_of_before_are_what_they_were(self) -> None:
        told = tracker(
            *turn("a", SlotSet("language", "ja"), SlotSet("failed_turns", 1), SlotSet("child_passport", "none")),
            *turn("b", SlotSet("child_passport", None)),
            *(event for _ in range(TURNS_KEPT) for event in turn("c")),
        )

        assert self.brought_back(told).current_slot_values() == told.current_slot_values()

    def test_a_slot_that_a_kept_turn_changes_has_the_value_of_then_before_it(self) -> None:
        told = tracker(
            *turn("a", SlotSet("failed_turns", 1)),
            *(event for _ in range(TURNS_KEPT - 1) for event in turn("b")),
            *turn("c", SlotSet("failed_turns", 0)),
        )
        back = self.brought_back(told)

        values = [event.value for event in back.events if isinstance(event, SlotSet) and event.key == "failed_turns"]
        assert values == [1, 0]

    @pytest.mark.parametrize("ended", [False, True])
    def test_a_form_of_before_is_still_running_or_not(self, ended: bool) -> None:
        told = tracker(
            *turn("a", ActiveLoop(FORM)),
            *turn("b", *([ActiveLoop(None)] if ended else [])),
            *(event for _ in range(TURNS_KEPT) for event in turn("c")),
        )

        assert self.brought_back(told).active_loop_name == told.active_loop_name

    def test_what_was_kept_once_can_be_cut_again(self) -> None:
        told = tracker(*turn("a", ActiveLoop(FORM), SlotSet("language", "ja")))
        for number in range(20):
            told = self.brought_back(told)
            told.update_with_events(turn(str(number)), DOMAIN)

        back = self.brought_back(told)
        assert back.active_loop_name == FORM
        assert back.get_slot("language") == "ja"
        assert words(back) == ["17", "18", "19"]


def test_servers_that_start_together_make_the_table_once(settings: Settings, store: DialogueStore) -> None:
    with store.engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE rasa_dialogues"))

    with ThreadPoolExecutor() as pool:
        made = list(pool.map(lambda _: DialogueStore(DOMAIN, settings=settings), range(6)))

    for one in made:
        assert sa.inspect(one.engine).has_table("rasa_dialogues")
        one.engine.dispose()
