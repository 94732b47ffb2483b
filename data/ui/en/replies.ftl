### What stands around an answer. Numbers and titles come from the knowledge base.

## Headings of an answer's sections

section-who = Who this is for
section-materials = What to bring
section-steps = Steps
section-time_limit = Deadlines and timing
section-fee = Fee
section-validity = Validity
section-where = Where
section-online = Online
section-cautions = Please note
section-authority = Responsible office
section-legal_basis = Legal basis

## What the sources do not tell

unknown-heading = Not stated in our sources
unknown-ask = Please ask the office concerned, or call 12367 (immigration, 24 hours, also in English) or 12345 (other public services).

## Small print

legal-basis = Legal basis: { $text }
source = Source: { $title }
source-dated = Source: { $title } ({ $date })
verified-on = Last checked on { $date }
as-of = Our sources date from { $date }
valid-until = In force until { $date }
notice-low_confidence = This comes from a single source or an unofficial one. Please confirm it before you rely on it.
notice-review_due = This information is due for review and may have changed. Please confirm it.
notice-ended = This rule has ended. Please ask what applies now.

## When several entries fit

choices-lead = Which of these do you mean?
choices-none = None of these

## Emergencies

emergency-title = Emergency
emergency-call = { $label }: { $number }
emergency-say = Say in Chinese: “{ $say }”
emergency-meaning = It means: “{ $meaning }”

## Buttons

button-person = Talk to a person
button-bot = Back to the assistant

## Was the answer of use

answer-helpful = 👍 Helpful
answer-not-helpful = 👎 Not helpful
