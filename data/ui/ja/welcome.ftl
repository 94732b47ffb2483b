### チャットの最初の画面。

welcome-heading = こんにちは。どのようなご用件ですか。
welcome-text = ビザ、仕事、住まい、医療、学校、運転免許、日常生活について、ふだんの言葉でお尋ねください。どの回答にも出典と最終確認日を示します。
welcome-examples = 質問の例
welcome-example-1 = パスポートをなくしました
welcome-example-2 = 住所の登記はどうすればいいですか？
welcome-example-3 = 就労許可が来月で切れます
welcome-example-4 = 日本の免許証を中国の免許に切り替えられますか？
welcome-person = 担当者と話したいです
