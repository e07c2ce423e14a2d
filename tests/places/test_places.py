"""Names in texts and the points that they stand for."""

from __future__ import annotations

import msgspec
import pytest

from build_gazetteer import flag_of, marks, pack_gazetteer
from rasid.lexicon import CountryEntry, Lexicon, PlaceEntry
from rasid.lexicon import load as load_tables
from rasid.model import Place
from rasid.places import Gazetteer, locate
from rasid.places.gazetteer import COMMON, RARE, SURE, UPSTREAM, Site, alias_key, distance
from rasid.places.matching import cuts, offset
from rasid.text import split, tokenize
from rasid.words import Morphology, load


@pytest.fixture(scope="module")
def words() -> Morphology:
    return load()


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.fixture(scope="module")
def places_of(words, gazetteer):
    def run(text: str, publisher: str | None = None) -> list[Place]:
        sentences = [words.rank(tokenize(text, s.start, s.end)) for s in split(text)]
        found = [place for row in locate(text, sentences, gazetteer, publisher) for place, _, _ in row]
        assert all(text[slice(*place.span)] == place.text for place in found)
        return found

    return run


def names(places: list[Place]) -> list[str]:
    return [place.text for place in places]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("سقطت قذائف على حلب وحمص ودرعا مساء أمس.", ["حلب", "حمص", "درعا"]),
        ("وصلت القافلة إلى #الموصل قادمة من #بغداد.", ["الموصل", "بغداد"]),
        ("عاد النازحون لبغداد وبالموصل بدأ ترميم المدارس.", ["بغداد", "الموصل"]),
        ("انفجرت سيارة قرب مطار بيروت الدولي.", ["مطار بيروت الدولي"]),
        ("قتل ثلاثة في حَلَب.", ["حَلَب"]),
        ("زار الوفد دير الزور وأبوظبي.", ["دير الزور", "أبوظبي"]),
        ("نزح الأهالي من قرية الصفصافة إلى بلدة كفرنوران.", ["قرية الصفصافة", "كفرنوران"]),
    ],
)
def test_names_are_found_without_their_particles(places_of, text: str, expected: list[str]) -> None:
    found = names(places_of(text))
    assert [name for name in found if any(name.endswith(e.split()[-1]) for e in expected)] == found
    assert len(found) == len(expected)


@pytest.mark.parametrize(
    "text",
    [
        "وقف الرجل أمام الباب وطلب كوبا من الماء.",
        "دفع المستوردون الرسوم كاملة عن كل شحنة.",
        "قال خالد حمص إن أخاه محمد حلب سافر.",
        "أعلن متحدث أن الخطة تسير دوما كما يراد لها.",
        "نشرت «الشرق الأوسط» مقالا طويلا.",
        "هذه المدينة الكبرى لا تنام.",
    ],
)
def test_other_words_and_people_are_no_places(places_of, text: str) -> None:
    assert places_of(text) == []


def test_a_state_that_acts_is_no_place(places_of) -> None:
    assert names(places_of("قالت تركيا إن جنودها باقون في سوريا.")) == ["سوريا"]
    assert names(places_of("فرضت واشنطن عقوبات جديدة، ووصل الوفد إلى واشنطن.")) == ["واشنطن"]


def test_an_ambiguous_name_needs_a_word_of_place_or_a_list(places_of) -> None:
    assert names(places_of("دخلت القوات مدينة الباب ثم منبج.")) == ["مدينة الباب", "منبج"]
    assert "الباب" in names(places_of("استهدف القصف منبج والباب وعفرين في ريف حلب."))


