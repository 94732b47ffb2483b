### チャットの最初の画面。

welcome-heading = こんにちは。どのようなご用件ですか。
welcome-text = ビザ、居留許可、パスポート、住所の登記、こちらでの就労や留学の手続きについて、ふだんの言葉でお尋ねください。どの回答にも出典と最終確認日を示します。
welcome-examples = 質問の例
welcome-example-1 = パスポートをなくしました
welcome-example-2 = 住所の登記はどうすればいいですか？
welcome-example-3 = 居留許可が来月で切れます
welcome-example-4 = 子どものパスポートを作りたい
welcome-person = 担当者と話したいです
