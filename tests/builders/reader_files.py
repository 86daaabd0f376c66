"""Files of every format, with the sentences that must be read from them. Office files are built part by part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from xml.sax.saxutils import escape

from siyada.documents.readers import Limits, read
from siyada.errors import DocumentError
from siyada.types import Reading

ARABIC_TITLE = "الفصل الأول: البطاقة الوطنية للتعريف الإلكترونية"
ARABIC = (
    "تسلم البطاقة داخل أجل 10 أيام من تاريخ إيداع الطلب، طبقا للمادة 7 من القانون رقم 04.20 الصادر في 6 غشت 2020.",
    (
        "لا يجوز لأي إدارة أن تطلب الإدلاء بوثائق أخرى؛ ولأجل ذلك تطبق أحكام القانون رقم 09-08 (المعطيات الشخصية)"
        " والمرسوم رقم 2.09.165."
    ),
    "تحدد مصاريف التمبر في 75,00 درهما، أي 12,5% من الأجر، وتؤدى قبل 15/09/2025 على الساعة 16:30.",
)
ARABIC_HEADING = "الوثائق المطلوبة"
VOCALISED = (
    "يُدلي المُرتفق بنسخة من عقد الازدياد وصورتين «حديثتين»، ويُؤدّي رسماً قدرُه ١٢٣ درهماً لفائدة CNSS أو عبر الموقع"
    " www.exemple.ma قبل الآجال."
)
ROWS = (("الخدمة", "الأجل", "المبلغ"), ("البطاقة", "10 أيام", "75 درهما"), ("جواز السفر", "15 يوما", "500 درهم"))
FRENCH_TITLE = "Chapitre premier : la carte nationale"
FRENCH = (
    (
        "La carte est délivrée dans un délai de 10 jours à compter du dépôt, en application de l’article 7 de la loi"
        " n° 04.20 du 6 août 2020."
    ),
    (
        "Aucune administration ne peut exiger d’autres pièces ; la loi n° 09-08 (données personnelles) et le décret"
        " n° 2.09.165 s’appliquent. Le timbre coûte 1.234,50 dirhams, soit 12,5 % du salaire, à payer avant le"
        " 15/09/2025 à 16h30."
    ),
)
FRENCH_HEADING = "Pièces à fournir"
MIXED = (
    "L’usager (المرتفق) remet un acte de naissance et deux photos « récentes » à la Caisse nationale de sécurité"
    " sociale."
)
TIFINAGH = "ⵜⴰⴽⴰⵕⴹⴰ ⵜⴰⵏⴰⵎⵓⵔⵜ ⵏ ⵜⵎⴰⴳⵉⵜ 04.20"
COLUMN_ARABIC = (
    "تسهر الجماعة على تدبير المرافق العمومية المحلية، وتعمل على توفير الخدمات الأساسية للمواطنات والمواطنين في حدود"
    " اختصاصاتها. ويحدد القانون التنظيمي رقم 113.14 شروط ممارسة هذه الاختصاصات، ولا سيما المادة 83 منه. وتؤدى الرسوم"
    " قبل 31 مارس من كل سنة، تحت طائلة زيادة قدرها 15% من المبلغ الأصلي."
)
COLUMN_FRENCH = (
    "La commune veille à la gestion des services publics locaux et assure les prestations de base aux citoyennes et aux"
    " citoyens dans la limite de ses compétences. La loi organique n° 113.14 fixe les conditions d’exercice de ces"
    " compétences, notamment son article 83. Les taxes sont payées avant le 31 mars de chaque année, sous peine d’une"
    " majoration de 15 % du montant."
)
SCANNED = "La quittance de loyer est remise au locataire dans un délai de dix jours."

_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTENT = "application/vnd.openxmlformats-officedocument"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHOW = "http://schemas.openxmlformats.org/presentationml/2006/main"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"


def make_zip(members: Mapping[str, bytes | str]) -> bytes:
    """A zip of members, in their order."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def make_package(main: str, kind: str, parts: Mapping[str, bytes | str]) -> bytes:
    """An Office package whose main part is of a kind."""
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{main}" ContentType="{_CONTENT}.{kind}.main+xml"/></Types>'
    )
    return make_zip(
        {"[Content_Types].xml": types, "_rels/.rels": make_relationships([("officeDocument", main)]), **parts}
    )


def make_relationships(targets: Sequence[tuple[str, str]]) -> str:
    """A relationships part: kinds and targets under the ids rId1, rId2 and so on."""
    inside = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_RELATIONSHIPS}">{inside}</Relationships>'


