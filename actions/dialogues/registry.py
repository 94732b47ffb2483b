"""All dialogues, and the two actions of each, which the SDK finds as classes."""

from actions.dialogues.change_employer import ChangeEmployer
from actions.dialogues.dialogue import Dialogue
from actions.dialogues.expiring_permit import ExpiringPermit
from actions.dialogues.form import DialogueEnd, DialogueForm
from actions.dialogues.leave_note import CallBack, Complaint, EventSignUp, Suggestion, Volunteer
from actions.dialogues.lost_passport import LostPassport
from actions.dialogues.newborn import Newborn
from actions.dialogues.one_window import OneWindow
from actions.dialogues.pack_dates import PackDates
from actions.dialogues.pack_list import DatedPackEnd
from actions.dialogues.part_time_work import PartTimeWork
from actions.dialogues.which_permit import WhichPermit
from actions.dialogues.work_permit_category import WorkPermitCategory

DIALOGUES: tuple[Dialogue, ...] = (
    ExpiringPermit(),
    Newborn(),
    LostPassport(),
    WhichPermit(),
    WorkPermitCategory(),
    OneWindow(),
    ChangeEmployer(),
    PartTimeWork(),
    Suggestion(),
    Complaint(),
    CallBack(),
    EventSignUp(),
    Volunteer(),
    PackDates(),
)


def _form(dialogue: Dialogue) -> type[DialogueForm]:
    return type(f"Validate{type(dialogue).__name__}", (DialogueForm,), {"dialogue": dialogue, "__module__": __name__})


def _end(dialogue: Dialogue) -> type[DialogueEnd]:
    end = DatedPackEnd if isinstance(dialogue, PackDates) else DialogueEnd
    return type(f"Action{type(dialogue).__name__}", (end,), {"dialogue": dialogue, "__module__": __name__})


#: Kept by name, since the SDK finds an action only while its class lives.
FORMS = {one.name: _form(one) for one in DIALOGUES}
ENDS = {one.name: _end(one) for one in DIALOGUES}
BY_INTENT = {one.name: one for one in DIALOGUES}
