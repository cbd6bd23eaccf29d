# Behind package.py: compares returned packages with their marked copies, part by part, with readers that are not ours. Finds `args`:
# [[{original, marked, marks: {sheet: {cell: level or null}}}], {level: colour}]; prints {problems, counts}.

LIST = "退回修改清单"
MARK = "【退回修改】"
# Of a style sheet what marking adds to.
EXTENDED = ("fonts", "fills", "borders", "cellXfs")
counts = Counter()
problems = []


def check_package(before, after, say):
    """A package is wrong in nothing in which the returned one was not."""
    known = set(package_problems(before, False))
    for text in package_problems(after, False):
        if text not in known:
            say(text)


def check_styles(before, after, say):
    found = [part for _, kind, part, _ in after.relationships(after.workbook()) if kind == "styles"]
    if len(found) != 1:
        return say("not one styles part")
    groups = {local(child.tag): child for child in after.root(found[0])}
    if found[0] in before.parts:
        old = before.root(found[0])
        for child in old:
            name = local(child.tag)
            if name in EXTENDED and len(list(child)):
                kept = [canonical(item) for item in groups[name]][: len(list(child))]
                if kept != [canonical(item) for item in child]:
                    say(f"styles: {name} that were there changed")
            elif name not in EXTENDED and canonical(child) != canonical(groups[name]):
                say(f"styles: {name} changed")


def check_workbook(before, after, say):
    old, new = before.root(before.workbook()), after.root(after.workbook())
    names = [name for name, *_ in after.sheets()]
    if names[0] != LIST or names[1:] != [name for name, *_ in before.sheets() if name != LIST]:
        say(f"workbook: sheets {names}")

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


def check_sheet(before, after, part, marks, say):
    old, new = before.root(part), after.root(part)
    if local(new.tag) != "worksheet":
        return
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
        number, column = int(row.get("r", number + 1)), 0
        for cell in row:
            if local(cell.tag) == "c":
                column = coordinate_to_tuple(cell.get("r"))[1] if cell.get("r") else column + 1
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
    check_package(before, after, say)
    check_styles(before, after, say)
    check_workbook(before, after, say)
    for name, part, kind, _ in sheets:
        if kind == "worksheet" and name != LIST:
            check_sheet(before, after, part, pair["marks"].get(name, {}), say)
    check_list(after, say)


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