def make_docx(
    body: str, *, styles: str = "", doctype: str = "", more: Mapping[str, bytes | str] | None = None
) -> bytes:
    """A Word document of a body in WordprocessingML, with the styles that it names."""
    parts: dict[str, bytes | str] = {
        "word/document.xml": f'{doctype}<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
    }
    if styles:
        parts["word/styles.xml"] = f'<w:styles xmlns:w="{_WORD}">{styles}</w:styles>'
    return make_package("word/document.xml", "wordprocessingml.document", parts | dict(more or {}))


def make_paragraph(text: str, *, style: str = "", properties: str = "") -> str:
    """A paragraph in WordprocessingML."""
    inside = (f'<w:pStyle w:val="{style}"/>' if style else "") + properties
    return f'<w:p><w:pPr>{inside}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def make_xlsx(sheets: Mapping[str, Sequence[Sequence[str | float | None]]], *, doctype: str = "") -> bytes:
    """A workbook; numbers from 40000 on are dates: 45915 is 2025-09-15."""
    names = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>' for number, name in enumerate(sheets, start=1)
    )
    targets = [("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)]
    parts: dict[str, bytes | str] = {
        "xl/workbook.xml": f'{doctype}<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}">'
        f"<sheets>{names}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": make_relationships([*targets, ("styles", "styles.xml")]),
        "xl/styles.xml": f'<styleSheet xmlns="{_SHEET}"><fonts count="1"><font/></fonts>'
        '<fills count="1"><fill/></fills>'
        '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        '<cellXfs count="2"><xf/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
    }
    for number, rows in enumerate(sheets.values(), start=1):
        inside = "".join(_row(place, row) for place, row in enumerate(rows, start=1))
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f'<worksheet xmlns="{_SHEET}"><sheetData>{inside}</sheetData></worksheet>'
        )
    return make_package("xl/workbook.xml", "spreadsheetml.sheet", parts)


def _row(number: int, row: Sequence[str | float | None]) -> str:
    cells = (_cell(f"{chr(65 + column)}{number}", value) for column, value in enumerate(row) if value is not None)
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(place: str, value: str | float) -> str:
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'
    return f'<c r="{place}" s="{int(value >= 40_000)}"><v>{value}</v></c>'


def make_pptx(slides: Sequence[tuple[str, Sequence[str]]], order: Sequence[int], notes: str = "") -> bytes:
    """A presentation of slides (title, paragraphs), shown in an order of their file numbers from 1."""
    shown = "".join(f'<p:sldId id="{256 + place}" r:id="rId{number}"/>' for place, number in enumerate(order))
    targets = [("slide", f"slides/slide{number}.xml") for number in range(1, len(slides) + 1)]
    parts: dict[str, bytes | str] = {
        "ppt/presentation.xml": f'<p:presentation xmlns:p="{_SHOW}" xmlns:r="{_OFFICE}">'
        f"<p:sldIdLst>{shown}</p:sldIdLst></p:presentation>",
        "ppt/_rels/presentation.xml.rels": make_relationships(targets),
    }
    for number, (title, paragraphs) in enumerate(slides, start=1):
        shapes = _shape("title", [title]) + _shape("body", paragraphs) + _shape("sldNum", [str(number)])
        parts[f"ppt/slides/slide{number}.xml"] = _slide("sld", shapes)
    if notes:
        parts["ppt/slides/_rels/slide1.xml.rels"] = make_relationships([("notesSlide", "../notesSlides/notes1.xml")])
        parts["ppt/notesSlides/notes1.xml"] = _slide("notes", _shape("body", [notes]))
    return make_package("ppt/presentation.xml", "presentationml.presentation", parts)


def _slide(root: str, shapes: str) -> str:
    return f'<p:{root} xmlns:p="{_SHOW}" xmlns:a="{_DRAWING}"><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:{root}>'


def _shape(role: str, paragraphs: Sequence[str]) -> str:
    text = "".join(f"<a:p><a:r><a:t>{paragraph}</a:t></a:r></a:p>" for paragraph in paragraphs)
    return f'<p:sp><p:nvSpPr><p:nvPr><p:ph type="{role}"/></p:nvPr></p:nvSpPr><p:txBody>{text}</p:txBody></p:sp>'


def make_odt(body: str, *, doctype: str = "") -> bytes:
    """An OpenDocument text of a body."""
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{doctype}<office:document-content xmlns:office="{office}"'
        f' xmlns:text="{text}"><office:body><office:text>{body}</office:text></office:body></office:document-content>'
    )
    return make_zip({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def make_entity_bomb(reference: str) -> str:
    """A DTD whose entity unfolds to a thousand million letters."""
    entities = '<!ENTITY a0 "lol">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return f"<!DOCTYPE {reference} [{entities}]>"


def make_mail(body: str, *, attached: Mapping[str, bytes] | None = None, subject: str = "Votre demande") -> bytes:
    """A mail with a plain body and attachments."""
    mail = EmailMessage()
    mail["From"] = "guichet@commune.example"
    mail["To"] = "a.b@exemple.example"
    mail["Date"] = "Mon, 15 Sep 2025 10:30:00 +0100"
    mail["Subject"] = subject
    mail.set_content(body)
    for name, data in (attached or {}).items():
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def make_rss(entries: Sequence[tuple[str, str, str]]) -> bytes:
    """A feed of entries (title, link, content as HTML)."""
    items = "".join(
        f"<item><title>{title}</title><link>{link}</link><guid>{link}</guid>"
        f"<pubDate>Mon, 15 Sep 2025 10:30:00 +0100</pubDate><description>{escape(content)}</description></item>"
        for title, link, content in entries
    )
    channel = f"<channel><title>Le Journal</title><language>fr-MA</language>{items}</channel>"
    return f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0">{channel}</rss>'.encode()


HEADLINES_FR = (
    "Transport : une nouvelle ligne de tramway à l'étude",
    "Les pharmaciens montent au créneau",
    "Botola : le derby se joue ce soir",
    "Averses orageuses attendues mardi dans le nord",
    "Le festival de jazz ouvre ses portes jeudi !",
    "Pourquoi les prix des loyers augmentent-ils ?",
    "La cuisine du Moyen Atlas à l'honneur",
    "Athlétisme : deux médailles pour le Maroc",
    "Une école inaugurée dans la commune rurale",
    "Les agriculteurs attendent la pluie",
)
ARTICLE_FR = (
    "La commune a ouvert lundi un guichet numérique où l'on demande ses actes d'état civil sans se déplacer.",
    (
        "Le service, gratuit, traite une demande en trois jours ouvrables, et l'acte est retiré au guichet 4 sur"
        " présentation de la carte nationale."
    ),
    (
        "Selon le président du conseil, deux mille demandes ont été déposées la première semaine ; un second guichet"
        " suivra en janvier."
    ),
)
HEADLINES_AR = (
    "النقل الحضري: خط جديد للترامواي قيد الدراسة",
    "الصيادلة يصعدون احتجاجاتهم هذا الأسبوع",
    "البطولة الاحترافية: الديربي يلعب الليلة",
    "أمطار رعدية مرتقبة يوم الثلاثاء بالشمال",
    "مهرجان الجاز يفتح أبوابه يوم الخميس",
    "لماذا ترتفع أسعار الكراء في المدن؟",
    "مطبخ الأطلس المتوسط ضيف الشرف",
    "ألعاب القوى: ميداليتان للمغرب في الدوحة",
    "افتتاح مدرسة جديدة بالجماعة القروية",
    "الفلاحون ينتظرون التساقطات المطرية",
)
ARTICLE_AR = (
    "فتحت الجماعة يوم الاثنين شباكا رقميا يمكن المواطنات والمواطنين من طلب وثائق الحالة المدنية دون التنقل إلى المقر.",
    "وتعالج الخدمة المجانية كل طلب داخل ثلاثة أيام عمل، وتسلم الوثيقة بالشباك رقم 4 عند الإدلاء بالبطاقة الوطنية.",
    "وحسب رئيس المجلس فقد بلغ عدد الطلبات ألفي طلب خلال الأسبوع الأول، وسيفتح شباك ثان خلال شهر يناير المقبل.",
)
"""Paragraphs of our own articles and headlines of others, as a press page mixes them."""


def make_press_text(title: str, dateline: str, paragraphs: Sequence[str], headlines: Sequence[str], end: str) -> str:
    """A press page as a browser saves it: headlines on one line, a notice, the article, the way to its source."""
    ticker = "    ".join(headlines)
    notice = "Merci d'avoir signalé!\nCette image sera bloquée après plusieurs signalements."
    return "\n".join([ticker, "", "", notice, "", title, dateline, "", *paragraphs, "", "", end])


def make_press_html(title: str, dateline: str, paragraphs: Sequence[str], headlines: Sequence[str], end: str) -> str:
    """The same page in HTML, without any mark of what is the article."""
    ticker = " ".join(f'<a href="/a/{number}">{headline}</a>' for number, headline in enumerate(headlines))
    body = "".join(f"<div>{paragraph}</div>" for paragraph in paragraphs)
    more = "".join(f'<li><a href="/b/{number}">{headline}</a></li>' for number, headline in enumerate(headlines))
    return (
        f'<html><head><meta charset="utf-8"><title>{title} | Portail</title></head><body><div>{ticker}</div>'
        f"<div>{title}</div><div>{dateline}</div>{body}"
        f'<div><a href="https://journal.example/article/1">{end}</a></div><ul>{more}</ul></body></html>'
    )


def read_or_refuse(data: bytes, name: str) -> Reading | DocumentError:
    """What becomes of damaged bytes; any error but ours fails the test."""
    try:
        return read(data, name=name, limits=Limits(ocr_command="no-such-program"))
    except DocumentError as error:
        return error
