### 채팅의 첫 화면.

welcome-heading = 안녕하세요! 무엇을 도와드릴까요?
welcome-text = 비자, 거류허가, 여권, 주숙등기, 이곳에서의 취업과 유학 절차에 대해 편하게 물어보세요. 모든 답변에는 출처와 최종 확인일이 적혀 있습니다.
welcome-examples = 질문 예시
welcome-example-1 = 여권을 잃어버렸어요
welcome-example-2 = 거주지 등록(주숙등기)은 어떻게 하나요?
welcome-example-3 = 거류허가가 다음 달에 만료돼요
welcome-example-4 = 아이 여권을 만들고 싶어요
welcome-person = 상담원과 이야기하고 싶어요
