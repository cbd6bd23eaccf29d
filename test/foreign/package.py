# What every check of a package needs, read with readers that are not ours; put before the script that checks.
import io, posixpath, re, urllib.parse, xml.etree.ElementTree as ET, zipfile
from collections import Counter
from openpyxl.utils import coordinate_to_tuple, range_boundaries

# ECMA-376 part 1, transitional: CT_Worksheet (18.3.1.99), CT_Workbook (18.2.27), CT_Stylesheet (18.8.39).
WORKSHEET_ORDER = """sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges
scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations
hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors
smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture oleObjects controls webPublishItems tableParts extLst""".split()
WORKBOOK_ORDER = """fileVersion fileSharing workbookPr AlternateContent revisionPtr workbookProtection bookViews sheets functionGroups
externalReferences definedNames calcPr oleSize customWorkbookViews pivotCaches smartTagPr smartTagTypes webPublishing
fileRecoveryPr webPublishObjects extLst""".split()
STYLES_ORDER = "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst".split()


def local(name):
    return name.rsplit("}", 1)[-1]


def plain(name):
    return re.sub(r"^(\.?/)+", "", name.replace("\\", "/"))


class Package:
    def __init__(self, path):
        self.names = []
        self.parts = {}
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                # zipfile turns backslashes itself only on Windows.
                name = plain(info.filename)
                if name not in self.parts:
                    self.names.append(name)
                self.parts[name] = archive.read(info)
        self.by_key = {name.lower(): name for name in self.names}

    def find(self, name):
        return self.by_key.get(name.lower())

    def root(self, name):
        return ET.fromstring(self.parts[name])

    def relationships(self, name):
        folder, base = posixpath.split(name)
        rels = self.find(posixpath.join(folder, "_rels", base + ".rels"))
        found = []
        for item in self.root(rels) if rels else []:
            if local(item.tag) != "Relationship":
                continue
            target = urllib.parse.unquote(item.get("Target", "")).strip().replace("\\", "/")
            part = None
            if item.get("TargetMode") != "External":
                near = posixpath.normpath(posixpath.join(folder, target)) if not target.startswith("/") else target
                part = self.find(plain(near)) or self.find(plain(target))
            found.append((item.get("Id"), item.get("Type", "").rsplit("/", 1)[-1], part, item.get("TargetMode")))
        return found

    def workbook(self):
        return next(part for _, kind, part, _ in self.relationships("") if kind == "officeDocument")

    def sheets(self):
        """Name, part, kind, element, in the order of the tabs."""
        rels = {key: (part, kind) for key, kind, part, _ in self.relationships(self.workbook())}
        root = self.root(self.workbook())
        listed = next(child for child in root if local(child.tag) == "sheets")
        result = []
        for sheet in listed:
            key = next(value for name, value in sheet.attrib.items() if local(name) == "id")
            result.append((sheet.get("name"), *rels[key], sheet))
        return result

    def content_type(self, name):
        root = self.root(self.find("[Content_Types].xml"))
        for item in root:
            if local(item.tag) == "Override" and plain(urllib.parse.unquote(item.get("PartName"))).lower() == name.lower():
                return item.get("ContentType")
        for item in root:
            if local(item.tag) == "Default" and name.lower().endswith("." + item.get("Extension").lower()):
                return item.get("ContentType")
        return None


def canonical(element):
    return ET.canonicalize(ET.tostring(element, encoding="unicode"))


def ordered(names, order):
    places = [order.index(name) for name in names if name in order]
    return places == sorted(places)


def rels_of(part):
    folder, base = posixpath.split(part)
    return posixpath.join(folder, "_rels", base + ".rels")


