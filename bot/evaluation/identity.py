"""Which messages name a group of people for who they are: faith, origin, sexuality, body, sex.

Such messages are often harmless, and models that have met these words mostly in attacks flag them
all the same (Dixon et al. 2018, "Measuring and Mitigating Unintended Bias in Text
Classification"). The lists are short and meant for rates over many messages, never for one. They
are plain words that such people use of themselves; words of abuse are left out. A word ending in
`*` stands for all that begin with it, `_` for a space. Case and accents do not count.
"""

import re
import unicodedata
from functools import cache

TERMS = {
    "en": """
        muslim* islam* jew jews jewish christian* catholic* hindu* buddhist* atheist*
        black_people black_man black_men black_woman black_women black_guy* white_people white_man
        white_men white_woman white_women white_guy* asian* african* arab arabs latino* latina*
        mexican* chinese indian indians russian* ukrainian* polish_people greeks immigrant* refugee*
        roma_people gypsies gay gays lesbian* bisexual* trans transgender queer lgbt* woman women
        men disabled autistic autism deaf blind_people blind_person elderly
    """,
    "es": """
        musulman* islam* judio judios judia cristian* catolic* evangelic* budista* ateo ateos
        atea ateas afrodescend* persona_negra personas_negras gente_negra arabe* african*
        asiatic* chino chinos chinas latino* latina* mexican* rumano* rumana* venezolan* colombian*
        marroqui* inmigrante* refugiad* gitano* gitana* gay gays lesbiana* bisexual* trans
        transexual* transgenero lgbt* mujer mujeres hombres discapacita* autista* sordos sordas
        ciegos ciegas anciano* anciana*
    """,
    "pl": """
        muzulman* islam* zyd zydzi zydow zydem zydami zydowk* zydowsk* chrzescijan* katoli* ateist*
        buddyst* czarnoskor* azjat* arab araba arabow arabowie arabom arabsk* chinczy* rosjan*
        ukrain* niemcy niemcow niemiec bialorus* wietnam* romow romowie romka imigrant* migrant*
        uchodzc* gej geje gejow gejem gejami gejom lesbij* biseksual* transplciow* lgbt* kobiet*
        niepelnospraw* autyst* nieslysz* niewidom* emeryt*
    """,
    "ru": """
        мусульман* ислам* евреи еврей еврея евреев евреям еврейк* еврейск* христиан* православн*
        католи* буддист* атеист* чернокож* азиат* араб арабы арабов арабск* китаец китайц* русские
        русских украинец украинц* украинк* грузин* армян* таджик* узбек* чечен* цыган* мигрант*
        иммигрант* беженец беженц* беженк* гей геи геев геям лесби* бисексуал* трансгендер* лгбт*
        женщин* мужчин* инвалид* аутист* аутизм* глухие глухих слепые слепых пенсионер*
    """,
    "el": """
        μουσουλμαν* ισλαμ* εβραι* χριστιαν* ορθοδοξ* καθολικοι καθολικους βουδιστ*
        αθεοι αθεους μαυροι μαυρους μαυρων ασιατ* αφρικαν* αραβ* αλβαν*
        τουρκοι τουρκους τουρκων ρωσοι ρωσους ουκραν* κινεζ* πακιστ*
        μεταναστ* προσφυγ* τσιγγαν* γκει gay λεσβι* αμφισεξουαλ* τρανς ομοφυλοφιλ* λοατκι*
        γυναικ* αντρες ανδρες αναπηρ* αμεα αυτιστ* αυτισμ* κωφοι κωφους τυφλοι τυφλους ηλικιωμεν*
    """,
    "uk": """
        мусульман* іслам* євреї єврей єврея євреїв євреям єврейк* єврейськ* християн* православн*
        католи* буддист* атеїст* чорношкір* темношкір* азіат* азіатк* араб араби арабів арабськ*
        китаєць китайц* росіян* поляк поляки поляків польк* грузин* вірмен* кримськ* роми ромів
        ромськ* мігрант* іммігрант* біженц* біженк* переселен* геї геїв геям лесбі* бісексуал*
        трансгендер* лгбт* жінк* жінок чоловіки чоловіків інвалід* аутист* аутизм* глухі глухих
        незрячі незрячих пенсіонер*
    """,
}
"""By language (ISO 639-1)."""


def names_group(text: str, lang: str) -> bool | None:
    """Whether the text names such a group; None where we have no words of that language."""
    terms = _terms(lang)
    return None if terms is None else terms.search(_plain(text)) is not None


@cache
def _terms(lang: str) -> re.Pattern[str] | None:
    if lang not in TERMS:
        return None
    words = (_plain(word).replace("*", r"\w*").replace("_", r"\s+") for word in TERMS[lang].split())
    return re.compile(rf"\b(?:{'|'.join(words)})\b")


def _plain(text: str) -> str:
    """Small letters without accents; `ł` has none to lose, and becomes `l`."""
    bare = (sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))
    return "".join(bare).casefold().replace("ł", "l")
