# Compares returned packages with their marked copies, part by part, with readers that are not ours. Finds `args`:
# [[{original, marked, marks: {sheet: {cell: level or null}}}], {level: colour}]; prints {problems, counts}.
import io, posixpath, re, urllib.parse, xml.etree.ElementTree as ET, zipfile
from collections import Counter
from openpyxl.utils import coordinate_to_tuple, range_boundaries

LIST = "退回修改清单"
MARK = "【退回修改】"
WORKSHEET_ORDER = """sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges
scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations
hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors
smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture oleObjects controls webPublishItems tableParts extLst""".split()
WORKBOOK_ORDER = """fileVersion fileSharing workbookPr AlternateContent revisionPtr workbookProtection bookViews sheets functionGroups
externalReferences definedNames calcPr oleSize customWorkbookViews pivotCaches smartTagPr smartTagTypes webPublishing
fileRecoveryPr webPublishObjects extLst""".split()
STYLES_ORDER = "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst".split()
counts = Counter()
problems = []


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


def check_opc(before, after, changed, say):
    """Relationships, content types and ids of everything that the copy changed or added."""
    for name in after.names:
        is_rels = name.endswith(".rels")
        if name in changed and is_rels:
            source = re.sub(r"_rels/([^/]*)\.rels$", r"\1", name)
            ids = [key for key, *_ in after.relationships(source)]
            if len(ids) != len(set(ids)):
                say(f"{name}: an id twice")
            for key, kind, part, mode in after.relationships(source):
                known = source in before.parts and (key, kind, None, mode) in before.relationships(source)
                if mode != "External" and part is None and not known:
                    say(f"{name}: target of {key} is missing")
        if name in changed and after.content_type(name) is None and name != "[Content_Types].xml":
            say(f"{name}: no content type")
        if name in changed and not is_rels and not name.endswith(".vml") and name != "[Content_Types].xml":
            ids = {key for key, *_ in after.relationships(name)}
            for element in after.root(name).iter():
                for attribute, value in element.attrib.items():
                    if "relationships}" in attribute and value and value not in ids:
                        say(f"{name}: {attribute} {value} has no relationship")
    types = after.root(after.find("[Content_Types].xml"))
    overrides = [plain(item.get("PartName")).lower() for item in types if local(item.tag) == "Override"]
    defaults = [item.get("Extension").lower() for item in types if local(item.tag) == "Default"]
    if len(overrides) != len(set(overrides)) or len(defaults) != len(set(defaults)):
        say("[Content_Types].xml: a part or an ending twice")
    old = {plain(i.get("PartName")).lower() for i in before.root(before.find("[Content_Types].xml")) if local(i.tag) == "Override"}
    for name in set(overrides) - old:
        if after.find(urllib.parse.unquote(name)) is None:
            say(f"[Content_Types].xml: nothing at {name}")


def check_styles(before, after, say):
    found = [part for _, kind, part, _ in after.relationships(after.workbook()) if kind == "styles"]
    if len(found) != 1:
        return say("not one styles part")
    root = after.root(found[0])
    if not ordered([local(child.tag) for child in root], STYLES_ORDER):
        say("styles: order of elements")
    groups = {local(child.tag): child for child in root}
    sizes = {name: len(list(groups[name])) for name in ("fonts", "fills", "borders", "cellXfs")}
    for name, size in sizes.items():
        if groups[name].get("count") not in (None, str(size)):
            say(f"styles: count of {name}")
    for xf in groups["cellXfs"]:
        for attribute, name in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders")):
            if int(xf.get(attribute, 0)) >= sizes[name]:
                say(f"styles: no {attribute} {xf.get(attribute)}")
    if found[0] in before.parts:
        old = before.root(found[0])
        for child in old:
            name = local(child.tag)
            if name in sizes and len(list(child)):
                kept = [canonical(item) for item in groups[name]][: len(list(child))]
                if kept != [canonical(item) for item in child]:
                    say(f"styles: {name} that were there changed")
            elif name not in sizes and canonical(child) != canonical(groups[name]):
                say(f"styles: {name} changed")
    return sizes["cellXfs"]


