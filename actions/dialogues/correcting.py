"""A correction right after a dialogue has ended: "no, my residence permit", "sorry, 5 January"."""

from rasa_sdk import Tracker

from actions.dialogues.catalogue import DIALOGUES
from actions.dialogues.form import corrections
from actions.turn import intent_name, typed_text

#: Messages of these intents may be corrections.
_MAY_CORRECT = frozenset({"inform", "deny", "affirm", "ask_service", "nlu_fallback", "out_of_scope", "feedback"})
#: Longer messages are matters of their own.
_SHORT = 60


def corrected_form(tracker: Tracker) -> str | None:
    """Return the form of the dialogue that has just ended, when the message changes an answer that was given in it."""
    text = typed_text(tracker)
    if intent_name(tracker) not in _MAY_CORRECT or len(text) > _SHORT or text.startswith("/"):
        return None
    return next((one.form for one in DIALOGUES if corrections(one, tracker)), None)
