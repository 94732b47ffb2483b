### What the language calls itself.

language-name = 简体中文
language-offer = 您用的是简体中文。以后用简体中文回答您吗？
