### 系统本身的提示语，按标签排列。

notification-received = 已收到您的消息，回复还需要一点时间。
notification-sorry = 抱歉，系统出现问题，请再试一次。
notification-turn-failed = 抱歉，我没能回答这个问题，已转给工作人员，他们会在这里回复您。
notification-unsupported = 我只能看懂文字，请用文字描述您的问题。
notification-ticket-opened = 已转给工作人员，他们会在这里回复您。等候期间您可以继续留言。
notification-ticket-claimed = 工作人员已加入对话。
notification-ticket-requeued = 工作人员暂时离开，您已重新进入排队，不用再说明一遍。
notification-ticket-closed = 人工服务已结束，接下来由智能助手为您解答。
notification-ticket-withdrawn = 接下来由智能助手为您解答。您可以随时要求转人工。
notification-language-changed = 好的，接下来我用简体中文回答您。
notification-ticket-opened-away = 已转给工作人员，不过现在没有人在岗。请在这里写下您的联系方式（电话、电子邮箱或微信号）和要咨询的事，他们会看到。急事请拨打12367（移民与出入境事务，24小时，也可用英语）或12345（其他政务服务）。