# The order of children by the schemas of ECMA-376 part 1, written down by hand: `*` may be repeated, `!` must be there,
# names in brackets stand in each other's place. What is not listed here is either wrong or new to what we write: a part
# is only known to be right when every one of its elements is listed. `any`: the content is not looked into.
TEXT_RUN = "ln [noFill|solidFill] effectLst highlight latin ea cs sym hlinkClick"
SHAPE = "xfrm [prstGeom|custGeom] [noFill|solidFill] ln"
LABEL = "numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent showBubbleSize separator"
AXIS = "axId! scaling! delete axPos! majorGridlines minorGridlines title numFmt majorTickMark minorTickMark tickLblPos spPr txPr crossAx! [crosses|crossesAt]"
TEXT_BODY = "bodyPr! lstStyle p*!"
LEAVES = """date1904 lang roundedCorners autoTitleDeleted plotVisOnly dispBlanksAs overlay barDir grouping varyColors idx order
invertIfNegative gapWidth overlap axId smooth marker@lineChart symbol size bubble3D firstSliceAng holeSize orientation max min delete
axPos majorTickMark minorTickMark tickLblPos crossAx crosses crossesAt auto lblAlgn lblOffset tickLblSkip noMultiLvlLbl
crossBetween majorUnit minorUnit numFmt dLblPos showLegendKey showVal showCatName showSerName showPercent showBubbleSize
separator legendPos f formatCode ptCount v layout bodyPr lstStyle srgbClr latin ea cs noFill prstDash round t off ext endParaRPr
avLst"""
CHART_ORDERS = {
    # 21.2.2
    "chartSpace": "date1904 lang roundedCorners style clrMapOvr pivotSource protection chart! spPr txPr externalData printSettings userShapes",
    "chart": "title autoTitleDeleted pivotFmts view3D floor sideWall backWall plotArea! legend plotVisOnly dispBlanksAs",
    "title": "tx layout overlay spPr txPr",
    "tx": "[strRef|rich]!",
    "rich": TEXT_BODY,
    "txPr": TEXT_BODY,
    "plotArea": "layout [barChart|lineChart|doughnutChart]*! [catAx|valAx]* dTable spPr",
    "barChart": "barDir! grouping varyColors ser* dLbls gapWidth overlap serLines axId*!",
    "lineChart": "grouping! varyColors ser* dLbls dropLines hiLowLines upDownBars marker smooth axId*!",
    "doughnutChart": "varyColors ser* dLbls firstSliceAng holeSize",
    "ser@barChart": "idx! order! tx spPr invertIfNegative pictureOptions dPt* dLbls trendline* errBars cat val shape",
    "ser@lineChart": "idx! order! tx spPr marker dPt* dLbls trendline* errBars cat val smooth",
    "ser@doughnutChart": "idx! order! tx spPr explosion dPt* dLbls cat val",
    "dPt": "idx! invertIfNegative marker bubble3D explosion spPr pictureOptions",
    "dLbls": f"dLbl* delete {LABEL} showLeaderLines leaderLines",
    "dLbl": f"idx! delete layout tx {LABEL}",
    "marker": "symbol size spPr",
    "catAx": f"{AXIS} auto lblAlgn lblOffset tickLblSkip tickMarkSkip noMultiLvlLbl",
    "valAx": f"{AXIS} crossBetween majorUnit minorUnit dispUnits",
    "majorGridlines": "spPr",
    "scaling": "logBase orientation max min",
    "legend": "legendPos legendEntry* layout overlay spPr txPr",
    "legendEntry": "idx! [delete|txPr]",
    "cat": "[strRef|numRef]!",
    "val": "[numRef]!",
    "strRef": "f! strCache",
    "numRef": "f! numCache",
    "strCache": "ptCount pt*",
    "numCache": "formatCode ptCount pt*",
    "pt": "v!",
    # 20.1 and 21.1
    "spPr": SHAPE,
    "ln": "[noFill|solidFill] prstDash [round|bevel|miter]",
    "solidFill": "srgbClr!",
    "p": "pPr r* endParaRPr",
    "pPr": "defRPr",
    "r": "rPr t!",
    "rPr": TEXT_RUN,
    "defRPr": TEXT_RUN,
    **{name: "" for name in LEAVES.split()},
}
# 20.5.2
DRAWING_ORDERS = {
    "wsDr": "[oneCellAnchor|twoCellAnchor|absoluteAnchor]*",
    "oneCellAnchor": "from! ext! [sp|pic|graphicFrame]! clientData!",
    "twoCellAnchor": "from! to! [sp|pic|graphicFrame]! clientData!",
    "from": "col! colOff! row! rowOff!",
    "to": "col! colOff! row! rowOff!",
    "graphicFrame": "nvGraphicFramePr! xfrm! graphic!",
    "nvGraphicFramePr": "cNvPr! cNvGraphicFramePr!",
    "xfrm": "off ext",
    "graphic": "graphicData!",
    "graphicData": "chart!",
    "pic": "nvPicPr! blipFill! spPr!",
    "nvPicPr": "cNvPr! cNvPicPr!",
    "cNvPicPr": "picLocks",
    "blipFill": "blip! stretch",
    "stretch": "fillRect",
    "spPr": SHAPE,
    "prstGeom": "avLst",
    **{name: "" for name in "col colOff row rowOff cNvPr cNvGraphicFramePr off ext chart picLocks blip fillRect avLst clientData noFill".split()},
}
# 17.3 to 17.6; the parts of a document that we write.
PARAGRAPH = "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs spacing ind contextualSpacing jc outlineLvl"
RUN = "rStyle rFonts b i color spacing w kern position sz szCs highlight u lang"
DOCUMENT_ORDERS = {
    "pPr": f"{PARAGRAPH} rPr sectPr",
    "rPr": RUN,
    "p": "pPr r* fldSimple* r*",
    "tbl": "tblPr! tblGrid! tr*",
    "tblPr": "tblStyle tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "tblBorders": "top left start bottom right end insideH insideV",
    "tblCellMar": "top left start bottom right end",
    "tr": "trPr tc*",
    "tc": "tcPr p*!",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar vAlign",
    "sectPr": "headerReference* footerReference* type pgSz pgMar pgNumType cols docGrid",
    "inline": "extent! effectExtent docPr! cNvGraphicFramePr graphic!",
    "style": "name basedOn next link uiPriority semiHidden unhideWhenUsed qFormat locked pPr rPr tblPr",
    "settings": "zoom bordersDoNotSurroundHeader defaultTabStop evenAndOddHeaders drawingGridHorizontalSpacing drawingGridVerticalSpacing characterSpacingControl compat themeFontLang decimalSymbol listSeparator",
    "body": "[p|tbl]* sectPr!",
    "font": "altName panose1 charset family notTrueType pitch sig",
}


