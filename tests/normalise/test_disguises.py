"""Each kind of disguise is undone, and what only looks like one is left alone."""

import unicodedata

import pytest

from bot.normalise import fold


def changed(pairs):
    """Pairs of a text as typed and as it reads, named by the first."""
    return pytest.mark.parametrize(("typed", "meant"), pairs, ids=[typed for typed, _ in pairs])


def kept(texts):
    return pytest.mark.parametrize("text", texts, ids=texts)


@changed(
    [
        ("you fo\u200bol", "you fool"),
        ("\u202eyou\u2069 are", "you are"),
        ("cl\u00adown", "clown"),
        ("ga\ufe0fmer", "gamer"),
        ("ｌｏｓｅｒ", "loser"),
        ("𝓵𝓸𝓼𝓮𝓻 and 𝕔𝕝𝕠𝕨𝕟", "loser and clown"),
        ("ⓕⓞⓞⓛ", "fool"),
        ("🅵🅾🅾🅻", "FOOL"),
        ("🇫🇴🇴🇱🇸 🇵🇱", "FOOLS 🇵🇱"),
        ("ꜰᴏᴏʟ", "fool"),
        ("cafe\u0301", "café"),
    ],
)
def test_invisible_and_odd_characters_become_the_usual_ones(typed, meant):
    assert fold(typed) == meant


@kept(
    [
        "family 👨‍👩‍👧 and ❤️ and 1️⃣ and 🏴󠁧󠁢󠁥󠁮󠁧󠁿 and 👍🏽",
        "¯\\_(ツ)_/¯",
        "wait… what™ 5º 10 m²",
        "‼️ ™️ ⁉️",
        "ﷺ",
        "it´s ok",
        "за\u0301мок на замке\u0301",
        "हिन्दी में नमस्ते",
        "שָׁלוֹם",
    ],
)
def test_emoji_plain_signs_and_the_spelling_of_other_scripts_stay(text):
    assert fold(text) == text


@pytest.mark.parametrize("word", ["idiota", "błazen", "дурень", "ηλίθιος", "ещё", "козёл", "ї"])
@pytest.mark.parametrize("marks", ["\u0336", "\u0315\u0300\u0327\u0344", "\u0489\u0301\u0308" * 9])
def test_piles_of_marks_go_and_honest_accents_stay(word, marks):
    assert fold("".join(char + marks for char in word)) == word


def test_accents_typed_apart_from_their_letter_join_it():
    text = "jesteś żałosny ϊΐ ñandú ёж їжак ᾧ"
    assert fold(unicodedata.normalize("NFD", text)) == text


@changed(
    [
        ("уоu аrе so сlеvеr", "you are so clever"),
        ("фool", "fool"),
        ("ты cвoлoчь", "ты сволочь"),
        ("дyрень", "дурень"),
        ("дурiнь", "дурінь"),
        ("nизкий человек, xам", "пизкий человек, хам"),
        ("ВOT ТAК, дура", "ВОТ ТАК, дура"),
        ("сop is here", "cop is here"),
        ("βλάκας oλοι", "βλάκας ολοι"),
        ("ανiκανος", "ανικανος"),
        ("idiοtα", "idiota"),
        ("сluеleѕѕ", "clueless"),
        ("lꭵar", "liar"),
    ],
)
def test_a_word_of_mixed_alphabets_is_written_in_its_own(typed, meant):
    assert fold(typed) == meant


@kept(
    [
        "сор у нас в хате, а не тут",
        "рот, нос, ухо, лоб, рука",
        "όχι ρε, τι λες τώρα",
        "νοκια και κορνα",
        "PDFка и SMSка от IT-отдела, git-репозиторий",
        "Telegramный",
        "10 μs or 5 μm",
        "食べるTシャツ",
        "ՀԱՅԵՐԵՆ օրեր",
        "ᎣᏏᏲ",
    ],
)
def test_words_of_one_alphabet_and_foreign_stems_stay(text):
    assert fold(text) == text


@changed(
    [
        ("y0u 4re an 1diot", "you are an idiot"),
        ("what a m0r0n", "what a moron"),
        ("d1ckh3ad", "dickhead"),
        ("b!tch please, sh!t", "bitch please, shit"),
        ("a$$hole and a$$ and $tupid", "asshole and ass and stupid"),
        ("you @sshole", "you asshole"),
        ("1oser, 1mbecile", "loser, imbecile"),
        ("D1RTY L1AR", "DIRTY LIAR"),
        ("m13rd4 de p3lotud0", "mierda de pelotudo"),
        ("jeb@ny g0wniarz", "jebany gowniarz"),
        ("п0шел отсюда, дол6оёб", "пошел отсюда, долбоёб"),
        ("β0ύρλο, μαλ@κα", "βούρλο, μαλακα"),
    ],
)
def test_digits_and_signs_inside_words_are_letters(typed, meant):
    assert fold(typed) == meant


@kept(
    [
        "2026",
        "10k views, 4k video, 5G, 100%",
        "my mp3 player, mp4s too, ps5 and gta5online",
        "b2b and p2p",
        "covid19 h2o",
        "v1.2.3, 3.14, 0.9b",
        "$5, 5€, 10zł, US$20, C$ and A$",
        "19:30, at 7pm, 3am, 2h0m, 10h30m",
        "1st 2nd 3rd 4th",
        "1month 4people 1password 4chan 4ever",
        "rtx4070 RTX4070TI win11 i7 x86",
        "wow!what",
        "mail john@example.com please",
        "2го мая, 90х, 5ти",
        "στις 3μμ, 2ος",
        "gr8 m8",
        "v2.1beta, MIG31BM, the a1c test, id a10b34c01",
        "$HIT $TSLA",
        "@nick and @1diot",
    ],
)
def test_numbers_names_prices_and_times_stay(text):
    assert fold(text) == text


