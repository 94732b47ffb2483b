### 聊天窗口的第一屏。

welcome-heading = 您好！有什么可以帮您？
welcome-text = 签证、工作、住房、就医、上学、驾照和日常生活，用您自己的话问就行。每条回答都注明来源和最近核对的日期。
welcome-examples = 提问示例
welcome-example-1 = 我的护照丢了
welcome-example-2 = 怎么办理住宿登记？
welcome-example-3 = 我的工作许可下个月到期
welcome-example-4 = 外国驾照可以换成中国驾照吗？
welcome-person = 我想找人工客服
