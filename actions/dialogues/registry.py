"""The two actions of each dialogue, which the SDK finds as classes."""

from actions.dialogues.catalogue import DIALOGUES
from actions.dialogues.dialogue import Dialogue
from actions.dialogues.form import DialogueEnd, DialogueForm
from actions.dialogues.pack_dates import PackDates
from actions.dialogues.pack_list import DatedPackEnd


def _form(dialogue: Dialogue) -> type[DialogueForm]:
    return type(f"Validate{type(dialogue).__name__}", (DialogueForm,), {"dialogue": dialogue, "__module__": __name__})


def _end(dialogue: Dialogue) -> type[DialogueEnd]:
    end = DatedPackEnd if isinstance(dialogue, PackDates) else DialogueEnd
    return type(f"Action{type(dialogue).__name__}", (end,), {"dialogue": dialogue, "__module__": __name__})


#: Kept by name, since the SDK finds an action only while its class lives.
FORMS = {one.name: _form(one) for one in DIALOGUES}
ENDS = {one.name: _end(one) for one in DIALOGUES}
