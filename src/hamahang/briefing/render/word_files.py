"""What makes a Word file the same everywhere: the font inside it, fixed dates, and a container without clock times."""

from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from hamahang.briefing.render.word_script import FONT, FOOTER_FONT, make

FONTS = Path(__file__).parent / "fonts"
FONT_TYPE = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
FACES = (
    (FONT, "embedRegular", "Vazirmatn-Regular.ttf"),
    (FONT, "embedBold", "Vazirmatn-Bold.ttf"),
    (FOOTER_FONT, "embedRegular", "Vazirmatn-FD-Regular.ttf"),
)
FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)  # the earliest that the container can say
NOON = 12


def embed_fonts(document: Document, *, with_persian_page_numbers: bool) -> None:
    """Put our font into the file, as its licence allows: a reader's machine seldom has it.

    Page numbers are counted by Word and come in Latin digits, whatever the language of the text: so they alone
    are set in the cut of the font that draws those as Persian digits.
    """
    table = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    root = parse_xml(f"<w:fonts {nsdecls('w', 'r')}/>")
    faces = [face for face in FACES if with_persian_page_numbers or face[0] == FONT]
    for name in dict.fromkeys(name for name, _, _ in faces):
        root.append(make("w:font", name=name))
        for tag, value in (("w:charset", "B2"), ("w:family", "auto"), ("w:pitch", "variable")):
            root[-1].append(make(tag, val=value))
    for index, (name, kind, file) in enumerate(faces, start=1):
        key = str(uuid5(NAMESPACE_URL, file)).upper()
        part = Part(PackURI(f"/word/fonts/font{index}.odttf"), FONT_TYPE, veiled(file, key), document.part.package)
        face = make(f"w:{kind}", fontKey=f"{{{key}}}")
        face.set(qn("r:id"), table.relate_to(part, RELATIONSHIP_TYPE.FONT))
        next(font for font in root if font.get(qn("w:name")) == name).append(face)
    table._blob = serialize_part_xml(root)
    zoom = document.settings.element.find(qn("w:zoom"))
    document.settings.element.insert(0 if zoom is None else 1, make("w:embedTrueTypeFonts"))


def veiled(file: str, key: str) -> bytes:
    """Return a font as the format asks: its first 32 bytes crossed with the key's bytes from the last to the first."""
    data = (FONTS / file).read_bytes()
    crossing = bytes.fromhex(key.replace("-", ""))[::-1] * 2
    return bytes(one ^ two for one, two in zip(data[:32], crossing, strict=True)) + data[32:]


def fix_properties(document: Document, *, title: str, subject: str, day: date, language: str) -> None:
    """Write who and when: the day of the briefing, not of the printing."""
    moment = datetime(day.year, day.month, day.day, NOON, tzinfo=UTC).replace(tzinfo=None)
    properties = document.core_properties
    properties.title, properties.subject = title[:255], subject[:255]
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.created = properties.modified = moment
    properties.language = language
    properties.revision = 1


def saved(document: Document) -> bytes:
    """Return the file, packed without the time of packing."""
    loose, packed = BytesIO(), BytesIO()
    document.save(loose)
    with ZipFile(loose) as source, ZipFile(packed, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = ZipInfo(name, FIRST_MOMENT)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 0  # the same on every platform
            target.writestr(entry, source.read(name))
    return packed.getvalue()