def check_workbook(before, after, say):
    old, new = before.root(before.workbook()), after.root(after.workbook())
    if not ordered([local(child.tag) for child in new], WORKBOOK_ORDER):
        say("workbook: order of elements")
    names = [name for name, *_ in after.sheets()]
    if names[0] != LIST or names[1:] != [name for name, *_ in before.sheets() if name != LIST]:
        say(f"workbook: sheets {names}")
    ids = [element.get("sheetId") for *_, element in after.sheets()]
    keys = [value for *_, element in after.sheets() for key, value in element.attrib.items() if local(key) == "id"]
    if len(set(ids)) != len(ids) or len(set(keys)) != len(keys):
        say("workbook: a sheetId or r:id twice")

    def defined(package, root):
        listed = [name for name, *_ in package.sheets()]
        group = next((child for child in root if local(child.tag) == "definedNames"), [])
        result = []
        for item in group:
            index = item.get("localSheetId")
            owner = None if index is None else listed[int(index)] if int(index) < len(listed) else "?"
            rest = sorted((key, value) for key, value in item.attrib.items() if key != "localSheetId")
            if owner != LIST:
                result.append((owner, rest, item.text))
        return result

    if defined(before, old) != defined(after, new):
        say("workbook: defined names changed")
    same = [
        [canonical(child) for child in root if local(child.tag) not in ("sheets", "definedNames", "bookViews")]
        for root in (old, new)
    ]
    if same[0] != same[1]:
        say("workbook: other elements changed")


def without_marks(root, marks):
    """A sheet without what marking may change in it; cells that hold nothing but a format of ours go."""
    for child in list(root):
        name = local(child.tag)
        if name in ("dimension", "legacyDrawing"):
            root.remove(child)
        elif name == "sheetViews":
            for view in child:
                view.attrib.pop("tabSelected", None)
        elif name == "sheetData":
            number = 0
            for row in list(child):
                number = int(row.get("r", number + 1))
                row.attrib.pop("spans", None)
                column = 0
                for cell in list(row):
                    if local(cell.tag) != "c":
                        continue
                    column = coordinate_to_tuple(cell.get("r"))[1] if cell.get("r") else column + 1
                    if (number, column) in marks:
                        cell.attrib.pop("s", None)
                        if not len(cell) and set(cell.attrib) <= {"r"}:
                            row.remove(cell)
                if not len(row) and set(row.attrib) <= {"r"}:
                    child.remove(row)
    for element in root.iter():
        if len(element) == 0 and element.text is not None and local(element.tag) in ("sheetData", "row"):
            element.text = None
    return canonical(root)


def check_sheet(before, after, part, formats, marks, say):
    old, new = before.root(part), after.root(part)
    if local(new.tag) != "worksheet":
        return
    if not ordered([local(child.tag) for child in new], WORKSHEET_ORDER):
        say(f"{part}: order of elements")
    merges = [range_boundaries(item.get("ref")) for item in new.iter() if local(item.tag) == "mergeCell"]

    def top_left(place):
        for left, top, right, bottom in merges:
            if top <= place[0] <= bottom and left <= place[1] <= right:
                return (top, left)
        return place

    places = {top_left(coordinate_to_tuple(cell)): level for cell, level in marks.items()}
    coloured = {place for place, level in places.items() if level is not None}
    if without_marks(old, coloured) != without_marks(after.root(part), coloured):
        say(f"{part}: more than the marks changed")
    data = next((child for child in new if local(child.tag) == "sheetData"), [])
    seen, number = set(), 0
    for row in data:
        above, number, column = number, int(row.get("r", number + 1)), 0
        if number <= above:
            say(f"{part}: row {number} behind {above}")
        for cell in row:
            if local(cell.tag) != "c":
                continue
            left, column = column, coordinate_to_tuple(cell.get("r"))[1] if cell.get("r") else column + 1
            if column <= left:
                say(f"{part}: cells of row {number} out of order")
            if int(cell.get("s", 0)) >= formats:
                say(f"{part}: format {cell.get('s')} is missing")
            seen.add((number, column))
    missing = coloured - seen
    if missing:
        say(f"{part}: no cell at {sorted(missing)}")
    counts["coloured"] += len(coloured)
    check_comments(before, after, part, places, say)


def comments_of(package, part):
    found = [target for _, kind, target, _ in package.relationships(part) if kind == "comments"]
    if len(found) > 1:
        raise ValueError("two comments parts")
    return found[0] if found else None


