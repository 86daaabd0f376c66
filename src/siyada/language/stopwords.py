"""Words that carry no subject: articles, prepositions, pronouns, auxiliaries and question words of each variety.

Kept apart from the subject words so that a question is searched by what it is about. Words that are small in one
language and meaningful in another ("but", "or", "car", "dar") are left out.
"""

from __future__ import annotations

from siyada.language.normal import normal_text

_FRENCH = """
le la les l un une des du de d au aux à en dans par pour sur sous avec sans chez entre vers depuis pendant avant après
et ou ni mais donc si que qu qui quoi dont où ce c cet cette ces cela ça ceci celui celle ceux celles
je j tu il elle on nous vous ils elles me m te t se s lui leur y moi toi soi eux
mon ma mes ton ta tes son sa ses notre nos votre vos leurs
ne n pas plus moins très trop aussi encore déjà toujours jamais rien tout tous toute toutes même autre autres
suis es est sommes êtes sont étais était étaient serai sera seront serait être été étant
ai as a avons avez ont avais avait avaient aurai aura auront aurait avoir eu ayant
peux peut pouvons pouvez peuvent pouvoir pourrait puis dois doit devons devez doivent devoir devrait
fais fait faisons faites font faire veux veut voulez veulent vouloir voudrais faut va vais vont aller
combien comment pourquoi quand quel quelle quels quelles lequel laquelle lesquels lesquelles est-ce
donne donner donnent donné dit dire dis disent vient viennent bien normal normale normalement obligé obligée possible
comme ainsi alors lors lorsque afin selon quelque quelques chaque plusieurs aucun aucune
s'il ici là voici voilà oui non merci bonjour svp
"""
_ENGLISH = """
the of to and in is it that this these those with for from by at as be been being was were are am i you he she we they
my your his her its our their me him us them do does did have has had can could may might must shall should will would
what which who whom whose when where why how much many long not no nor so if then than there here about into any some
get need want please an after given needed needs using
"""
_SPANISH = """
el los las lo un unos unas del al y o u que quien quién cual cuál cuales cómo como cuando cuándo cuanto cuánto cuantos
cuántos donde dónde por para con sin sobre entre es son está están ser soy eres ha han he hay puedo puede debo debe
mi mis su sus tu tus se le les me nos qué una necesito quiero hacer
"""
_ARABIC = """
في من إلى على عن مع بين عند لدى حتى منذ خلال بعد قبل تحت فوق أمام وراء دون بدون حول ضد لأجل بشأن كي لكي
و أو أم ثم بل لكن إن أن إذا لو كما حيث بينما لأن فإن وإن كأن ليت لعل قد لقد سوف
هو هي هم هن هما أنا أنت أنتم نحن هذا هذه هذان هذين هاتين هؤلاء ذلك تلك أولئك هنا هناك الذي التي الذين اللذان اللواتي اللاتي
ما ماذا من متى أين كيف كم لماذا هل أي أية أيها أيتها مما عما بما فيما كلما إنما
لا لم لن ليس ليست ليسوا غير سوى إلا كل جميع بعض نفس ذات
كان كانت كانوا يكون تكون يكونون كنت أكون كون
له لها لهم لي لك لكم لنا به بها بهم فيه فيها فيهم منه منها منهم عليه عليها عليهم إليه إليها عنه عنها معه معها
يمكن يمكنني يجب ينبغي يحق أريد أستطيع هي
"""
_DARIJA = """
ديال ديالي ديالك ديالو ديالها ديالنا ديالكم ديالهم د ف فـ ب ل م فال فاللي اللي لي لكن ولا ولكن إلا الا حيت باش حتى
واش شنو شنهو شنهي شناهي شنية آش أش اش علاش كيفاش فين منين فوقاش وقتاش شحال شكون اشمن أشمن
أنا نتا نتي هو هي حنا نتوما هوما هاد هادي هادو داك ديك دوك هادشي داكشي
كاين كاينة كاينين كان كانت ماشي غير غا غادي راه راها راني بغيت بغا بغينا خاصني خاص خاصو خاصها خصني خصو خص
عندي عندك عندو عندها عندنا عندهم ليا ليك ليه ليها لينا ليهم معايا معاك معاه بزاف شوية شي شيحاجة حاجة دابا
نقدر يقدر تقدر ندير يدير تدير درت كندير كيدير
باغي باغية باغين بغات بغيتي عافاك راك واحد بلي كاع ملي ممكن مايمكنش بحال هادا هدا اخر خرين
"""
_DARIJA_LATIN = """
dyal dyali dyalk dyalo dyalha dyalna dial diali d f b l m men mn mnin 3la 3lia 3lik 3lih fih fiha lli li wla walla
wach wash chno chnou chnowa chnahowa chnahia ach ash 3lach kifach kifash fin fayn fo9ach fou9ach wa9tach ch7al chhal
shhal chkoun ana nta nti howa huwa hiya hna 7na ntouma houma had hada hadi hado dak dik hadchi dakchi
kayn kayna kaynin kan kanet machi mashi ghir gha ghadi rah raha rani bghit bgha bghina khassni khass khasso khassha
3andi 3andk 3ndi 3ndk 3ndo 3ando 3andha lia lik lih liha lina lihom m3aya m3ak bezzaf bzaf chwiya chi daba
n9der ne9der y9der te9der ndir ydir tdir dert ila ela bach w o ou hta 7ta wakha
m3a bghiti 7aja haja dima liya bzzaf imkan momkin b7al ga3 bli chokran wahd wa7d wa7ed 3afak chwia rak idan mazal
ykon ikon tkon ykoun 3ndna 3ndek 3andak 3ndha 3liha 3liya 3lya khasni khasna khassna khasshom baghi bagha baghyin
kanbghi bach7al 7tta mli akhor khra ma3ndich walo
"""
_AMAZIGH = """
n d g s i ad ur ar is ay nna ann mad manza manik mani mamk mnck mnnaw matta ma acku mc ig xf zg gr ɣ ɣr
netta nettat nkk kyy kmm
"""

LATIN_STOPWORDS = frozenset(
    normal_text(word) for word in f"{_FRENCH} {_ENGLISH} {_SPANISH} {_DARIJA_LATIN} {_AMAZIGH}".split()
)
ARABIC_STOPWORDS = frozenset(normal_text(word) for word in f"{_ARABIC} {_DARIJA}".split())

__all__ = ["ARABIC_STOPWORDS", "LATIN_STOPWORDS"]
