### Sentences of the system itself, by label.

notification-received = Your message has arrived. The answer is taking a little longer than usual.
notification-sorry = Sorry, something went wrong on our side. Please try again.
notification-turn-failed = Sorry, I could not answer this. I have passed it on to our staff, who will reply here.
notification-unsupported = I can only read text. Please write your question in words.
notification-ticket-opened = I have passed this on to our staff. They will reply here; you can keep writing in the meantime.
notification-ticket-claimed = A member of staff has joined the conversation.
notification-ticket-requeued = The member of staff had to leave. You are back in the queue and do not need to repeat anything.
notification-ticket-closed = Our staff have ended this conversation. The assistant will answer again from now on.
notification-ticket-withdrawn = The assistant will answer again from now on. You can ask for a person at any time.
notification-language-changed = All right, I will answer in English from now on.
notification-ticket-opened-away = I have passed this on to our staff, but nobody is at the desk at the moment. Write here how they can reach you (phone, e-mail or WeChat ID) and what it is about; they will see it. If it is urgent, call 12367 (immigration, 24 hours, also in English) or 12345 (other public services).