@pytest.mark.parametrize(
    ("text", "name", "country", "point"),
    [
        ("خرجت تظاهرة في طرابلس شمالي لبنان.", "طرابلس", "LBN", (34.44, 35.84)),
        ("اندلعت اشتباكات في طرابلس بين كتائب ليبية.", "طرابلس", "LBY", (32.89, 13.19)),
        ("قصفت الطائرات دوما بريف دمشق.", "دوما", "SYR", (33.57, 36.40)),
        ("أعلنت الشرطة المصرية مقتل اثنين في القاهرة.", "القاهرة", "EGY", (30.05, 31.24)),
        ("هاجم مسلحون نقطة للجيش في رفح بشمال سيناء.", "رفح", "EGY", (31.28, 34.24)),
        ("احترق متجر في لندن.", "لندن", "GBR", (51.51, -0.13)),
    ],
)
def test_homonyms_go_by_their_context(
    places_of, text: str, name: str, country: str, point: tuple[float, float]
) -> None:
    place = next(p for p in places_of(text) if p.text == name)
    assert place.country == country
    assert place.lat is not None
    assert place.lon is not None
    assert distance((place.lat, place.lon), point) < 25
    assert place.reason


def test_an_unknown_name_keeps_its_kind_and_gets_no_point(places_of) -> None:
    (village, *_) = places_of("أحرق مسلحون منازل في قرية الصفصافة.")
    assert (village.kind, village.name_en, village.lat, village.precision) == ("village", None, None, "none")


def test_a_street_named_after_a_city_is_not_in_that_city(places_of) -> None:
    place = next(p for p in places_of("انفجرت عبوة في شارع القدس وسط بغداد.") if "القدس" in p.text)
    assert (place.kind, place.country, place.precision) == ("road", "IRQ", "region")
    assert "Baghdad" in place.reason


@pytest.mark.parametrize(
    ("text", "name", "town"),
    [
        ("انفجرت قنبلة في فندق «الواحة» في طرابلس شمالي لبنان.", "الواحة", (34.44, 35.84)),
        ("هاجم مسلحون حي الكرامة وسط بنغازي.", "حي الكرامة", (32.12, 20.07)),
        ("وصل الوفد إلى تعز. ثم زار حي العرضي.", "حي العرضي", (13.58, 44.02)),
        ("احترقت منازل في قرية الصفصافة قرب حماة.", "قرية الصفصافة", (35.13, 36.75)),
    ],
)
def test_a_spot_that_no_table_knows_has_the_point_of_its_town(
    places_of, text: str, name: str, town: tuple[float, float]
) -> None:
    place = next(p for p in places_of(text) if name in p.text or p.text in name)
    assert distance((place.lat, place.lon), town) < 25
    assert place.precision == "region"
    assert "the point of" in place.reason


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("خمسة قتلى بقصف على دوما.", ["دوما"]),
        ("اشتباكات في جاسم.", ["جاسم"]),
        ("غارات على الميادين.", ["الميادين"]),
        ("اعتقال خلية في الزرقاء.", ["الزرقاء"]),
        ("اعتصم الطلاب في الميادين العامة.", []),
        ("اجتمعوا في إطار الجهود الدولية.", []),
        ("سأل الطبيب عن جدة المريض.", []),
    ],
)
def test_a_name_that_is_a_common_word_too_needs_its_preposition(places_of, text: str, expected: list[str]) -> None:
    assert names(places_of(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قصفت المدفعية بلدات الحارة ونوى وجاسم في درعا.", ["الحارة", "نوى", "جاسم", "درعا"]),
        ("وصلت المساعدات إلى قرى بيت سحم والنعيمة.", ["بيت سحم", "النعيمة"]),
        ("زار الوفد قرى الساحل والجبل.", []),
    ],
)
def test_a_plural_announces_a_list_of_places(places_of, text: str, expected: list[str]) -> None:
    assert names(places_of(text)) == expected


def test_a_list_tells_which_country_a_name_lies_in(places_of) -> None:
    found = places_of("اندلعت اشتباكات في طرابلس وسرت ومصراتة.")
    assert [(p.text, p.country) for p in found] == [("طرابلس", "LBY"), ("سرت", "LBY"), ("مصراتة", "LBY")]


