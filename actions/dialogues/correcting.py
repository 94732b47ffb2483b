"""A correction right after a dialogue has ended: "no, my residence permit", "sorry, 5 January"."""

from rasa_sdk import Tracker

from actions.dialogues.catalogue import DIALOGUES
from actions.dialogues.dialogue import Free
from actions.dialogues.form import began_again, is_complete, read_said, told

#: Messages of these intents may be corrections.
_MAY_CORRECT = frozenset({"inform", "deny", "affirm", "ask_service", "nlu_fallback", "out_of_scope", "feedback"})
#: Longer messages are matters of their own.
_SHORT = 60


def corrected_form(tracker: Tracker) -> str | None:
    """Return the form of the dialogue that has just ended, when the message changes an answer that was given in it."""
    said = read_said(tracker)
    if said.intent not in _MAY_CORRECT or len(said.text) > _SHORT or said.text.startswith("/"):
        return None
    for one in DIALOGUES:
        if began_again(one, tracker):
            answers = told(one, tracker)
            changed = {
                question.slot
                for question in one.questions
                if not isinstance(question, Free) and question.read(said, answers.get(question.slot)) is not None
            }
            return one.form if changed and is_complete(one, answers) else None
    return None
