"""Words that give a variety away: function words, question words, the commonest verbs.

A word listed for several varieties counts for each of them by its share.
"""

from __future__ import annotations

from types import MappingProxyType

from siyada.types import Variety

_LISTS = {
    Variety.FRENCH: """
le la les un une des du de et ou est sont dans pour par sur avec sans que qui quoi dont où ce cet cette ces je tu il elle
on nous vous ils elles mon ma mes ton son sa ses notre nos votre vos leur leurs ne pas plus très aussi au aux en à être
avoir fait faire peut peux dois doit quel quelle quels quelles comment combien quand pourquoi si mais donc bonjour merci
après avant entre depuis chez comme tout tous toute toutes aucun mois jours loi article carte demande droit""",
    Variety.ENGLISH: """
the of to and in is it that this these those with for from by at as be been was were are i you he she we they my your
his her its our their do does did have has had can could may must should will would what which who when where why how
much many not no so if then than there here about into any some long get need want""",
    Variety.SPANISH: """
el los las lo un una unos unas del al y o que quien quién cual cuál cómo como cuándo cuando cuánto cuánta cuántos dónde
donde por para con sin sobre es son está están ser soy eres ha han hay puedo puede debo debe mi mis su sus tu se le les
nos qué de la en muy también pero porque""",
    Variety.ARABIC: """
في من إلى الى على عن مع هذا هذه ذلك تلك التي الذي الذين أن إن أو لم لن ليس كان كانت يكون قد هل ما ماذا متى أين كيف كم
لماذا هو هي هم نحن أنا بعد قبل بين عند كل حيث لا يمكن يجب أي خلال وفق""",
    Variety.DARIJA_ARABIC: """
ديال ديالي ديالك ديالو ديالها ديالنا ديالهم واش شنو شنهي شنهو شناهي شنية علاش كيفاش فين منين فوقاش وقتاش شحال شكون بغيت
بغا بغينا خاصني خاصو خصني خص خاص هاد هادي هادو هادشي داكشي داك ديك دابا بزاف شوية كاين كاينة كاينين ماشي غادي حيت باش
اللي لي راه راها راني حنا نتا نتي هوما عندي عندو عندها عندهم ليا ليك ليه درت ندير كندير كيدير نقدر الدار باغي إلا ولا مزيان
الخدمة الفلوس شي نتاع تاع حتى ديالكم لينا فاش غير بلا بحال كيما ماكاينش معندوش ماعنديش والو جوج""",
    Variety.DARIJA_LATIN: """
dyal dyali dyalk dyalo dyalha dial diali dialo wach wash chno chnou chnowa ach ash 3lach kifach kifash fin fayn mnin
fo9ach fou9ach wa9tach ch7al chhal shhal chkoun bghit bgha bghina khassni khass khasso khsni had hada hadi hado hadchi
dakchi dak dik daba bezzaf bzaf chwiya kayn kayna kaynin machi mashi ghadi hit bach lli li rah raha rani hna 7na nta nti
houma 3andi 3ndi 3ando 3ndo 3andha lia lik lih ndir kandir kaydir n9der ne9der ila wla w f d l mn 3la fih fiha ta walakin
ghir bla b7al kima walo jouj safi wakha salam khoya khdma flous chi dert kan kant hta 7ta""",
    Variety.AMAZIGH_LATIN: """
n d g s i ad ur ar is ay nna ann manza manik mani mamk mnck mnnaw acku mc ig xf zg dar netta nettat tamazight azul d-
yan sin krad tanmmirt aseggas ass ussan tmurt taddart imdanen ula akkw kra wa ta wi ti inna nnig ddaw mayd maday amm
ɣef deg yella ara ulac""",
}
_collected: dict[str, tuple[Variety, ...]] = {}
for _variety, _words in _LISTS.items():
    for _word in _words.split():
        _collected[_word] = (*_collected.get(_word, ()), _variety)

MARKERS = MappingProxyType(_collected)

__all__ = ["MARKERS"]