def parse_order(text):
    """[(names, may be repeated, must be there)]"""
    result = []
    for word in text.split():
        names = word.rstrip("*!")
        marks = word[len(names):]
        result.append((names.strip("[]").split("|"), "*" in marks, "!" in marks))
    return result


def check_order(name, element, parent, orders, say, strict):
    """An element and all below it against the orders; `strict`: what the orders do not name is a problem."""
    tag = local(element.tag)
    order = orders.get(f"{tag}@{parent}", orders.get(tag))
    if order is None:
        if strict:
            say(f"{name}: <{tag}> in <{parent}> is none of the elements that we know to write")
    else:
        place, seen = 0, Counter()
        slots = parse_order(order)
        for child in element:
            child_tag = local(child.tag)
            seen[child_tag] += 1
            found = next((i for i, (names, *_) in enumerate(slots) if i >= place and child_tag in names), None)
            if found is None:
                say(f"{name}: <{child_tag}> out of place in <{tag}>")
                continue
            repeated = any(child_tag in names and many for names, many, _ in slots)
            if seen[child_tag] > 1 and not repeated:
                say(f"{name}: <{child_tag}> twice in <{tag}>")
            place = found
        for names, _, needed in slots:
            if needed and not any(seen[item] for item in names):
                say(f"{name}: <{tag}> without <{'|'.join(names)}>")
    for child in element:
        check_order(name, child, tag, orders, say, strict)


def twice(values):
    return sorted(str(value) for value, times in Counter(values).items() if times > 1)


def val(element, tag):
    found = next((child for child in element if local(child.tag) == tag), None)
    return None if found is None else found.get("val")


# Where Excel lets a label stand (21.2.3.12 and what it repairs away): by the kind of chart.
LABEL_PLACES = {
    "barChart clustered": {"outEnd", "ctr", "inEnd", "inBase"},
    "barChart stacked": {"ctr", "inEnd", "inBase"},
    "lineChart": {"t", "b", "l", "r", "ctr"},
    "doughnutChart": set(),
}
LIMITS = {"gapWidth": (0, 500), "overlap": (-100, 100), "holeSize": (1, 90), "firstSliceAng": (0, 360), "size": (2, 72),
          "lblOffset": (0, 1000), "tickLblSkip": (1, 65535)}


