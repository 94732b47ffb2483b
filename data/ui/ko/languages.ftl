### What the language calls itself.

language-name = 한국어
language-offer = 한국어로 쓰고 계시네요. 이제부터 한국어로 답해 드릴까요?
