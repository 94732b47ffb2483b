"""Leaving something for the staff: a suggestion, a complaint, a wish to be called, to help, or to take part."""

from datetime import date
from typing import ClassVar

from actions.dialogues.dialogue import (
    Contact,
    Dialogue,
    Free,
    Outcome,
    Question,
    Said,
    Say,
    Told,
    address_in,
)
from actions.lengths import longer_than
from bot.core.replies import Note, NoteKind

TEXT, CONTACT = "note_text", "note_contact"
#: Answer of the button that says that nobody need reply.
NO_CONTACT = "none"


class LeaveNote(Dialogue):
    """What, and how to be reached."""

    kind: NoteKind
    # another suggestion is another one, not a correction
    correctable = False
    questions: ClassVar[tuple[Question, ...]] = (Free(slot=TEXT), Contact(slot=CONTACT, values=(NO_CONTACT,)))

    def read_opening(self, said: Said) -> dict[str, str]:
        """Return the whole story where the first message tells it, and not only that there is one."""
        whole = longer_than(said.text, east_asian=24, others=59) and not said.text.startswith("/")
        return {TEXT: said.text} if whole else {}

    def close(self, told: Told, today: date) -> Outcome:  # noqa: ARG002 - the same on every day
        """Return the note."""
        contact = told.get(CONTACT, NO_CONTACT)
        note = Note(kind=self.kind, text=told.get(TEXT, ""), contact="" if contact == NO_CONTACT else contact)
        if not note.contact:
            return Outcome(says=(Say(response="utter_note_kept"),), note=note)
        return Outcome(
            says=(Say(response="utter_call_back_kept", values={"contact": address_in(contact) or contact}),), note=note
        )


class Suggestion(LeaveNote):
    """An idea for the centre or the city."""

    name = "suggestion"
    kind = NoteKind.SUGGESTION


class Complaint(LeaveNote):
    """Something went badly."""

    name = "complaint"
    kind = NoteKind.COMPLAINT


class CallBack(LeaveNote):
    """Somebody wants to be called or written to; here there must be a way to do so."""

    name = "call_back"
    kind = NoteKind.CALL_BACK
    questions = (Contact(slot=CONTACT), Free(slot=TEXT))

    def read_opening(self, said: Said) -> dict[str, str]:
        """Return the number or address where the first message has it."""
        contact = self.question(CONTACT).read(said)
        return {CONTACT: contact} if contact and not said.text.startswith("/") else {}


class EventSignUp(LeaveNote):
    """Somebody wants to take part in an activity."""

    name = "event_sign_up"
    kind = NoteKind.EVENT_SIGN_UP


class Volunteer(LeaveNote):
    """Somebody wants to help; the entry on volunteering comes first."""

    name = "volunteer"
    kind = NoteKind.VOLUNTEER
    questions = (Contact(slot=CONTACT, values=(NO_CONTACT,)),)
    first_entry = "centre.volunteer"
    entries = frozenset({"centre.volunteer", "volunteer.registration"})

    def read_opening(self, said: Said) -> dict[str, str]:
        """Return the number or address where the first message has it."""
        contact = self.question(CONTACT).read(said)
        return {CONTACT: contact} if contact and not said.text.startswith("/") else {}

    def close(self, told: Told, today: date) -> Outcome:
        """Return the note; who leaves no contact has read how to volunteer."""
        if told[CONTACT] == NO_CONTACT:
            return Outcome(says=(Say(response="utter_nothing_to_stop"),))
        return super().close(told, today)
