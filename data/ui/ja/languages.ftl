### What the language calls itself.

language-name = 日本語
language-offer = 日本語でお書きですね。これからは日本語でお答えしましょうか。