def check_chart(name, root, sheets, say):
    """What the order of elements does not say of a chart: ids, axes, places of labels, caches, sheets."""
    axes, used = {}, []
    for element in root.iter():
        tag = local(element.tag)
        if tag in ("catAx", "valAx"):
            axes[val(element, "axId")] = val(element, "crossAx")
        if tag in ("barChart", "lineChart", "doughnutChart"):
            mine = [child.get("val") for child in element if local(child.tag) == "axId"]
            if len(mine) != (0 if tag == "doughnutChart" else 2):
                say(f"{name}: {len(mine)} axes of a {tag}")
            used += mine
            kind = f"barChart {val(element, 'grouping')}" if tag == "barChart" else tag
            for place in (item.get("val") for item in element.iter() if local(item.tag) == "dLblPos"):
                if place not in LABEL_PLACES[kind]:
                    say(f"{name}: labels of a {kind} cannot stand at {place}")
            if kind == "barChart stacked" and val(element, "overlap") != "100":
                say(f"{name}: stacked bars beside each other")
        if tag in LIMITS and not LIMITS[tag][0] <= int(element.get("val")) <= LIMITS[tag][1]:
            say(f"{name}: {tag} {element.get('val')}")
        if tag in ("rPr", "defRPr") and not 100 <= int(element.get("sz", 1000)) <= 400000:
            say(f"{name}: text of size {element.get('sz')}")
        if tag == "scaling" and None not in (val(element, "max"), val(element, "min")):
            if float(val(element, "max")) <= float(val(element, "min")):
                say(f"{name}: an axis that ends before it begins")
        if tag in ("strCache", "numCache"):
            count = int(val(element, "ptCount"))
            ids = [int(child.get("idx")) for child in element if local(child.tag) == "pt"]
            if ids != sorted(set(ids)) or any(index >= count for index in ids):
                say(f"{name}: points {ids} of {count}")
        if tag == "f":
            sheet, _, area = (element.text or "").rpartition("!")
            if re.fullmatch(r"'(?:[^']|'')+'", sheet):
                sheet = sheet[1:-1].replace("''", "'")
            if sheet not in sheets or not re.fullmatch(r"\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?", area):
                say(f"{name}: {element.text} is no range of this workbook")
    if set(used) != set(axes) or any(other not in axes for other in axes.values()):
        say(f"{name}: axes {sorted(axes)}, used {sorted(used)}")
    for key in ("idx", "order"):
        ids = [val(item, key) for item in root.iter() if local(item.tag) == "ser"]
        if twice(ids):
            say(f"{name}: {key} of two series")


def parts_problems(package):
    """All that the rules of packages (ECMA-376 part 2) and the schemas of our parts forbid, as texts."""
    problems = []
    say = problems.append
    types_part = "[Content_Types].xml"
    if len({name.lower() for name in package.names}) != len(package.names):
        say("two parts of one name")
    for name in package.names:
        if name.endswith((".xml", ".rels", ".vml")):
            try:
                package.root(name)
            except ET.ParseError as error:
                say(f"{name}: {error}")
    if any(":" in text for text in problems):
        return problems
    types = package.root(package.find(types_part))
    overrides = [plain(urllib.parse.unquote(i.get("PartName"))).lower() for i in types if local(i.tag) == "Override"]
    defaults = [item.get("Extension").lower() for item in types if local(item.tag) == "Default"]
    for item in twice(overrides) + twice(defaults):
        say(f"{types_part}: {item} twice")
    for item in overrides:
        if package.find(item) is None:
            say(f"{types_part}: nothing at {item}")
    reached, todo = {types_part}, [""]
    while todo:
        source = todo.pop()
        reached.add(source)
        if package.find(rels_of(source)):
            reached.add(package.find(rels_of(source)))
        for _, _, part, _ in package.relationships(source):
            if part is not None and part not in reached:
                todo.append(part)
    for name in package.names:
        if name not in reached:
            say(f"{name}: nothing leads there")
        if name != types_part and package.content_type(name) is None:
            say(f"{name}: no content type")
        if not name.endswith((".rels", ".xml", ".vml")) or name == types_part:
            continue
        if name.endswith(".rels"):
            source = re.sub(r"_rels/([^/]*)\.rels$", r"\1", name)
            found = package.relationships(source)
            for key in twice(key for key, *_ in found):
                say(f"{name}: {key} twice")
            for key, kind, part, mode in found:
                if mode != "External" and part is None:
                    say(f"{name}: target of {key} is missing")
            continue
        relationships = package.relationships(name)
        ids = {key for key, *_ in relationships}
        used = set()
        for element in package.root(name).iter():
            for attribute, value in element.attrib.items():
                if "relationships}" in attribute and value:
                    used.add(value)
                    if value not in ids:
                        say(f"{name}: {attribute} {value} has no relationship")
        for key, kind, _, _ in relationships:
            if key not in used and kind in USED_BY_ID:
                say(f"{name}: nothing names {key}, a {kind}")
    return problems