def test_a_state_that_a_verb_acts_on_is_no_place(places_of) -> None:
    assert names(places_of("طالب الوفد دمشق بفتح المعابر في حلب.")) == ["حلب"]
    assert "بغداد" in names(places_of("وصل الوفد العاصمة العراقية بغداد."))


def test_within_a_state_has_its_point(places_of) -> None:
    (place,) = places_of("تسلل المسلحون إلى الداخل اللبناني.")
    assert (place.country, place.precision) == ("LBN", "country")
    assert place.lat is not None


def test_the_capital_is_that_of_the_country_of_the_text(places_of) -> None:
    text = "أطلقت الشرطة التونسية الغاز في العاصمة بعد أن تظاهر تونسيون في سوسة."
    assert [(p.name_en, p.country) for p in places_of(text) if p.text == "العاصمة"] == [("Tunis", "TUN")]


def test_an_area_that_is_described_has_no_point(places_of) -> None:
    (area,) = places_of("عاد الهدوء إلى المناطق المحررة.")
    assert (area.kind, area.lat, area.precision) == ("region", None, "none")


def test_alternatives_name_the_other_bearers(places_of) -> None:
    place = next(p for p in places_of("خرجت تظاهرة في طرابلس شمالي لبنان.") if p.text == "طرابلس")
    assert any("LBY" in other for other in place.alternatives)


def test_a_users_row_wins(words) -> None:
    row = PlaceEntry(aliases=["الباب"], name_en="Our al-Bab", country="IRQ", kind="village", lat="33.0", lon="44.0")
    text = "وصلت المساعدات إلى الباب."
    tokens = [words.rank(tokenize(text, s.start, s.end)) for s in split(text)]
    ((place, _, _),) = locate(text, tokens, Gazetteer.load([row]))[0]
    assert (place.name_en, place.country) == ("Our al-Bab", "IRQ")


def test_cuts_take_particles_off_in_order() -> None:
    assert ("ل", "الموصل") in {(p, w) for _, p, w in cuts("وللموصل")}
    assert (2, "ب", "حلب") in cuts("وبحلب")
    (token,) = tokenize("وَبِحَلَب")
    assert token.text[offset(token, 2) :] == "حَلَب"


def test_keys_meet_across_spellings() -> None:
    assert alias_key("أبو ظبي") == alias_key("ابوظبي")
    assert alias_key("سان-دوني") == alias_key("سان دوني")


def test_packing_marks_names_that_are_words() -> None:
    words = {"باب": COMMON, "حلب": RARE}
    assert [flag_of(alias_key(a), words) for a in ("الباب", "حلب", "منبج")] == [COMMON, RARE, SURE]
    rows = [
        PlaceEntry(
            aliases=["منبج", "الباب"],
            name_en="Here",
            country="SYR",
            kind="city",
            lat="36.5",
            lon="37.9",
            note="minor sure",
        )
    ]
    assert marks(rows[0]) == {"minor", "sure"}
    lands = [
        CountryEntry(
            alpha3="SYR", name_en="Syria", aliases=["سوريا"], adjectives=["سوري"], capital=["دمشق"], lat="35", lon="38"
        )
    ]
    city = Site("Manbij", "SYR", None, "city", 36.53, 37.96, 99_497, UPSTREAM)
    packed = pack_gazetteer(Lexicon(places=rows, countries=lands), [(city, ["منبج"])])
    gazetteer = Gazetteer(packed)
    assert [site.name_en for site in gazetteer.sites("منبج")] == ["Here", "Manbij"]
    assert gazetteer.sites("منبج")[0].population == 99_497
    assert gazetteer.nation("السوريه") == "SYR"
    assert gazetteer.nation_of("والسوريين") == "SYR"
    assert msgspec.json.decode(msgspec.json.encode(packed), type=type(packed)) == packed


def test_every_country_has_a_point_and_an_english_adjective() -> None:
    for land in load_tables().countries:
        assert -90 <= float(land.lat or "x") <= 90
        assert -180 <= float(land.lon or "x") <= 180
        assert "adj=" in (land.note or "")
