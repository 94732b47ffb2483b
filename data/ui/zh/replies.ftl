### 答复正文以外的文字。数字与标题来自知识库。

## 各部分的标题

section-who = 适用对象
section-materials = 所需材料
section-steps = 办理步骤
section-time_limit = 办理时限
section-fee = 费用
section-validity = 有效期
section-where = 办理地点
section-online = 网上办理
section-cautions = 注意事项
section-authority = 主管部门
section-legal_basis = 法律依据

## 来源未说明的内容

unknown-heading = 资料中没有说明
unknown-ask = 请咨询办理部门，也可拨打12367（移民与出入境事务，24小时）或12345（其他政务服务）。

## 附注

legal-basis = 法律依据：{ $text }
source = 来源：{ $title }
source-dated = 来源：{ $title }（{ $date }）
verified-on = 最近核对：{ $date }
as-of = 资料截至{ $date }
valid-until = 此规定有效至{ $date }
notice-low_confidence = 这项内容只有一个来源，或来自非官方渠道，使用前请先核实。
notice-review_due = 这项内容已到复核日期，可能有变化，请先核实。
notice-ended = 这项规定已失效，请先问清现行规定。

## 有多个相近事项时

choices-lead = 您想问的是哪一项？
choices-none = 都不是

## 紧急情况

emergency-title = 紧急情况
emergency-call = { $label }：{ $number }
emergency-say = 可以用中文说：“{ $say }”
emergency-meaning = 意思是：“{ $meaning }”

## 按钮

button-person = 转人工服务
button-bot = 返回智能助手

## Was the answer of use

answer-helpful = 👍 有帮助
answer-not-helpful = 👎 没帮助
