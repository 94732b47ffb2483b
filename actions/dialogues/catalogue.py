"""All dialogues."""

from actions.dialogues.change_employer import ChangeEmployer
from actions.dialogues.dialogue import Dialogue
from actions.dialogues.expiring_permit import ExpiringPermit
from actions.dialogues.leave_note import CallBack, Complaint, EventSignUp, Suggestion, Volunteer
from actions.dialogues.lost_passport import LostPassport
from actions.dialogues.newborn import Newborn
from actions.dialogues.one_window import OneWindow
from actions.dialogues.pack_dates import PackDates
from actions.dialogues.part_time_work import PartTimeWork
from actions.dialogues.which_permit import WhichPermit
from actions.dialogues.work_permit_category import WorkPermitCategory
from actions.passport_for_child import PassportForChild

DIALOGUES: tuple[Dialogue, ...] = (
    PassportForChild(),
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

#: By the intent that begins them.
BY_INTENT = {one.name: one for one in DIALOGUES}
