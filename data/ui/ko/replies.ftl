### 답변 본문 외의 문구. 숫자와 제목은 지식 베이스에서 온다.

## 각 항목의 제목

section-who = 대상
section-materials = 준비물
section-steps = 절차
section-time_limit = 기한·처리 기간
section-fee = 수수료
section-validity = 유효 기간
section-where = 장소
section-online = 온라인 이용
section-cautions = 유의 사항
section-authority = 담당 기관
section-legal_basis = 법적 근거

## 출처에 나와 있지 않은 내용

unknown-heading = 출처에 나와 있지 않은 항목
unknown-ask = 담당 창구에 문의하시거나 12367(출입국 업무, 24시간, 한국어 통역 가능) 또는 12345(기타 행정 서비스)로 전화해 주세요.

## 참고

legal-basis = 법적 근거: { $text }
source = 출처: { $title }
source-dated = 출처: { $title } ({ $date })
verified-on = 최종 확인일: { $date }
as-of = 자료 기준 시점: { $date }
valid-until = { $date }까지 유효
notice-low_confidence = 출처가 하나뿐이거나 공식 자료가 아닙니다. 이용하기 전에 꼭 확인해 주세요.
notice-review_due = 다시 확인할 시기가 지나 내용이 바뀌었을 수 있습니다. 확인해 주세요.
notice-ended = 이 규정은 더 이상 적용되지 않습니다. 현재 규정을 문의해 주세요.

## 비슷한 항목이 여럿일 때

choices-lead = 어떤 것을 찾으시나요?
choices-none = 여기에 없음

## 긴급 상황

emergency-title = 긴급 상황
emergency-call = { $label }: { $number }
emergency-say = 중국어로 이렇게 말하세요: “{ $say }”
emergency-meaning = 뜻: “{ $meaning }”

## 버튼

button-person = 상담원과 대화
button-bot = 챗봇으로 돌아가기

## Was the answer of use

answer-helpful = 👍 도움됨
answer-not-helpful = 👎 도움 안 됨
