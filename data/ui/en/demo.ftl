### The page that shows the chat.

demo-skip = Skip to the content
demo-heading = New in town? Just ask.
demo-lead = Ronghe (融合) helps people from abroad get things done: which office, which documents, how long it takes, what it costs. Write as you speak, in English, 中文, 日本語 or 한국어. When the assistant does not know, a member of staff answers you in the same chat.
demo-try = Try one of these
demo-ask = Ask your own question
demo-point-languages = Your language
demo-point-languages-text = Ask and read in English, Simplified or Traditional Chinese, Japanese or Korean. You can change at any time.
demo-point-sources = Checked answers
demo-point-sources-text = Each answer shows where it comes from and when it was last checked. If something is not known, the answer says so.
demo-point-people = Real people
demo-point-people-text = Staff read what you have already written and carry on from there. You do not have to start again.
demo-staff = Staff desk
demo-embed = Put it on your own page
demo-embed-text = One line is enough. The site's settings file lists the pages that may show it.
demo-language = Language
