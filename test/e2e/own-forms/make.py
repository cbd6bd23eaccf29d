"""Makes the three office tables of own-forms.test.ts; all of it is made up.

python3 make.py <folder>, then: soffice --headless --convert-to xls --outdir . <folder>/*.xlsx
The .xls files beside this script were made so; the tests read only those.
"""

import sys
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

FOLDER = sys.argv[1]
THIN = Side(style="thin")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)


def put(sheet, area, text, bold=False):
    first = area.split(":")[0]
    if ":" in area:
        sheet.merge_cells(area)
    sheet[first] = text
    sheet[first].alignment = MIDDLE
    if bold:
        sheet[first].font = Font(bold=True, size=18)


def box(sheet, area):
    for row in sheet[area]:
        for cell in row:
            cell.border = BOX


def widths(sheet, *numbers):
    for index, number in enumerate(numbers, 1):
        sheet.column_dimensions[get_column_letter(index)].width = number


def notes(sheet, row, right, *lines):
    for index, line in enumerate(lines):
        sheet.merge_cells(f"A{row + index}:{right}{row + index}")
        sheet[f"A{row + index}"] = line
        sheet[f"A{row + index}"].alignment = Alignment(wrap_text=True, vertical="top")


def villages():
    """Three bands of headers, groups over groups, units behind titles; totals across and down are formulas."""
    book = Workbook()
    sheet = book.active
    sheet.title = "附件4"
    sheet["A1"] = "附件4"
    put(sheet, "A2:N2", "2020年10月驻村帮扶措施落实情况统计表", bold=True)
    sheet["A3"] = "填报单位（盖章）："
    sheet["H3"] = "填报人："
    sheet["K3"] = "填报日期：    年  月  日"
    put(sheet, "A4:A6", "序号")
    put(sheet, "B4:B6", "帮扶村")
    put(sheet, "C4:D5", "一、帮扶对象")
    put(sheet, "C6", "脱贫户\n（户）")
    put(sheet, "D6", "边缘易致\n贫户（户）")
    put(sheet, "E4:L4", "二、措施落实")
    put(sheet, "E5:F5", "产业帮扶")
    put(sheet, "E6", "种植（户）")
    put(sheet, "F6", "养殖（户）")
    put(sheet, "G5:H5", "就业帮扶")
    put(sheet, "G6", "外出务工（人）")
    put(sheet, "H6", "公益岗位（人）")
    put(sheet, "I5:L5", "投入资金（元）")
    put(sheet, "I6", "财政资金")
    put(sheet, "J6", "单位自筹")
    put(sheet, "K6", "社会募捐")
    put(sheet, "L6", "合计")
    put(sheet, "M4:M6", "入户干部\n（人次）")
    put(sheet, "N4:N6", "备注")
    for row in range(7, 15):
        sheet[f"A{row}"] = row - 6
        sheet[f"L{row}"] = f"=SUM(I{row}:K{row})"
    put(sheet, "A15:B15", "合  计")
    for column in "CDEFGHIJKLM":
        sheet[f"{column}15"] = f"=SUM({column}7:{column}14)"
    for row in range(7, 16):
        for column in "CDEFGHM":
            sheet[f"{column}{row}"].number_format = "0"
        for column in "IJKL":
            sheet[f"{column}{row}"].number_format = "#,##0.00"
    box(sheet, "A4:N15")
    widths(sheet, 6, 16, 9, 9, 9, 9, 9, 9, 12, 12, 12, 12, 9, 16)
    notes(
        sheet,
        16,
        "N",
        "填表说明：1.每个帮扶村填一行，数据截至10月31日。",
        "2.投入资金合计=财政资金+单位自筹+社会募捐，以元为单位。",
        "3.种植、养殖的户数不大于脱贫户与边缘易致贫户之和。",
    )
    book.save(f"{FOLDER}/附件4驻村帮扶措施落实情况统计表.xlsx")


