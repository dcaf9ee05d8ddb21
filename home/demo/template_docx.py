"""The form that candidates fill in, as a Word document with fields to click."""

import io

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

FILENAME = "sjabloon-kandidatuur-labo-lokale-burgerparticipatie.docx"
TITLE = "Sjabloon kandidatuur Labo lokale burgerparticipatie"
NOTICE = "Opgesteld door het projectteam van de site; niet het oorspronkelijke sjabloon van VVSG."

PERSON = ["Naam", "Functie", "Bestuur of organisatie", "E-mailadres", "Telefoon"]
ORGANISATION_KINDS = [
    "lokaal bestuur",
    "intercommunale",
    "autonoom gemeentebedrijf",
    "organisatie gespecialiseerd in coproductie of burgerinitiatief",
    "kennisinstelling gespecialiseerd in coproductie of burgerinitiatief",
]
EXPERIENCE = [
    "Naam van de case",
    "Gemeente en jaren",
    "Coproductie, burgerinitiatief of allebei",
    "Betrokken partijen",
    "Je eigen rol",
    "Wat heb je eruit geleerd?",
]


def candidacy_template(conditions):
    """The bytes of the form. ``conditions`` are the sentences of the call that a candidate must meet."""
    document = Document()
    _set_up(document)
    document.add_heading("Kandidatuur Labo lokale burgerparticipatie", level=0)
    document.add_paragraph(NOTICE, style="Intense Quote")
    document.add_paragraph(
        "Klik op een grijze tekst en typ je antwoord. Zet een kruisje (☒) in de plaats van een vakje (☐). "
        "Mail het document vóór 1 maart 2020 naar joke.vanreppelen@vvsg.be."
    )

    document.add_heading("1. Wie ben je?", level=1)
    _fields(document, PERSON)
    document.add_paragraph("Je werkt voor een:")
    _boxes(document, ORGANISATION_KINDS)

    document.add_heading("2. Wat vraagt de oproep?", level=1)
    document.add_paragraph("Duid aan wat voor jou klopt.")
    _boxes(document, conditions)

    document.add_heading("3. Je ervaring", level=1)
    for number in (1, 2):
        document.add_heading(f"Case {number}", level=2)
        _fields(document, EXPERIENCE)

    document.add_heading("4. Je engagement", level=1)
    _fields(document, ["Waarom wil je meedoen?", "Welke praktijkkennis wil je delen?"])
    document.add_paragraph("Het Labo vraagt een engagement van zes keer per jaar.")
    _boxes(document, ["Ik kan me zes keer per jaar vrijmaken", "Ik heb daarover een vraag"])

    document.add_heading("5. Intervisie op een eigen praktijk (niet verplicht)", level=1)
    _fields(document, ["Welke praktijk wil je samen met collega’s bekijken?", "Welke vraag heb je daarbij?"])

    document.add_heading("6. Datum", level=1)
    _fields(document, ["Datum", "Naam"])

    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def _set_up(document):
    document.core_properties.title = TITLE
    document.core_properties.author = "Projectteam van de site"
    document.core_properties.comments = NOTICE
    document.core_properties.language = "nl-BE"
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    # Word's spelling checker and screen readers go by the language of the style.
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "nl-BE")
    normal.element.get_or_add_rPr().append(language)
    document.sections[0].footer.paragraphs[0].text = NOTICE


def _fields(document, labels):
    """A table with a question on the left and a field on the right."""
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for label in labels:
        question, answer = table.add_row().cells
        question.width, answer.width = Cm(6), Cm(10)
        question.paragraphs[0].add_run(label).bold = True
        answer.paragraphs[0]._p.append(_field(label))
    document.add_paragraph()


def _boxes(document, choices):
    for choice in choices:
        document.add_paragraph(f"☐ {choice}")


def _field(label):
    """A content control of Word: shows its hint until somebody types. python-docx has none of its own."""
    field = OxmlElement("w:sdt")
    properties = OxmlElement("w:sdtPr")
    for tag, value in (("w:alias", label), ("w:showingPlcHdr", None), ("w:text", None)):
        element = OxmlElement(tag)
        if value:
            element.set(qn("w:val"), value)
        if tag == "w:text":
            element.set(qn("w:multiLine"), "1")
        properties.append(element)
    content, run = OxmlElement("w:sdtContent"), OxmlElement("w:r")
    look, grey = OxmlElement("w:rPr"), OxmlElement("w:color")
    grey.set(qn("w:val"), "595959")
    look.append(grey)
    text = OxmlElement("w:t")
    text.text = "Klik en typ je antwoord"
    run.extend([look, text])
    content.append(run)
    field.extend([properties, content])
    return field
