### チャットを紹介するページ。

demo-skip = 本文へ移動
demo-heading = 来たばかりでも、聞けば大丈夫。
demo-lead = 「融合（Ronghe）」は、海外から来た方の手続きをお手伝いします。どの窓口へ行くか、何を持って行くか、何日かかるか、いくらかかるか。話すように書いてください。日本語、English、中文、한국어でどうぞ。アシスタントに分からないことは、同じ画面で担当者がお答えします。
demo-try = たとえば
demo-ask = 自分で質問する
demo-point-languages = あなたの言語で
demo-point-languages-text = 日本語、英語、中国語（簡体字・繁体字）、韓国語で質問でき、回答もその言語で読めます。いつでも切り替えられます。
demo-point-sources = 確認済みの回答
demo-point-sources-text = どの回答にも出典と最終確認日を示します。分からないことは、分からないとお伝えします。
demo-point-people = 担当者も対応
demo-point-people-text = それまでのやり取りを担当者が読んで、続きから対応します。最初から説明し直す必要はありません。
demo-staff = 担当者用画面
demo-embed = ご自分のサイトに設置する
demo-embed-text = 1行で設置できます。表示を許可するページは、サイトのファイルに指定します。
demo-language = 言語
