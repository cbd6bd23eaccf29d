# Behind package.py: packages that we wrote, alone. Finds `args`: [[path]]; prints [{path, problems, parts, charts, sheets}].
import warnings

warnings.simplefilter("error")
# openpyxl leaves a file open that it cannot read.
warnings.simplefilter("ignore", ResourceWarning)
result = []
for path in args[0]:
    package = Package(path)
    problems = package_problems(package)
    sheets = []
    with zipfile.ZipFile(path) as archive:
        if archive.testzip() is not None or any(info.is_dir() for info in archive.infolist()):
            problems.append("a folder or a damaged part in the zip")
    if not path.endswith(".docx"):
        try:
            book = openpyxl.load_workbook(path, keep_vba=path.endswith("m"))
            sheets = book.sheetnames
        except Exception as error:
            problems.append(f"openpyxl: {type(error).__name__} {error}")
    charts = len([name for name in package.names if re.fullmatch(r"xl/charts/chart\d+\.xml", name)])
    result.append({"path": path, "problems": problems, "parts": len(package.names), "charts": charts, "sheets": sheets})
print(json.dumps(result, ensure_ascii=False))
