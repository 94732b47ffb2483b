### 由简体转换后不合习惯之处。

console-title = 專人服務台
console-sign-out = 登出
console-assistant = 智慧助理
console-channel = 管道
console-close-confirm = 確定結束此對話嗎？之後將由智慧助理答覆。
console-reason-asked = 要求專人服務
console-delivery-window_closed = 未送達：平台規定須等訪客再次留言後才能回覆。
console-move-withdrawn = 訪客返回智慧助理