def branches():
    """A list: what is asked stands in the rows, one figure each; a total is the sum of the lines below it."""
    book = Workbook()
    sheet = book.active
    sheet.title = "明细表"
    put(sheet, "A1:E1", "机关党组织结对共建情况明细表", bold=True)
    sheet["A2"] = "填报单位："
    sheet["D2"] = "年月："
    for area, text in (("A3", "序号"), ("B3:C3", "项        目"), ("D3", "单位"), ("E3", "数量")):
        put(sheet, area, text)
    lines = [
        ("一", "结对共建", None, None),
        (1, "结对村党组织", "个", None),
        (2, "参加共建的党支部", "个", None),
        (3, "其中：机关党支部", "个", None),
        ("二", "党员参与", None, None),
        (4, "参加活动党员合计", "人次", "=SUM(E10:E12)"),
        (5, "在职党员", "人次", None),
        (6, "离退休党员", "人次", None),
        (7, "入党积极分子", "人次", None),
        ("三", "共建成效", None, None),
        (8, "讲党课", "场次", None),
        (9, "慰问困难党员", "人", None),
        (10, "慰问金额", "元", None),
        (11, "帮助解决问题", "件", None),
    ]
    for index, (number, title, unit, formula) in enumerate(lines):
        row = 4 + index
        sheet[f"A{row}"] = number
        sheet.merge_cells(f"B{row}:C{row}")
        sheet[f"B{row}"] = title
        sheet[f"D{row}"] = unit
        sheet[f"E{row}"] = formula
        for column in "AD":
            sheet[f"{column}{row}"].alignment = MIDDLE
    box(sheet, f"A3:E{3 + len(lines)}")
    widths(sheet, 6, 14, 22, 8, 14)
    notes(
        sheet,
        4 + len(lines),
        "E",
        "注：1.第4项=第5项+第6项+第7项。",
        "2.慰问金额以元为单位，不含物资折价。",
    )
    book.save(f"{FOLDER}/机关党组织结对共建情况明细表.xlsx")


def services():
    """Rows that the office gives, several figures each, one chosen from a list; the last columns are formulas."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Sheet1"
    sheet["A1"] = "附件6："
    put(sheet, "A2:I2", "“五送”服务下乡活动开展情况表", bold=True)
    sheet["A3"] = "填报单位："
    sheet["G3"] = "单位：场次、人次、元"
    put(sheet, "A4:A5", "序号")
    put(sheet, "B4:B5", "服务项目")
    put(sheet, "C4:C5", "活动场次（场次）")
    put(sheet, "D4:E4", "服务群众（人次）")
    put(sheet, "D5", "脱贫群众")
    put(sheet, "E5", "其他群众")
    put(sheet, "F4:H4", "投入（元）")
    put(sheet, "F5", "现金")
    put(sheet, "G5", "物资折价")
    put(sheet, "H5", "小计")
    put(sheet, "I4:I5", "组织方式")
    for index, service in enumerate(("送政策", "送技术", "送岗位", "送健康", "送文化")):
        row = 6 + index
        sheet[f"A{row}"] = index + 1
        sheet[f"B{row}"] = service
        sheet[f"H{row}"] = f"=F{row}+G{row}"
        for column in "FGH":
            sheet[f"{column}{row}"].number_format = "0.00"
    put(sheet, "A11:B11", "合计")
    for column in "CDEFGH":
        sheet[f"{column}11"] = f"=SUM({column}6:{column}10)"
    ways = DataValidation(type="list", formula1='"单独组织,联合组织,委托组织"', allow_blank=True)
    ways.add("I6:I10")
    sheet.add_data_validation(ways)
    box(sheet, "A4:I11")
    widths(sheet, 6, 14, 10, 10, 10, 12, 12, 12, 14)
    notes(sheet, 12, "I", "说明：没有开展的项目不填；活动场次按天计，一天算一场。")
    book.save(f"{FOLDER}/五送服务下乡活动开展情况表.xlsx")


villages()
branches()
services()
