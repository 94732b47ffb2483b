### The first screen of the chat.

welcome-heading = Hello! How can we help?
welcome-text = Ask in your own words about visas, work, housing, healthcare, school, driving and daily life. Every answer names its source and the day it was last checked.
welcome-examples = Example questions
welcome-example-1 = I have lost my passport
welcome-example-2 = How do I register where I live?
welcome-example-3 = My work permit expires next month
welcome-example-4 = Can I exchange my driving licence?
welcome-person = I would like to talk to a person
