### 由简体转换后不合习惯之处。

section-who = 適用對象
section-online = 線上辦理
section-cautions = 注意事項
notice-low_confidence = 此內容僅有一個來源或來自非官方管道，使用前請先確認。
notice-ended = 該規定已失效，請洽詢現行規定。
emergency-say = 可以用中文說：「{ $say }」
emergency-meaning = 意思是：「{ $meaning }」
button-person = 轉接專人服務
button-bot = 返回智慧助理
