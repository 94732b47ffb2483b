### システム自身の文言。ラベルごとに並べる。

notification-received = メッセージを受け取りました。回答まで今しばらくお待ちください。
notification-sorry = 申し訳ありません。こちらで問題が発生しました。もう一度お試しください。
notification-turn-failed = 申し訳ありません。お答えできませんでした。担当者に引き継ぎましたので、このチャットで返信いたします。
notification-unsupported = 文字のメッセージだけに対応しています。ご質問を文章でお送りください。
notification-ticket-opened = 担当者に引き継ぎました。このチャットで返信いたします。お待ちの間もメッセージを送っていただけます。
notification-ticket-claimed = 担当者が会話に加わりました。
notification-ticket-requeued = 担当者が席を外しました。順番待ちに戻りましたが、もう一度ご説明いただく必要はありません。
notification-ticket-closed = 担当者との会話は終了しました。これからはアシスタントがお答えします。
notification-ticket-withdrawn = アシスタントがお答えします。担当者との会話をご希望の際は、いつでもお知らせください。
notification-language-changed = かしこまりました。これからは日本語でお答えします。
notification-ticket-opened-away = 担当者に伝えましたが、ただ今、全員席を外しております。ご連絡先（電話、メール、またはWeChat ID）とご用件をここにお書きください。担当者が拝見します。お急ぎのときは、12367（出入国、24時間、英語も可）または12345（そのほかの行政サービス）にお電話ください。
