### 由简体转换后不合习惯之处。

widget-title = 智慧助理
widget-assistant = 智慧助理
widget-thinking = 智慧助理正在輸入
