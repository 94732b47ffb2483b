### 聊天窗口的第一屏。

welcome-heading = 您好！有什么可以帮您？
welcome-text = 签证、居留许可、护照、住宿登记，以及在这里工作和学习的手续，用您自己的话问就行。每条回答都注明来源和最近核对的日期。
welcome-examples = 提问示例
welcome-example-1 = 我的护照丢了
welcome-example-2 = 怎么办理住宿登记？
welcome-example-3 = 我的居留许可下个月到期
welcome-example-4 = 给孩子办护照
welcome-person = 我想找人工客服
