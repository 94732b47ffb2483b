### What the language calls itself.

language-name = English
language-offer = You are writing in English. Shall I answer in English from now on?
