"""A report of an inspectorate as another office would make it, with python-docx alone: the good one of the checker's tests.

    pip install python-docx
    python3 scripts/strangers/report.py crates/document/tests/data/strangers/python-docx.docx
    soffice --headless --convert-to pdf python-docx.docx          # python-docx.pdf
    soffice --headless --convert-to odt python-docx.docx
    soffice --headless --convert-to 'docx:MS Word 2007 XML' python-docx.odt     # libreoffice.docx
"""

import sys

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Mm, Pt

document = Document()
normal = document.styles["Normal"]
normal.font.name = "Times New Roman"
normal.font.size = Pt(14)
normal.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")

section = document.sections[0]
section.page_width, section.page_height = Mm(210), Mm(297)
section.top_margin, section.bottom_margin = Mm(20), Mm(20)
section.left_margin, section.right_margin = Mm(30), Mm(15)
section.header_distance = Mm(10)
section.different_first_page_header_footer = True


def set_up(paragraph, align=WD_ALIGN_PARAGRAPH.CENTER, before=0, after=0):
    paragraph.alignment = align
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    paragraph.paragraph_format.line_spacing = 1.0
    return paragraph


def words(paragraph, text, size=14, bold=False, italic=False):
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    return run


def field(paragraph, code):
    for kind, text in (("begin", None), (None, code), ("end", None)):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)
        run.font.size = Pt(14)


field(set_up(section.header.paragraphs[0]), " PAGE ")


def vml_line(paragraph, width):
    """A line as old versions of Word draw it."""
    run = paragraph.add_run()
    run._r.append(
        parse_xml(
            '<w:pict %s xmlns:v="urn:schemas-microsoft-com:vml"><v:line style="position:absolute;mso-position-horizontal:center;'
            'mso-position-horizontal-relative:column" from="0,2pt" to="%.1fpt,2pt" strokecolor="black" strokeweight=".75pt"/></w:pict>'
            % (nsdecls("w"), width)
        )
    )


