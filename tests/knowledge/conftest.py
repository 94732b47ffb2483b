"""A small knowledge base, made by the tests."""

import copy
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bot.traditional import to_simplified
from knowledge.build import build

FRAMES = {
    "zh": ["怎么{}", "请问{}要什么材料", "我想{}", "在哪里可以{}"],
    "en": ["how do i {}", "what do i need to {}", "i want to {} please", "where can i {}"],
    "ja": ["{}にはどうすればいいですか", "{}に必要な書類は", "{}をしたい", "どこで{}できますか"],
    "ko": ["{} 어떻게 하나요", "{} 필요한 서류가 뭐예요", "{} 하고 싶어요", "어디에서 {} 할 수 있어요"],
}
PHRASES = {
    "exit-entry.lost-passport": {
        "zh": ["护照丢了补办", "挂失護照", "报告护照被偷"],
        "en": ["replace a lost passport", "report a stolen passport", "get new travel papers after losing mine"],
        "ja": ["パスポート紛失の届け出", "なくした旅券の再発行", "盗まれたパスポートの手続き"],
        "ko": ["여권 분실 신고", "잃어버린 여권 재발급", "도난당한 여권 신고"],
    },
    "exit-entry.visa-extension": {
        "zh": ["延长签证", "办理簽證延期", "续签停留时间"],
        "en": ["extend my visa", "stay longer on my tourist visa", "renew the visa before it expires"],
        "ja": ["ビザの延長", "滞在期間の延長申請", "査証の更新"],
        "ko": ["비자 연장", "체류 기간 연장", "사증 갱신"],
    },
    "life.bank-account": {
        "zh": ["开银行账户", "開戶辦銀行卡", "申请储蓄卡"],
        "en": ["open a bank account", "get a bank card", "apply for a debit card at the bank"],
        "ja": ["銀行口座の開設", "キャッシュカードの申し込み", "銀行のカード作成"],
        "ko": ["은행 계좌 개설", "체크카드 발급", "은행 통장 만들기"],
    },
    "public.dentist": {
        "zh": ["看牙医", "預約牙科", "拔牙补牙"],
        "en": ["see a dentist", "book a dental appointment", "have a tooth pulled"],
        "ja": ["歯医者の予約", "虫歯の治療", "歯科の受診"],
        "ko": ["치과 예약", "충치 치료", "치과 진료"],
    },
}
PLACES = {
    "life.bank-account": {"latitude": 31.32, "longitude": 120.72},
    "public.dentist": {"latitude": 31.30, "longitude": 120.60},
}
LISTS = {"exit-entry": "government", "life": "life", "public": "public"}
FOREIGN = {
    "en": ["will it rain tomorrow", "tell me a joke", "who won the football match", "play some music"],
    "zh": ["明天下雨吗", "讲个笑话", "昨天足球谁赢了", "放一首歌"],
    "ja": ["明日は雨が降りますか", "冗談を言って", "サッカーはどっちが勝った", "音楽をかけて"],
    "ko": ["내일 비 와요", "농담 하나 해 줘", "축구 누가 이겼어", "음악 틀어 줘"],
}


def record(entry: str) -> dict:
    """Return a valid entry as YAML would give it."""
    phrases = PHRASES[entry]
    everywhere = dict.fromkeys(FRAMES, "（苏州公安） 0512")
    return {
        "id": entry,
        "list": LISTS[entry.split(".", maxsplit=1)[0]],
        "audience": ["student", "visitor"],
        "confidence": "high",
        "as_of": "2025-10",
        "verified_on": "2026-11-22",
        "review_by": "2027-05-22",
        "valid_until": None,
        "coordinates": PLACES.get(entry),
        "related": [one for one in ("life.bank-account",) if one != entry],
        "unknown": ["time_limit"],
        "authority": dict(everywhere),
        "fee": {"zh": "1,000元", "en": "CNY 1,000", "ja": "1000元", "ko": "1,000위안"},
        "sources": [
            {
                "title": dict.fromkeys(FRAMES, "Copy"),
                "url": "https://copy.example/1",
                "date": "2024",
                "mirror": True,
            },
            {"title": dict.fromkeys(FRAMES, "News"), "url": "https://news.example/1", "date": "2024-06"},
            {"title": dict.fromkeys(FRAMES, "Police"), "url": "https://gaj.suzhou.gov.cn/1", "date": None},
        ],
        "texts": {
            tag: {
                "title": found[0],
                "summary": f"{found[0]}。{found[1]}。",
                "materials": [found[1], found[2]],
                "steps": [f"{found[0]} 3"],
                "where": "网络窗口" if tag == "zh" else found[0],
            }
            for tag, found in {**phrases, "zh": [to_simplified(one) for one in phrases["zh"]]}.items()
        },
        "questions": {
            tag: [frame.format(phrase) for frame, phrase in product(FRAMES[tag], found)]
            for tag, found in phrases.items()
        },
    }


def write_yaml(file: Path, value: object) -> Path:
    """Write a value as YAML."""
    file.parent.mkdir(parents=True, exist_ok=True)
    yaml = YAML()
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    with file.open("w", encoding="utf-8") as stream:
        yaml.dump(value, stream)
    return file


def write_entry(content: Path, value: dict) -> Path:
    """Write an entry where its id and list say."""
    return write_yaml(content / value["list"] / f"{value['id']}.yml", value)


@pytest.fixture(scope="session")
def emergency() -> dict:
    """Return the record of emergency numbers that comes with the project."""
    real = Path(__file__).parents[2] / "knowledge" / "content" / "emergency.yml"
    return YAML(typ="safe", pure=True).load(real)


@pytest.fixture
def content(tmp_path: Path, emergency: dict) -> Path:
    """Return a content folder with four entries and the emergency numbers."""
    return write_content(tmp_path / "content", emergency)


def write_content(folder: Path, emergency: dict) -> Path:
    for entry in PHRASES:
        write_entry(folder, record(entry))
    write_yaml(folder / "emergency.yml", copy.deepcopy(emergency))
    return folder


@pytest.fixture(scope="session")
def nlu(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return Rasa training data with texts that no entry answers."""
    folder = tmp_path_factory.mktemp("nlu")
    for language, texts in FOREIGN.items():
        examples = "".join(f"- {text}\n" for text in texts)
        write_yaml(
            folder / language / "out_of_scope.yml",
            {"version": "3.1", "nlu": [{"intent": "out_of_scope", "examples": examples}]},
        )
    return folder


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, emergency: dict, nlu: Path) -> Path:
    """Return a knowledge base built with the model that comes with the project; tests must not change it."""
    folder = tmp_path_factory.mktemp("built")
    content = write_content(folder / "content", emergency)
    output = folder / "knowledge"
    build(content, folder / "questions", nlu, "", output, lambda _: None, clock=lambda: NOW)
    return output


NOW = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