def check_comments(before, after, part, places, say):
    name = comments_of(after, part)
    if name is None:
        if places:
            say(f"{part}: no comments")
        return
    root = after.root(name)
    authors = [child.text or "" for child in next(child for child in root if local(child.tag) == "authors")]
    comments = {}
    for item in next(child for child in root if local(child.tag) == "commentList"):
        text = "".join(t.text or "" for t in item.iter() if local(t.tag) == "t")
        if item.get("ref") in comments:
            say(f"{name}: two comments at {item.get('ref')}")
        if int(item.get("authorId")) >= len(authors):
            say(f"{name}: no author")
        comments[item.get("ref")] = text
    ours = {coordinate_to_tuple(ref) for ref, text in comments.items() if MARK in text}
    if ours != set(places):
        say(f"{name}: comments at {sorted(ours)}, marks at {sorted(places)}")
    counts["comments"] += len(ours)
    old_name = comments_of(before, part)
    for item in before.root(old_name).iter() if old_name else []:
        if local(item.tag) == "comment":
            text = "".join(t.text or "" for t in item.iter() if local(t.tag) == "t")
            if not comments.get(item.get("ref"), "").startswith(text):
                say(f"{name}: the comment of {item.get('ref')} changed")
            counts["others' comments"] += 1
    sheet = after.root(part)
    drawings = [child for child in sheet if local(child.tag) == "legacyDrawing"]
    if len(drawings) != 1:
        return say(f"{part}: not one legacyDrawing") if places else None
    key = next(value for attribute, value in drawings[0].attrib.items() if local(attribute) == "id")
    drawing = next(target for rid, _, target, _ in after.relationships(part) if rid == key)
    vml = after.parts[drawing].decode("utf-8", "replace")
    shapes = re.findall(r'<v:shape\s.*?</v:shape>', vml, re.S)
    ids = [re.search(r'\bid="([^"]*)"', shape).group(1) for shape in shapes]
    known = before.parts.get(drawing, b"").decode("utf-8", "replace")
    twice = [key for key, times in Counter(ids).items() if times > max(1, known.count(f'id="{key}"'))]
    if twice:
        say(f"{drawing}: shape ids {twice} twice")
    notes = Counter()
    for shape in shapes:
        if "Note" in shape:
            place = tuple(int(re.search(rf"<x:{axis}>\s*(\d+)", shape).group(1)) + 1 for axis in ("Row", "Column"))
            notes[place] += 1
    for place in places:
        if notes[place] != 1:
            say(f"{drawing}: {notes[place]} boxes at {place}")
    for shape in re.findall(r'<v:shape\s.*?</v:shape>', known, re.S):
        if shape not in vml:
            say(f"{drawing}: a shape that was there changed")


def check_list(after, say):
    name, part, _, _ = after.sheets()[0]
    root = after.root(part)
    links = [item for item in root.iter() if local(item.tag) == "hyperlink"]
    targets = {sheet for sheet, *_ in after.sheets()}
    for link in links:
        match = re.fullmatch(r"'((?:[^']|'')*)'!([A-Z]+[0-9]+)", link.get("location"))
        if match is None or match.group(1).replace("''", "'") not in targets:
            say(f"{name}: link to {link.get('location')}")
    counts["links"] += len(links)
    selected = [
        sheet for sheet, sheet_part, _, _ in after.sheets()
        for view in after.root(sheet_part).iter() if local(view.tag) == "sheetView" and view.get("workbookViewId", "0") == "0"
        and view.get("tabSelected") in ("1", "true")
    ]
    if selected != [LIST]:
        say(f"selected sheets: {selected}")


def check_parts(pair, say):
    before, after = Package(pair["original"]), Package(pair["marked"])
    if after.names[: len(before.names)] != before.names:
        say("order of parts")
    changed = {name for name in after.names if after.parts[name] != before.parts.get(name)}
    for name in changed:
        if name.endswith(".vml"):
            if name in before.parts:
                try:
                    before.root(name)
                except ET.ParseError:
                    continue
        try:
            after.root(name)
        except ET.ParseError as error:
            return say(f"{name}: {error}")
    sheets = before.sheets()
    allowed = {before.find("[Content_Types].xml"), before.workbook(), rels_of(before.workbook())}
    allowed |= {part for _, kind, part, _ in before.relationships(before.workbook()) if kind == "styles"}
    for name, part, kind, _ in sheets:
        allowed |= {part, rels_of(part)}
        if pair["marks"].get(name):
            allowed |= {target for _, kind, target, _ in before.relationships(part) if kind in ("comments", "vmlDrawing")}
    more = {name for name in changed & set(before.names)} - allowed
    if more:
        say(f"changed without need: {sorted(more)}")
    added = set(after.names) - set(before.names)
    counts["parts"] += len(after.names)
    counts["changed"] += len(changed - added)
    counts["added"] += len(added)
    known = r"(worksheets/sheet\d+\.xml|comments\d+\.xml|drawings/vmlDrawing\d+\.vml|_rels/[^/]+\.rels|styles\.xml)$"
    for name in added:
        if not re.search(known, name):
            say(f"added: {name}")
    check_opc(before, after, changed, say)
    formats = check_styles(before, after, say)
    check_workbook(before, after, say)
    for name, part, kind, _ in sheets:
        if kind == "worksheet" and name != LIST:
            check_sheet(before, after, part, formats, pair["marks"].get(name, {}), say)
    check_list(after, say)