def test_a_digit_in_front_of_a_short_word_is_a_letter_only_beside_other_leet():
    assert fold("4re") == "4re"
    assert fold("y0u 4re 1st") == "you are 1st"
    assert fold("h3y") == "h3y"
    assert fold("h3y m0ron") == "hey moron"


@changed(
    [
        ("you c l o w n", "you clown"),
        ("g e t  l o s t", "get lost"),
        ("g  e t   l o  s  t", "getlost"),
        ("т ы  д у р а к", "ты дурак"),
        ("с\nв\nи\nн", "свин"),
        ("β λ ά κ α ς", "βλάκας"),
        ("f.o.o.l", "fool"),
        ("f-o-o-l-s", "fools"),
        ("f_o_o_l", "fool"),
        ("f*o*o*l", "fool"),
        ("f . o . o . l", "fool"),
        ("f..o..o..l", "fool"),
        ("s.t.u.p.i.d f.o.x", "stupid fox"),
        ("m 0 r o n", "moron"),
        ("к.р.е.т.и.н!", "кретин!"),
        ("f.o.o.l, 1.2", "fool, 1.2"),
    ],
)
def test_spaced_out_words_are_closed(typed, meant):
    assert fold(typed) == meant


@kept(
    [
        "a b c",
        "a b c d e",
        "plan A - B - C - D",
        "i w z tym jest problem",
        "и я в игре",
        "у меня и в а, и в б",
        "ή ο ένας ή η άλλη",
        "quedó 3 a 1",
        "w a s d",
        "U.S.A. e.g. this",
        "и т.д. и т.п.",
        "1 2 3 4 5",
        "1 a 2 b 3 c",
        "o o o o",
        "n-n-no, d-d-don't",
        "x, y, z, w",
    ],
)
def test_lists_abbreviations_and_short_words_stay_apart(text):
    assert fold(text) == text


@changed(
    [
        ("idiooooot", "idiot"),
        ("stuuuupid", "stupid"),
        ("biiiiitch", "bitch"),
        ("you foooool", "you fool"),
        ("sooooo goooood", "so good"),
        ("killlll", "kill"),
        ("asssshole", "asshole"),
        ("daddddy", "daddy"),
        ("damnnnn", "damn"),
        ("sssstop", "stop"),
        ("LOOOSER", "LOSER"),
        ("идиоооот", "идиот"),
        ("дууурак", "дурак"),
        ("длиннннный", "длинный"),
        ("вооообще", "вообще"),
        ("ηλίθιεεεε", "ηλίθιε"),
        ("άλλλλος", "άλλος"),
        ("jesteeeeś głuuupi", "jesteś głupi"),
        ("perrrro", "perro"),
        ("aaaaaaaah", "ah"),
        ("aaaaaaaa", "aaa"),
    ],
)
def test_stretched_words_shrink_to_how_they_are_spelled(typed, meant):
    assert fold(typed) == meant


@kept(["xDDDD", "World War III", "XXXIII", "mmm", "ооо", "1000000", "!!!", "...", "hahahaha"])
def test_laughter_numbers_and_punctuation_are_not_stretched_words(text):
    assert fold(text) == text


@changed(
    [
        ("**you** are an i||di||ot", "you are an idiot"),
        ("*you* _are_ __so__ ***dull***", "you are so dull"),
        ("~~nice~~ try", "nice try"),
        ("# You\n## there\n-# listen", "You\nthere\nlisten"),
        ("**_you_**", "you"),
        ("lo**se**r", "loser"),
        ("|| not a secret ||", " not a secret "),
        ("lo||ser of the|| year", "loser of the year"),
    ],
)
def test_markdown_signs_are_taken_off(typed, meant):
    assert fold(typed) == meant


@kept(
    [
        "f*ck that sh*t",
        "б**ть и с**а",
        "f**k you and s**t",
        "x*y*z",
        "2 * 3 * 4",
        "my_var_name and other_name",
        "^_^ and ^_^",
        "-_- >_< T_T",
        "* one\n* two",
        "#general and #1",
        "\\*not bold\\*",
        "**** off ****",
        "*a b*c",
        "a*b c*",
        "x** and **y",
    ],
)
def test_masked_letters_names_and_lone_signs_stay(text):
    assert fold(text) == text


@changed(
    [
        ("**y\u200b0u**   l 0 s e r", "you   loser"),
        ("іііdі0000t", "idiot"),
        ("𝓭.𝓾.𝓶.𝓫", "dumb"),
        ("*с* *v* *і* *n* *і* *а*", "cvinia"),
        ("||ѕ||tuuuu||ріd||", "stupid"),
    ],
)
def test_disguises_in_layers_all_come_off(typed, meant):
    assert fold(typed) == meant


@kept(
    [
        "Thanks, that helped! See https://example.org/a_b?c=1 :)",
        "gracias, ¿quedamos mañana a las 19:30? 🎉",
        "dzięki, jutro wrzucę zdjęcia… do zobaczenia 👋",
        "спасибо, помогло! завтра выложу фотографии — ждите",
        "дякую, допомогло! п'ятниця о 18:00, об'їзд",
        "ευχαριστώ, βοήθησε! τα λέμε αύριο «στις οκτώ»",
        "it's 5-10 min from here, isn't it?",
        "> quoted -> arrow <- and a/b, c&d, 50/50",
    ],
)
def test_ordinary_chat_is_left_exactly_as_typed(text):
    assert fold(text) == text


def test_a_translation_into_other_letters_is_not_undone():
    assert fold("ty tupoy ili prikidyvaeshsya") == "ty tupoy ili prikidyvaeshsya"
