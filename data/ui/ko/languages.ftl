### What the language calls itself.

language-name = 한국어
