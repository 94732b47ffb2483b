### 시스템이 직접 보내는 문구, 라벨 순.

notification-received = 메시지를 받았습니다. 답변까지 시간이 조금 더 걸립니다.
notification-sorry = 죄송합니다. 문제가 생겼습니다. 다시 시도해 주세요.
notification-turn-failed = 죄송합니다. 답변하지 못했습니다. 상담원에게 전달했으며 이 채팅에서 답변드리겠습니다.
notification-unsupported = 글자만 읽을 수 있습니다. 질문을 글로 보내 주세요.
notification-ticket-opened = 상담원에게 전달했습니다. 이 채팅에서 답변드리며, 기다리시는 동안 계속 메시지를 보내셔도 됩니다.
notification-ticket-claimed = 상담원이 대화에 참여했습니다.
notification-ticket-requeued = 상담원이 자리를 비웠습니다. 다시 대기 순서에 올렸으며, 내용을 다시 설명하지 않으셔도 됩니다.
notification-ticket-closed = 상담원과의 대화가 끝났습니다. 이제 챗봇이 답변합니다.
notification-ticket-withdrawn = 챗봇이 답변합니다. 언제든지 상담원을 요청하실 수 있습니다.
notification-language-changed = 네, 이제부터 한국어로 답해 드릴게요.
notification-ticket-opened-away = 상담원에게 전달했지만 지금은 자리에 아무도 없습니다. 연락받으실 곳(전화, 이메일 또는 위챗 ID)과 용건을 여기에 적어 주세요. 상담원이 확인합니다. 급하시면 12367(출입국, 24시간, 영어도 가능) 또는 12345(기타 공공 서비스)로 전화하세요.
