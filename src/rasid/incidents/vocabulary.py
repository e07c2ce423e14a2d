"""Words by which reports tell means, targets, hours and people apart; each stands for a class that is compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from rasid.incidents.forms import stem
from rasid.text import fold_word

MEANS = {
    "aerial": "طيران طائرة طائرات غارة غارات مقاتلات مروحية مروحيات حوامات جوية جوي براميل متفجرة",
    "drone": "مسيرة مسيّر مسير درون درونات مسيرات",
    "shelling": "مدفعية مدفعي قذائف قذيفة هاون صاروخ صواريخ صاروخية صاروخي راجمات راجمة دبابة دبابات",
    "guns": "رصاص قنص قناص رشاشات رشاش كلاشينكوف إعدام ميدانيا",
    "explosives": "عبوة عبوات لغم ألغام مفخخة مفخخ ناسفة انفجار تفجير انتحاري انغماسي",
    "raid": "مداهمة إنزال اعتقال اعتقلت داهمت اعتقالات مداهمات",
    "blade": "طعن سكين ذبح طعنا",
}
TARGETS = {
    "school": "مدرسة مدارس تلاميذ طلاب جامعة روضة",
    "health": "مشفى مستشفى مستوصف إسعاف عيادة مستشفيات",
    "market": "سوق أسواق متجر محال بسطة",
    "home": "منزل منازل بيت بيوت شقة بناية عمارة",
    "worship": "مسجد جامع كنيسة مصلين حسينية",
    "camp": "مخيم مخيمات نازحين خيمة خيام نازحون",
    "farm": "مزرعة مزارع حقل حقول زيتون قطاف محصول مزارعين حصاد أغنام مواشي رعاة راعي",
    "vehicle": "سيارة سيارات دراجة حافلة شاحنة سرفيس باص صهريج",
    "military": "ثكنة حاجز نقطة مقر معسكر مستودع رتل قاعدة",
    "fuel": "محروقات وقود نفط حراقات مصفاة كازية",
    "water": "مياه آبار خزان محطة",
    "bakery": "فرن مخبز أفران",
    "rescue": "متطوع متطوعين مسعف مسعفين",
    "press": "صحفي إعلامي مراسل صحفيين إعلاميين",
}
HOURS = {
    "dawn": "فجر فجرا",
    "morning": "صباح صباحا",
    "noon": "ظهر ظهرا",
    "afternoon": "عصر عصرا",
    "evening": "مساء",
    "night": "ليل ليلا ليلة منتصف",
}
PEOPLE = {
    "child": "طفل طفلة أطفال طفلين طفلتين رضيع رضيعة طفلان طفلتان",
    "woman": "امرأة نساء سيدة امرأتان امرأتين سيدات إمرأة",
    "family": "عائلة أسرة أشقاء شقيقين والدته والده زوجته زوجها أولادها",
}
EVERYDAY = (
    "في من على إلى عن مع إن أن ما لا لم كما بعد قبل خلال إثر جراء نتيجة بين عند حيث ذلك هذا هذه التي الذي هو هي كان كانت قد قال"
    " أفاد ذكر أعلن أكد أدى أسفر سقوط مقتل قتل قتيل قتلى شهيد شهداء استشهاد إصابة أصيب جريح جرحى قصف استهدف استهداف هجوم"
    " قوات قوة مدني مدنيين قرية بلدة مدينة محافظة ريف شمال جنوب شرق غرب شمالي جنوبي شرقي غربي وسط منطقة محيط قرب أطراف"
    " اليوم أمس صباح مساء عدد آخرين آخرون مصدر مصادر محلية مراسل عاجل أنباء بينهم عناصر شخص أشخاص سيارة منزل"
)
"""Words that any report may use."""


@cache
def _index(name: str) -> Mapping[str, frozenset[str]]:
    table = {"means": MEANS, "targets": TARGETS, "hours": HOURS, "people": PEOPLE}[name]
    found: dict[str, set[str]] = {}
    for kind, row in table.items():
        for word in row.split():
            found.setdefault(stem(fold_word(word)), set()).add(kind)
    return {word: frozenset(kinds) for word, kinds in found.items()}


def classes(name: str, stems: Iterable[str]) -> frozenset[str]:
    """The classes of a table (means, targets, hours, people) that words of these stems stand for."""
    index = _index(name)
    return frozenset(kind for word in stems for kind in index.get(word, ()))
