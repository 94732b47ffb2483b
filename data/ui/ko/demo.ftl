### 채팅을 보여 주는 페이지.

demo-skip = 본문 바로가기
demo-heading = 처음이신가요? 물어보세요.
demo-lead = 룽허(融合)는 외국에서 오신 분들이 필요한 일을 처리하시도록 도와드립니다. 어느 창구로 가야 하는지, 무엇을 가져가야 하는지, 며칠이 걸리는지, 비용은 얼마인지 알려 드립니다. 말하듯이 쓰시면 됩니다. 한국어, English, 中文, 日本語 모두 됩니다. 챗봇이 모르는 것은 같은 창에서 상담원이 답해 드립니다.
demo-try = 이렇게 물어보세요
demo-ask = 직접 질문하기
demo-point-languages = 내 언어로
demo-point-languages-text = 한국어, 영어, 중국어 간체와 번체, 일본어로 묻고 읽을 수 있습니다. 언제든지 바꿀 수 있습니다.
demo-point-sources = 확인된 답변
demo-point-sources-text = 모든 답변에 출처와 최종 확인일을 밝힙니다. 모르는 것은 모른다고 말합니다.
demo-point-people = 상담원의 도움
demo-point-people-text = 상담원이 앞선 대화를 읽고 이어서 도와드립니다. 처음부터 다시 설명하지 않으셔도 됩니다.
demo-staff = 상담원 화면
demo-embed = 내 페이지에 넣기
demo-embed-text = 한 줄만 넣으면 됩니다. 채팅을 표시할 수 있는 페이지는 사이트 파일에 적습니다.
demo-language = 언어
