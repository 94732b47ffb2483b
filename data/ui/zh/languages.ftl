### What the language calls itself.

language-name = 简体中文
