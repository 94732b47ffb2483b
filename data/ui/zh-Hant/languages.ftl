### What the conversion of Simplified would get wrong.

language-name = 繁體中文