def rels_of(part):
    folder, base = posixpath.split(part)
    return posixpath.join(folder, "_rels", base + ".rels")


def check_values(pair, say):
    """What openpyxl reads: every value, and of every format but the fill; the fills of cells that are not marked too."""
    def load(path):
        with open(path, "rb") as file:
            data = io.BytesIO(file.read())
        return openpyxl.load_workbook(data, keep_vba=path.endswith("m"))

    LOOKS.clear()
    try:
        old = load(pair["original"])
    except Exception:
        counts["not for openpyxl"] += 1
        return
    new = load(pair["marked"])
    if new.active.title != LIST:
        say(f"openpyxl: {new.active.title} is in front")
    for sheet in old.worksheets:
        if sheet.title == LIST:
            continue
        marks = pair["marks"].get(sheet.title, {})
        other = new[sheet.title]
        merges = sheet.merged_cells.ranges
        places = {}
        for cell, level in marks.items():
            row, column = coordinate_to_tuple(cell)
            home = next((m for m in merges if m.min_row <= row <= m.max_row and m.min_col <= column <= m.max_col), None)
            places[(home.min_row, home.min_col) if home else (row, column)] = level
        for key, cell in sheet._cells.items():
            twin = other._cells.get(key)
            counts["cells"] += 1
            if twin is None or same_value(cell.value) != same_value(twin.value):
                say(f"openpyxl: {sheet.title}!{cell.coordinate} {cell.value!r}")
                break
            look = [look_of(c, places.get(key) is None) for c in (cell, twin)]
            if look[0] != look[1]:
                say(f"openpyxl: format of {sheet.title}!{cell.coordinate}")
                break
        for key in set(other._cells) - set(sheet._cells):
            if other._cells[key].value is not None:
                say(f"openpyxl: new value in {sheet.title} at {key}")
        for place, level in places.items():
            twin = other.cell(*place)
            if level is not None and twin.fill.fgColor.rgb != "FF" + colors[level]:
                say(f"openpyxl: {sheet.title}!{twin.coordinate} is {twin.fill.fgColor.rgb}")
            if twin.comment is None or MARK not in twin.comment.text:
                say(f"openpyxl: {sheet.title}!{twin.coordinate} has no comment")
        for attribute in ("sheet_state", "print_area", "print_title_rows", "freeze_panes"):
            if getattr(sheet, attribute) != getattr(other, attribute):
                say(f"openpyxl: {attribute} of {sheet.title}")
        pairs = [(str(s.merged_cells), len(s.data_validations.dataValidation), len(s.conditional_formatting), s.protection.sheet) for s in (sheet, other)]
        if pairs[0] != pairs[1]:
            say(f"openpyxl: {pairs} in {sheet.title}")


LOOKS = {}


def look_of(cell, with_fill):
    """Number format, font, border, alignment, protection and, if wanted, fill, as text; proxies compare by identity."""
    # openpyxl gives no style to a cell that is not there and has a comment.
    if cell._style is None:
        return None
    key = (id(cell.parent.parent), tuple(cell._style), with_fill)
    if key not in LOOKS:
        kinds = (cell.font, cell.border, cell.alignment, cell.protection) + ((cell.fill,) if with_fill else ())
        LOOKS[key] = cell.number_format + "".join(repr(kind) for kind in kinds)
    return LOOKS[key]


def same_value(value):
    return getattr(value, "__dict__", None) and str(vars(value)) or repr(value)


pairs, colors = args
for pair in pairs:
    for check in (check_parts, check_values):
        found = []
        try:
            check(pair, found.append)
        except Exception as error:
            found.append(f"{check.__name__}: {type(error).__name__} {error}")
        problems += [f"{posixpath.basename(pair['original'])}: {text}" for text in found[:5]]
    counts["files"] += 1
print(json.dumps({"problems": problems, "counts": counts}, ensure_ascii=False))