# Kinds of relationships that are nothing without an element that names them.
USED_BY_ID = {"worksheet", "drawing", "chart", "image", "hyperlink", "vmlDrawing", "header", "footer", "table", "printerSettings"}


def package_problems(package, ours=True):
    """Everything that is wrong in a package; `ours`: all of its charts and drawings hold only what we write."""
    problems = parts_problems(package)
    if any("not well-formed" in text or "mismatched" in text for text in problems):
        return problems
    say = problems.append
    main = next((part for _, kind, part, _ in package.relationships("") if kind == "officeDocument"), None)
    if main is None:
        return [*problems, "no main part"]
    is_workbook = main.startswith("xl/")
    for name in package.names:
        if not name.endswith(".xml"):
            continue
        root = package.root(name)
        kind = local(root.tag)
        ids = [item.get("id") for item in root.iter() if local(item.tag) in ("cNvPr", "docPr")]
        if kind in ("wsDr", "document") and twice(ids if kind == "wsDr" else [i.get("id") for i in root.iter() if local(i.tag) == "docPr"]):
            say(f"{name}: shape ids {twice(ids)} twice")
        if ours and kind == "chartSpace":
            check_order(name, root, "", CHART_ORDERS, say, True)
        if ours and kind == "wsDr":
            check_order(name, root, "", DRAWING_ORDERS, say, True)
        if ours and not is_workbook and name.startswith("word/"):
            check_order(name, root, "", DOCUMENT_ORDERS, say, False)
        if kind == "worksheet":
            if not ordered([local(child.tag) for child in root], WORKSHEET_ORDER) or twice(
                local(child.tag) for child in root if local(child.tag) != "conditionalFormatting"
            ):
                say(f"{name}: order of elements")
    if is_workbook:
        workbook_problems(package, say, ours)
    return problems


def workbook_problems(package, say, ours):
    root = package.root(package.workbook())
    if not ordered([local(child.tag) for child in root], WORKBOOK_ORDER):
        say("workbook: order of elements")
    sheets = package.sheets()
    names = [name for name, *_ in sheets]
    for what, values in (
        ("name", [name.lower() for name in names]),
        ("sheetId", [element.get("sheetId") for *_, element in sheets]),
        ("r:id", [value for *_, element in sheets for key, value in element.attrib.items() if local(key) == "id"]),
    ):
        if twice(values):
            say(f"workbook: {what} {twice(values)} twice")
    for name in names:
        if not 1 <= len(name.encode("utf-16-le")) // 2 <= 31 or re.search(r"[\[\]:*?/\\]|^'|'$", name):
            say(f"workbook: no sheet can be called {name}")
    states = [element.get("state", "visible") for *_, element in sheets]
    view = next((item for item in root.iter() if local(item.tag) == "workbookView"), None)
    if view is not None and states[int(view.get("activeTab", 0))] != "visible":
        say("workbook: the sheet in front is hidden")
    defined = [item for item in root.iter() if local(item.tag) == "definedName"]
    for key in twice((item.get("name").lower(), item.get("localSheetId")) for item in defined):
        say(f"workbook: defined name {key} twice")
    for item in defined:
        if int(item.get("localSheetId", 0)) >= len(sheets) or "#REF!" in (item.text or ""):
            say(f"workbook: defined name {item.get('name')} of no sheet")
    globals_ = {item.get("name").lower() for item in defined}
    styles = next((part for _, kind, part, _ in package.relationships(package.workbook()) if kind == "styles"), None)
    sizes = style_sizes(package, styles, say)
    strings = next((part for _, kind, part, _ in package.relationships(package.workbook()) if kind == "sharedStrings"), None)
    texts = len([item for item in package.root(strings) if local(item.tag) == "si"]) if strings else 0
    for name, part, kind, _ in sheets:
        if kind == "worksheet" and part is not None:
            sheet_problems(package, part, sizes, texts, set(names), globals_, say)
    for name in package.names:
        if ours and re.fullmatch(r"xl/charts/chart\d+\.xml", name):
            check_chart(name, package.root(name), set(names), say)
    tables = [package.root(name) for name in package.names if re.search(r"/tables/[^/]+\.xml$", name)]
    for key in ("id", "name", "displayName"):
        if twice(table.get(key) for table in tables):
            say(f"tables: {key} {twice(table.get(key) for table in tables)} twice")


