### What the conversion of Simplified would get wrong.

language-name = 繁體中文
language-offer = 您用的是繁體中文。以後用繁體中文回答您嗎？
