### The first screen of the chat.

welcome-heading = Hello! How can we help?
welcome-text = Ask in your own words about visas, residence permits, passports, registration and working or studying here. Every answer names its source and the day it was last checked.
welcome-examples = Example questions
welcome-example-1 = I have lost my passport
welcome-example-2 = How do I register where I live?
welcome-example-3 = My residence permit expires next month
welcome-example-4 = Passport for my child
welcome-person = I would like to talk to a person
