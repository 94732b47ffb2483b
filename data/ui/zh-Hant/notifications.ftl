### 由简体转换后不合习惯之处。

notification-ticket-closed = 專人服務已結束，接下來由智慧助理為您解答。
notification-ticket-withdrawn = 接下來由智慧助理為您解答。您可以隨時要求轉接專人。
notification-language-changed = 好的，接下來我用繁體中文回答您。