def border_line(paragraph, room, width):
    """A line as the border of an empty paragraph."""
    aside = (room - width) / 2
    set_up(paragraph)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(aside)
    paragraph.paragraph_format.line_spacing_rule, paragraph.paragraph_format.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(4)
    properties = paragraph._p.get_or_add_pPr()
    border = parse_xml('<w:pBdr %s><w:top w:val="single" w:sz="6" w:space="0" w:color="auto"/></w:pBdr>' % nsdecls("w"))
    properties.insert_element_before(border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def table(rows, widths):
    grid = document.add_table(rows=rows, cols=len(widths))
    grid.autofit = False
    for column, width in zip(grid.columns, widths):
        column.width = Cm(width)
    for row in grid.rows:
        for cell, width in zip(row.cells, widths):
            cell.width = Cm(width)
            for paragraph in cell.paragraphs:
                set_up(paragraph)
    return grid


head = table(2, (6.5, 10.3))
left, right = head.rows[0].cells
words(left.paragraphs[0], "UBND TỈNH QUẢNG MINH", 13)
words(set_up(left.add_paragraph()), "THANH TRA TỈNH", 13, bold=True)
border_line(left.add_paragraph(), 173, 48)
words(right.paragraphs[0], "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, bold=True)
words(set_up(right.add_paragraph()), "Độc lập - Tự do - Hạnh phúc", 14, bold=True)
border_line(right.add_paragraph(), 281, 170.6)
left, right = head.rows[1].cells
words(left.paragraphs[0], "Số: 96/BC-TTT", 13)
words(right.paragraphs[0], "Quảng Minh, ngày 08 tháng 7 năm 2024", 14, italic=True)

words(set_up(document.add_paragraph(), before=18), "BÁO CÁO", 14, bold=True)
words(set_up(document.add_paragraph()), "Kết quả công tác thi đua, khen thưởng 6 tháng đầu năm 2024", 14, bold=True)
vml_line(set_up(document.add_paragraph()), 150)
words(set_up(document.add_paragraph(), before=12, after=6), "Kính gửi: Sở Nội vụ tỉnh Quảng Minh", 14)


def body(text, bold=False):
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if bold else WD_ALIGN_PARAGRAPH.JUSTIFY
    form = paragraph.paragraph_format
    form.first_line_indent, form.space_before, form.space_after, form.line_spacing = Cm(1.27), Pt(6), Pt(0), 1.15
    form.keep_with_next = bold
    words(paragraph, text, 14, bold=bold)


SENTENCES = [
    "Thực hiện kế hoạch công tác năm, Thanh tra tỉnh đã tổ chức cho công chức, người lao động đăng ký nội dung thi đua ngay trong quý I và giao chỉ tiêu đến từng phòng.",
    "Đến hết tháng 6, có 09 cuộc thanh tra được triển khai theo kế hoạch, trong đó 06 cuộc đã ban hành kết luận; số còn lại đang trong thời hạn.",
    "Công tác tiếp công dân được duy trì theo lịch; đơn thuộc thẩm quyền được thụ lý, giải quyết đúng trình tự, không có vụ việc kéo dài.",
    "Hội đồng Thi đua - Khen thưởng họp 02 phiên, xét đề nghị khen thưởng cho các tập thể, cá nhân có thành tích trong đợt thi đua.",
]
for number, heading in enumerate(("I. CÔNG TÁC CHỈ ĐẠO", "II. KẾT QUẢ THỰC HIỆN", "III. ĐÁNH GIÁ CHUNG", "IV. NHIỆM VỤ 6 THÁNG CUỐI NĂM")):
    body(heading, bold=True)
    for turn in range(5):
        body(" ".join(SENTENCES[(number + turn + step) % 4] for step in range(2)))
body("Trên đây là báo cáo kết quả công tác thi đua, khen thưởng 6 tháng đầu năm 2024 của Thanh tra tỉnh Quảng Minh, kính gửi Sở Nội vụ tổng hợp./.")

sign = table(1, (8.2, 8.6))
left, right = sign.rows[0].cells
words(set_up(left.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT, before=6), "Nơi nhận:", 12, bold=True, italic=True)
for entry in ("- Như trên;", "- Chánh Thanh tra, các Phó Chánh Thanh tra;", "- Lưu: VT, VP (02 bản)."):
    words(set_up(left.add_paragraph(), WD_ALIGN_PARAGRAPH.LEFT), entry, 11)
words(set_up(right.paragraphs[0], before=6), "KT. CHÁNH THANH TRA", 14, bold=True)
words(set_up(right.add_paragraph()), "PHÓ CHÁNH THANH TRA", 14, bold=True)
words(set_up(right.add_paragraph(), before=72), "Trần Quốc Bảo", 14, bold=True)

annex = document.add_section()
annex.different_first_page_header_footer = True
annex.orientation, annex.page_width, annex.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
words(set_up(document.add_paragraph()), "Phụ lục", 14, bold=True)
words(set_up(document.add_paragraph()), "TỔNG HỢP KẾT QUẢ THANH TRA", 14, bold=True)
words(set_up(document.add_paragraph(), after=6), "(Kèm theo Báo cáo số 96/BC-TTT ngày 08 tháng 7 năm 2024 của Thanh tra tỉnh Quảng Minh)", 14, italic=True)
grid = document.add_table(rows=4, cols=5, style="Table Grid")
for row, texts in zip(grid.rows, (("STT", "Đơn vị", "Kế hoạch", "Đã triển khai", "Đã kết luận"), ("1", "Phòng Nghiệp vụ 1", "6", "4", "3"), ("2", "Phòng Nghiệp vụ 2", "7", "5", "3"), ("", "Tổng cộng", "13", "9", "6"))):
    for cell, text in zip(row.cells, texts):
        words(set_up(cell.paragraphs[0]), text, 12)

document.core_properties.author = "Văn phòng"
document.save(sys.argv[1])
