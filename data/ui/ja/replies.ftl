### 回答の本文以外の文言。数字と題名はナレッジベースから来る。

## 各項目の見出し

section-who = 対象となる方
section-materials = 必要なもの
section-steps = 手続きの流れ
section-time_limit = 期限・所要日数
section-fee = 費用
section-validity = 有効期間
section-where = 場所
section-online = オンライン手続き
section-cautions = ご注意
section-authority = 担当機関
section-legal_basis = 法的根拠

## 情報源に書かれていないこと

unknown-heading = 出典に記載がない項目
unknown-ask = 担当窓口にお尋ねになるか、12367（出入国関係、24時間、日本語は通訳対応）または12345（その他の行政サービス）にお電話ください。

## 注記

legal-basis = 法的根拠：{ $text }
source = 出典：{ $title }
source-dated = 出典：{ $title }（{ $date }）
verified-on = 最終確認日：{ $date }
as-of = 情報の時点：{ $date }
valid-until = { $date }まで有効
notice-low_confidence = 出典が一つだけか、非公式のものです。ご利用の前に必ずご確認ください。
notice-review_due = この情報は見直しの時期を過ぎており、内容が変わっている可能性があります。ご確認ください。
notice-ended = この規定はすでに終了しています。現在の規定をお問い合わせください。

## 候補が複数あるとき

choices-lead = どれについてのご質問ですか。
choices-none = この中にはない

## 緊急時

emergency-title = 緊急のとき
emergency-call = { $label }：{ $number }
emergency-say = 中国語での言い方：「{ $say }」
emergency-meaning = 意味：「{ $meaning }」

## ボタン

button-person = 担当者と話す
button-bot = アシスタントに戻る

## Was the answer of use

answer-helpful = 👍 役に立った
answer-not-helpful = 👎 役に立たなかった
