"""Words that tell what kind of place a name is, and words that show that a place stands beside them."""

from __future__ import annotations

from rasid.text import fold_word


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold_word(word) for word in words.split())


def _kinds(table: dict[str, str]) -> dict[str, str]:
    return {fold_word(word): kind for kind, words in table.items() for word in words.split()}


TYPE_WORDS = _kinds(
    {
        "city": "مدينة مدينتي",
        "town": "بلدة بلدتي",
        "village": "قرية قريتي ضيعة عزبة نجع",
        "neighbourhood": "حي حيي حارة ضاحية",
        "district": "منطقة منطقتي قضاء ناحية مديرية مقاطعة مركز دائرة",
        "governorate": "محافظة محافظتي ولاية ولايتي لواء",
        "region": "إقليم ريف صحراء سهل بادية هضبة",
        "camp": "مخيم مخيمي",
        "crossing": "معبر معبري منفذ بوابة",
        "facility": "مطار سجن معتقل مستشفى مشفى مستشفيات جسر فندق جامعة جامع مسجد كنيسة حسينية ميناء قاعدة معسكر قصر ملعب "
        "حديقة سد مصفاة قلعة مدرسة سوق برج ضريح منتجع كلية دير محطة حاجز متحف مقبرة استاد مرفأ",
        "other": "ساحة ميدان جبل جبال دوار وادي مستديرة تلة مفرق مثلث",
        "road": "شارع طريق أوتوستراد جادة",
        "water": "نهر بحيرة خليج بحر مضيق",
    }
)
"""Folded type word to the kind of place that it announces."""

PLURALS = _kinds(
    {
        "town": "مدن بلدات",
        "village": "قرى",
        "neighbourhood": "أحياء حارات",
        "district": "مديريات مناطق نواحي",
        "governorate": "محافظات ولايات",
        "camp": "مخيمات",
    }
)
"""Folded type words that announce a list of names to the kind of each («أحياء كذا وكذا»)."""

WIDE = frozenset({"facility", "crossing", "camp", "other", "road", "water"})
"""Kinds whose type word is part of the mention («مطار بيروت»)."""

CLAIMING = _folded(
    "حي قرية بلدة مخيم معبر مسجد جامع مستشفى مشفى سجن معتقل جسر دوار ساحة ميدان فندق شارع كنيسة حسينية ضاحية مستديرة منتجع منفذ "
    "قصر قلعة حديقة برج متحف مقبرة استاد ملعب"
)
"""Type words after which even a known definite word is a name («حي الزهور»)."""

NO_NAMES = _folded(
    "اعتداء هجوم عملية تفجير معركة قتال حرب سياسة عمل رئيسي عام عربي وطن مدينة قرية بلدة حدود جريمة معارك تدريب شرف تحرير ركاب طعام شغب نقاش "
    "حوار صراع موقف مواقف رأي سكن سكني قديم جديد كبير صغير واحد قضاء مركزي عسكري مدني دولي محلي حدودي بري بحري جوي ميداني حكومي خاص "
    "جامعي شعبي اعتقال مجاور قريب محرر محاصر خليفة أمة مشاة متظاهرون مدنيون سابق حالي آخر أول ثاني"
)
"""Words that describe a place rather than name it («ساحة المعركة»)."""

BUILDINGS = _folded("مقر مقرات سفارة سفارات قنصلية قنصليات مبنى")
"""Buildings that go by whose they are («مقر البرلمان», «السفارة الصينية»): places after a word of nearness."""

NEARNESS = _folded("أمام امام قرب قبالة محيط داخل خارج عند جوار مقابل قدام مقربة")
"""Words that bring a building as the place where something happens."""

HONOURED = _folded("شهيد شهداء رئيس ملك أمير شيخ إمام سلطان صحافي قائد سيدة سيد بطل زعيم")
"""Titles of those whom a square or a street is named after."""

HEADS = _folded(
    "منشية أبو أبي أم بني ابن عبد دير تل كفر خان عين باب رأس بيت جب خربة تلة جسر سيدي وادي شهداء سيد شيخ سان سانت آل"
)
"""First parts of names in two words."""

DIRECTIONS = _folded(
    "شمال جنوب شرق غرب شمالي جنوبي شرقي غربي وسط داخل خارج قرب ريف ريفي محيط ضواحي أطراف مشارف ضاحية شوارع أحياء "
    "بلدات قرى مدن سكان أهالي مدخل ضفاف سواحل ساحل حدود جوار تخوم عمق أنحاء أرجاء سماء أجواء"
)
"""Words that stand in construct with a place."""

LOCATIVE = _folded("في من إلى على قرب عبر باتجاه نحو حتى عن تجاه لدى صوب قبالة بين حول خلال")
"""Prepositions that may bring a place."""

CONTROL = _folded(
    "شمالية جنوبية شرقية غربية وسطى محررة آمنة محاصرة محتلة ساحلية حرجة متنازعة قبلية منكوبة خاضعة متضررة ريفية عازلة ساخنة"
)
"""Adjectives that make an area of «منطقة» or «مناطق» («المناطق المحررة»)."""

AREAS = _folded("منطقة مناطق")

POINTLESS = _folded(
    "شارع طريق جادة ساحة ميدان دوار مستديرة مفرق حي حارة ضاحية مسجد جامع فندق مستشفى مشفى مدرسة كنيسة حسينية كلية ملعب حديقة برج قصر سوق"
)
"""Type words whose name may be that of a place far away («شارع القدس»): it gives no point."""

SCHOOLS = _folded("جامعة كلية مدرسة")
"""Types that are bodies as well as places: a place only after a preposition."""

BESIDE = _folded("مع ضد أمام جانب عن لدى لصالح بحسب وفق حول مثل غير سوى عدا دون باستثناء")
"""Prepositions after which a country is somebody rather than somewhere."""

ACTING = _folded(
    "قرار دعم رد موقف رفض إعلان اتهام محاولة سياسة علاقة وساطة تدخل إفشال مصلحة دور رغبة تهديد مقاطعة حليف وكيل رئيس رئيسة سفير "
    "وزير مندوب ممثل حكومة شرطة صحيفة وكالة منتخب فريق لاعب بدعم صفقة اتفاق تحالف موافقة لوم لائمة ضغط عقوبة توقيت فرض مطالبة"
)
"""Nouns whose country acts."""

ENTERED = _folded(
    "قصف دخل غادر غزا احتل ضرب استهدف هاجم حرر زار سلم عاش تحرر وصل اجتاح ضم عبر بلغ حاصر اقتحم شهد وقع ترك هز دمر سكن جاب"
)
"""Verbs that take a place as subject or object, so that a country after them is one."""

BODIES = _folded(
    "شرطة بنك مجلس بلدية نادي منتخب صحوة عمليات حكومة محكمة جيش حزب حركة جامعة صحيفة بورصة إذاعة وكالة تنظيم كتائب لواء محافظ والي عمدة حاكم جمهورية"
)
"""Bodies that a place may be part of the name of («شرطة بغداد»)."""

WITHIN = {
    **_kinds(
        {
            "country": "الأراضي الداخل",
            "region": "العمق السواحل الأجواء الأرياف",
            "other": "المدن البلدات القرى",
            "water": "المياه",
        }
    ),
    **_kinds({"governorate": "المحافظات الولايات"}),
}
"""Words that with a nationality stand for somewhere in a country («الأراضي السورية»)."""