def style_sizes(package, part, say):
    if part is None:
        return {}
    root = package.root(part)
    if not ordered([local(child.tag) for child in root], STYLES_ORDER):
        say("styles: order of elements")
    groups = {local(child.tag): child for child in root}
    sizes = {name: len(list(group)) for name, group in groups.items()}
    for name in ("fonts", "fills", "borders", "cellXfs", "dxfs"):
        if name in groups and groups[name].get("count") not in (None, str(sizes[name])):
            say(f"styles: count of {name}")
    for xf in groups.get("cellXfs", []):
        for attribute, name in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders"), ("xfId", "cellStyleXfs")):
            if int(xf.get(attribute, 0)) >= sizes.get(name, 1):
                say(f"styles: no {attribute} {xf.get(attribute)}")
    formats = [item.get("numFmtId") for item in groups.get("numFmts", [])]
    if twice(formats):
        say(f"styles: number formats {twice(formats)} twice")
    for xf in groups.get("cellXfs", []):
        number = xf.get("numFmtId", "0")
        if int(number) >= 164 and number not in formats:
            say(f"styles: no number format {number}")
    return sizes


def sheet_problems(package, part, sizes, texts, names, defined, say):
    root = package.root(part)
    groups = {local(child.tag): child for child in root}
    number, seen = 0, set()
    for row in groups.get("sheetData", []):
        above, number, column = number, int(row.get("r", number + 1)), 0
        if number <= above:
            say(f"{part}: row {number} behind {above}")
        for cell in row:
            if local(cell.tag) != "c":
                continue
            left, column = column, coordinate_to_tuple(cell.get("r"))[1] if cell.get("r") else column + 1
            if column <= left:
                say(f"{part}: cells of row {number} out of order")
            if int(cell.get("s", 0)) >= sizes.get("cellXfs", 1):
                say(f"{part}: format {cell.get('s')} is missing")
            value = next((child.text for child in cell if local(child.tag) == "v"), None)
            if cell.get("t") == "s" and value is not None and int(value) >= texts:
                say(f"{part}: text {value} of {texts}")
    for rule in root.iter():
        if local(rule.tag) == "cfRule" and int(rule.get("dxfId", 0)) >= max(sizes.get("dxfs", 1), 1):
            say(f"{part}: no dxfId {rule.get('dxfId')}")
    for group, item, attribute in (("mergeCells", "mergeCell", "ref"), ("hyperlinks", "hyperlink", "ref"), ("dataValidations", "dataValidation", "sqref")):
        if group not in groups:
            continue
        found = [child for child in groups[group] if local(child.tag) == item]
        if not found:
            say(f"{part}: empty {group}")
        if groups[group].get("count") not in (None, str(len(found))):
            say(f"{part}: count of {group}")
        if twice(child.get(attribute) for child in found):
            say(f"{part}: {group} {twice(child.get(attribute) for child in found)} twice")
    merges = [range_boundaries(child.get("ref")) for child in groups.get("mergeCells", [])]
    for index, one in enumerate(merges):
        for other in merges[:index]:
            if one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]:
                say(f"{part}: merges {one} and {other} meet")
    for link in groups.get("hyperlinks", []):
        place = link.get("location")
        # With a relationship the place is one of another file.
        if place is None or any("relationships}" in key for key in link.attrib):
            continue
        sheet, _, cell = place.rpartition("!")
        sheet = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
        if place.lower() not in defined and (sheet not in names or not re.fullmatch(r"\$?[A-Z]+\$?\d+(:\$?[A-Z]+\$?\d+)?", cell)):
            say(f"{part}: link to {place}")
    for tag in ("drawing", "legacyDrawing"):
        if len([child for child in root if local(child.tag) == tag]) > 1:
            say(f"{part}: {tag} twice")
    breaks = groups.get("rowBreaks")
    if breaks is not None and breaks.get("count") not in (None, str(len(list(breaks)))):
        say(f"{part}: count of rowBreaks")
