### 展示聊天窗口的页面。

demo-skip = 跳到正文
demo-heading = 初来乍到？问一问就好。
demo-lead = “融合”帮助外籍人士把事情办成：去哪个窗口、带什么材料、要多久、收多少钱。像平时说话一样写就行，中文、English、日本語、한국어 都可以。助手答不上来时，工作人员会在同一个聊天窗口里回复您。
demo-try = 试着问问
demo-ask = 自己提问
demo-point-languages = 用您的语言
demo-point-languages-text = 可以用简体中文、繁体中文、英语、日语或韩语提问和阅读，随时切换。
demo-point-sources = 有据可查
demo-point-sources-text = 每条回答都写明来源和最近核对的日期。不清楚的内容，会直说不清楚。
demo-point-people = 有真人帮忙
demo-point-people-text = 工作人员能看到您之前写的内容，接着往下办，您不用从头再说。
demo-staff = 人工服务台
demo-embed = 放到您自己的网页上
demo-embed-text = 加一行代码即可。哪些网页可以使用，由站点文件规定。
demo-language = 语言
