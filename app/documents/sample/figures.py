"""The annexes of the sample's political report: figures of an invented ward, computed from a fixed seed.

The tables add up (quarters to years, neighbourhoods to the ward), so that they read like a real annex and
searching in them makes sense.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from app.documents.sample.paper import NEW_PAGE

_SEED = 20250814
_YEARS = (2020, 2021, 2022, 2023, 2024, 2025)
_QUARTERS = ("I", "II", "III", "IV")
_AREAS = ("Đông", "Tây", "Nam")
_NEIGHBOURHOODS = 18
_CELLS = 42
_WORKS_A_YEAR = 18
_SECTORS = ("Thương mại, dịch vụ", "Công nghiệp, tiểu thủ công nghiệp", "Xây dựng", "Nông nghiệp, thủy sản")
_WORKS = (
    "Nâng cấp đường nội bộ", "Cống thoát nước", "Nhà văn hóa", "Chiếu sáng công cộng", "Sân thể thao",
    "Kè chống sạt lở", "Phòng học bộ môn", "Mương thoát nước", "Vỉa hè, cây xanh", "Trạm bơm",
)  # fmt: skip
_SCHOOLS = (
    "Trường Mầm non Hoa Sen", "Trường Mầm non Sơn Ca", "Trường Mầm non Vành Khuyên",
    "Trường Mầm non Bình Minh", "Trường Tiểu học An Bình 1", "Trường Tiểu học An Bình 2",
    "Trường Tiểu học Cầu Đá", "Trường Tiểu học Ven Sông", "Trường THCS An Bình", "Trường THCS Cầu Đá",
    "Trường THCS Ven Sông",
)  # fmt: skip
_GOOD = (
    "Tổ tự quản vớt rác miệng cống trước mỗi trận mưa lớn theo tin báo của phường.",
    "Câu lạc bộ ông bà cháu đọc sách chiều thứ bảy ở nhà văn hóa.",
    "Hộ khá kèm hộ nghèo, cho mượn vốn không lấy lãi trong một vụ hàng.",
    "Camera an ninh do nhân dân góp, cử người trực theo tổ liên gia.",
    "Tổ công nghệ cộng đồng giúp người cao tuổi làm thủ tục vào chiều thứ tư.",
)
_TO_DO = (
    "Mở rộng hẻm cụt để xe cứu hỏa vào được.",
    "Thay đoạn cống cũ trước mùa mưa năm 2026.",
    "Sắp xếp lại chỗ họp chợ tạm, trả vỉa hè cho người đi bộ.",
    "Bổ sung sân chơi cho trẻ em, hiện phải dùng chung với khu phố bên.",
    "Vận động số hộ còn lại phân loại rác tại nguồn.",
)
_ASKED = (
    ("Đèn đường hẻm {n} tắt nhiều đêm", "Đã thay bóng, giao tổ tự quản kiểm tra hằng tuần"),
    ("Nước sinh hoạt yếu vào giờ cao điểm", "Đơn vị cấp nước đã nâng áp, đo lại hằng tháng"),
    ("Xe tải đi vào đường nội bộ ban đêm", "Đã cắm biển cấm, công an khu vực tuần tra"),
    ("Cống trước nhà số {n} bị sụt nắp", "Đã thay nắp bê tông"),
    ("Nuôi gia súc gây mùi", "Đã vận động chuyển đi, hỗ trợ chuyển nghề"),
    ("Cấp đổi giấy chứng nhận sau sắp xếp", "Đã trả kết quả, không thu phí"),
    ("Tiếng ồn loa kéo sau 22 giờ", "Đã nhắc nhở, ký cam kết"),
    ("Cây xanh số {n} nghiêng, nguy hiểm", "Đã chống đỡ, tỉa cành trước mùa bão"),
    ("Thiếu thùng rác ở khu chợ tạm", "Đã đặt thêm thùng, tăng chuyến thu gom"),
    ("Đề nghị mở lớp bơi cho trẻ em", "Đang làm, dự kiến mở hè năm 2026"),
)


_PLAN = (
    "Tặng quà, thăm hỏi người cao tuổi, gia đình chính sách",
    "Ra quân dọn vệ sinh, khơi thông miệng cống",
    "Họp dân bàn việc mở rộng hẻm, công khai quỹ khu phố",
    "Kiểm tra an toàn điện, phòng cháy ở từng tổ liên gia",
    "Hội thao, trại hè cho thiếu nhi",
    "Khám sàng lọc sức khỏe cho người trên 60 tuổi",
    "Tập huấn nộp hồ sơ trực tuyến tại nhà văn hóa",
    "Diễn tập sơ tán khi ngập lớn",
    "Ngày hội Đại đoàn kết toàn dân tộc",
)
_PLAN_BY = ("Bí thư chi bộ", "Trưởng khu phố", "Trưởng Ban Công tác Mặt trận", "Chi hội trưởng Phụ nữ")


def annexes_markdown() -> str:
    """All five annexes."""
    # Figures of a story, not secrets: a seeded generator is the point here.
    random = Random(_SEED)  # noqa: S311
    parts = (_economy, _neighbourhoods, _party_cells, _works, _schools)
    return "\n\n".join(block for part in parts for block in part(random))


def number(value: float, decimals: int = 0) -> str:
    """12345.6 as Vietnamese write it: 12.346 or 12.345,6."""
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def _table(head: Sequence[object], rows: Sequence[Sequence[object]]) -> str:
    lines = ["| " + " | ".join(map(str, row)) + " |" for row in (head, ["---"] * len(head), *rows)]
    return "\n".join(lines)


def _grow(random: Random, start: float, low: float, high: float) -> list[float]:
    """A value for each year, each so many times the one before."""
    values = [start]
    for _ in _YEARS[1:]:
        values.append(values[-1] * random.uniform(low, high))
    return values


def _split(random: Random, total: float, parts: int) -> list[float]:
    """Cut a total into about equal parts that add up to it, to one decimal."""
    weights = [random.uniform(0.85, 1.15) for _ in range(parts)]
    cut = [round(total * weight / sum(weights), 1) for weight in weights]
    return [*cut[:-1], round(total - sum(cut[:-1]), 1)]


def _economy(random: Random) -> Iterator[str]:
    yield f"# PHỤ LỤC 1 - GIÁ TRỊ SẢN XUẤT THEO NGÀNH VÀ QUÝ{NEW_PAGE}"
    yield (
        "Giá so sánh năm 2020, đơn vị tỷ đồng. Số liệu các năm trước sắp xếp là tổng của ba đơn vị cũ, "
        "quy về địa giới phường hiện nay."
    )
    starts = (742.0, 318.0, 176.0, 402.0)
    ranges = ((1.09, 1.13), (1.06, 1.11), (1.04, 1.12), (0.99, 1.03))
    series = [_grow(random, start, *limits) for start, limits in zip(starts, ranges, strict=True)]
    for index, year in enumerate(_YEARS):
        yield f"## Năm {year}" + (NEW_PAGE if index else "")
        rows = []
        totals = [0.0] * 5
        for sector, values in zip(_SECTORS, series, strict=True):
            quarters = _split(random, round(values[index], 1), 4)
            cells = [*quarters, sum(quarters)]
            totals = [total + cell for total, cell in zip(totals, cells, strict=True)]
            rows.append([sector, *(number(cell, 1) for cell in cells)])
        rows.append(["**Tổng số**", *(number(total, 1) for total in totals)])
        yield _table(["Ngành", *(f"Quý {q}" for q in _QUARTERS), "Cả năm"], rows)
        share = series[0][index] / sum(values[index] for values in series) * 100
        yield f"Thương mại, dịch vụ chiếm {number(share, 1)}% tổng giá trị sản xuất năm {year}."
        yield f"### Thu ngân sách trên địa bàn năm {year} (triệu đồng)"
        taxes, fees, land = (_split(random, total, 12) for total in _revenue(index))
        months = [
            [month, *(number(part) for part in parts), number(sum(parts))]
            for month, parts in enumerate(zip(taxes, fees, land, strict=True), start=1)
        ]
        yield _table(["Tháng", "Thuế", "Phí, lệ phí", "Tiền sử dụng đất", "Cộng"], months)


def _revenue(year_index: int) -> tuple[float, float, float]:
    """Taxes, fees and land use of a year in million đồng; 231 billion in 2025, as the report says."""
    whole = 231_000 * (0.72 + 0.056 * year_index)
    return whole * 0.58, whole * 0.09, whole * 0.33


def _neighbourhoods(random: Random) -> Iterator[str]:
    yield f"# PHỤ LỤC 2 - KẾT QUẢ CỦA {_NEIGHBOURHOODS} KHU PHỐ{NEW_PAGE}"
    people = [random.randint(1_650, 2_550) for _ in range(_NEIGHBOURHOODS)]
    homes = [round(count / 3.6) for count in people]
    yield (
        f"Toàn phường có {number(sum(people))} nhân khẩu, {number(sum(homes))} hộ ở {_NEIGHBOURHOODS} "
        "khu phố (thời điểm 30 tháng 6 năm 2025). Các trang sau ghi riêng từng khu phố."
    )
    rows: list[list[object]] = [
        [index, f"Khu phố {index}", _area(index), number(count), number(home)]
        for index, (count, home) in enumerate(zip(people, homes, strict=True), start=1)
    ]
    rows.append(["", "**Toàn phường**", "", number(sum(people)), number(sum(homes))])
    yield _table(["TT", "Khu phố", "Khu", "Nhân khẩu", "Số hộ"], rows)
    for area in _AREAS:
        yield f"## Khu {area}: các việc chung{NEW_PAGE}"
        plan = [[order, work, random.choice(_PLAN_BY)] for order, work in enumerate(_PLAN, start=1)]
        yield _table(["TT", "Việc các khu phố cùng làm", "Người chủ trì"], plan)
        yield f"Việc phải làm trước trong năm 2026: {random.choice(_TO_DO)} {random.choice(_GOOD)}"
    for index, (count, home) in enumerate(zip(people, homes, strict=True), start=1):
        yield f"## Khu phố {index} (khu {_area(index)}){NEW_PAGE}"
        yield from _living(random, index, count, home)
        yield from _public_life(random, index)
        yield from _asked(random, index)


def _area(neighbourhood: int) -> str:
    return _AREAS[(neighbourhood - 1) * len(_AREAS) // _NEIGHBOURHOODS]


def _living(random: Random, index: int, people: int, homes: int) -> Iterator[str]:
    income = _grow(random, random.uniform(44, 54), 1.05, 1.11)
    poor = [max(0.2, 4.4 - 0.75 * step + random.uniform(-0.3, 0.3)) for step in range(len(_YEARS))]
    yield (
        f"Khu phố {index} có {number(people)} nhân khẩu, {number(homes)} hộ. Thu nhập bình quân đầu người từ "
        f"{number(income[0], 1)} triệu đồng năm 2020 lên {number(income[-1], 1)} triệu đồng năm 2025; tỷ lệ "
        f"hộ nghèo đa chiều còn {number(poor[-1], 1)}%."
    )
    yield "### Dân cư và thu nhập"
    yield _table(
        ["Năm", "Số hộ", "Thu nhập bình quân (triệu đồng)", "Hộ nghèo (%)", "Hộ kinh doanh"],
        [
            [year, number(homes * (0.95 + 0.01 * i)), number(income[i], 1), number(poor[i], 1),
             random.randint(48, 62) + 9 * i]
            for i, year in enumerate(_YEARS)
        ],
    )  # fmt: skip
    yield "### Hạ tầng"
    length = random.randint(2_400, 5_200)
    yield _table(
        ["Năm", "Đường nhựa, bê tông (m)", "Có chiếu sáng (m)", "Cống thoát nước (m)", "Điểm ngập"],
        [
            [year, number(length * (0.70 + 0.05 * i)), number(length * (0.52 + 0.08 * i)),
             number(length * (0.40 + 0.06 * i)), max(0, random.randint(2, 4) - i // 2)]
            for i, year in enumerate(_YEARS)
        ],
    )  # fmt: skip
    yield "### Văn hóa - xã hội"
    yield _table(
        ["Năm", "Gia đình văn hóa (%)", "Bảo hiểm y tế (%)", "Đến trường đúng tuổi (%)", "Phân loại rác (%)"],
        [
            [year, number(84 + 1.6 * i + random.random(), 1), number(86 + 1.9 * i + random.random(), 1),
             number(98 + 0.3 * i + random.random() / 10, 1), number(6 + 7 * i + 3 * random.random(), 1)]
            for i, year in enumerate(_YEARS)
        ],
    )  # fmt: skip


def _public_life(random: Random, index: int) -> Iterator[str]:
    yield f"### Đóng góp của nhân dân khu phố {index}{NEW_PAGE}"
    land = [random.randint(40, 260) for _ in _YEARS]
    money = [random.randint(60, 320) for _ in _YEARS]
    days = [random.randint(90, 400) for _ in _YEARS]
    rows: list[list[object]] = [
        [year, number(land[i]), number(money[i]), number(days[i])] for i, year in enumerate(_YEARS)
    ]
    rows.append(["Tổng", number(sum(land)), number(sum(money)), number(sum(days))])
    yield _table(["Năm", "Đất hiến (m²)", "Tiền (triệu đồng)", "Ngày công"], rows)
    yield "### Quỹ khu phố năm 2024 (triệu đồng)"
    balance = random.uniform(8, 30)
    months: list[list[object]] = []
    for month in range(1, 13):
        income, spent = random.uniform(2, 9), random.uniform(1, 9)
        balance = max(0.5, balance + income - spent)
        months.append([month, number(income, 1), number(spent, 1), number(balance, 1)])
    yield _table(["Tháng", "Thu", "Chi", "Tồn quỹ"], months)


def _asked(random: Random, index: int) -> Iterator[str]:
    yield f"### Kiến nghị của nhân dân khu phố {index} và kết quả giải quyết{NEW_PAGE}"
    chosen = random.sample(_ASKED, 7)
    rows = [
        [order, f"{random.randint(1, 28)}/{random.randint(1, 12)}/{random.choice((2023, 2024))}",
         asked.format(n=random.randint(2, 140)), answered]
        for order, (asked, answered) in enumerate(chosen, start=1)
    ]  # fmt: skip
    yield _table(["TT", "Ngày", "Nội dung kiến nghị", "Kết quả"], rows)
    yield f"### Chương trình công tác của khu phố {index} năm 2025{NEW_PAGE}"
    plan = [[month, random.choice(_PLAN), random.choice(_PLAN_BY)] for month in range(1, 13)]
    yield _table(["Tháng", "Việc chính", "Người chủ trì"], plan)
    yield "### Đánh giá chung"
    kept = "giữ vững" if random.random() < 0.6 else "đạt lại"
    yield f"**Việc làm tốt.** {random.choice(_GOOD)} {random.choice(_GOOD[:2])}"
    yield f"**Việc phải làm tiếp.** {random.choice(_TO_DO)}"
    yield f"Khu phố {index} {kept} danh hiệu khu phố văn hóa năm {random.choice((2023, 2024))}."


def _party_cells(random: Random) -> Iterator[str]:
    yield f"# PHỤ LỤC 3 - TÌNH HÌNH {_CELLS} CHI BỘ TRỰC THUỘC{NEW_PAGE}"
    yield (
        "Xếp loại: A hoàn thành xuất sắc nhiệm vụ, B hoàn thành tốt nhiệm vụ, C hoàn thành nhiệm vụ. Số đảng "
        "viên tính đến 31 tháng 12 hằng năm; riêng năm 2025 tính đến 30 tháng 6."
    )
    for index in range(1, _CELLS + 1):
        name = f"Chi bộ khu phố {index}" if index <= _NEIGHBOURHOODS else f"Chi bộ số {index}"
        yield f"## {index}. {name}{NEW_PAGE}"
        members = random.randint(18, 58)
        rows = []
        admitted_total = 0
        for year in _YEARS:
            admitted = random.randint(0, 3)
            admitted_total += admitted
            members += admitted + random.randint(-1, 2)
            attendance = number(random.uniform(78, 97), 1)
            rows.append([year, members, admitted, attendance, random.randint(1, 4), random.choice("AABBBBC")])
        head = ["Năm", "Đảng viên", "Kết nạp", "Dự sinh hoạt (%)", "Kiểm tra, giám sát", "Xếp loại"]
        yield _table(head, rows)
        yield "### Cơ cấu đảng viên năm 2025"
        yield _table(["Nhóm", "Số lượng", "Tỷ lệ (%)"], _structure(random, members))
        yield (
            f"Cả nhiệm kỳ kết nạp {admitted_total} đảng viên. Sinh hoạt chuyên đề {random.randint(18, 24)} "
            f"kỳ. Việc chọn làm trong năm 2025: {random.choice(_TO_DO)}"
        )
        yield f"Cách làm được Đảng ủy biểu dương: {random.choice(_GOOD)}"


def _structure(random: Random, members: int) -> list[list[object]]:
    women = round(members * random.uniform(0.3, 0.5))
    young = round(members * random.uniform(0.15, 0.35))
    middle = round(members * random.uniform(0.3, 0.45))
    degree = round(members * random.uniform(0.4, 0.75))
    groups = {
        "Nữ": women, "Nam": members - women, "Dưới 40 tuổi": young, "Từ 40 đến 60 tuổi": middle,
        "Trên 60 tuổi": members - young - middle, "Trình độ đại học trở lên": degree,
        "Miễn sinh hoạt": round(members * random.uniform(0.02, 0.1)),
    }  # fmt: skip
    return [[name, count, number(count / members * 100, 1)] for name, count in groups.items()]


def _works(random: Random) -> Iterator[str]:
    yield f"# PHỤ LỤC 4 - CÔNG TRÌNH ĐẦU TƯ{NEW_PAGE}"
    yield "Đơn vị triệu đồng. Công trình của ba đơn vị cũ được xếp theo khu phố hiện nay."
    for year in _YEARS:
        works = [
            (f"{_WORKS[random.randrange(len(_WORKS))]} khu phố {random.randint(1, _NEIGHBOURHOODS)}",
             random.randrange(380, 9_600, 20), 1.0 if year < 2024 else random.uniform(0.7, 1.0))
            for _ in range(_WORKS_A_YEAR)
        ]  # fmt: skip
        yield f"## Công trình khởi công năm {year}" + ("" if year == _YEARS[0] else NEW_PAGE)
        rows: list[list[object]] = [
            [order, name, number(cost), number(cost * share), number(share * 100, 1)]
            for order, (name, cost, share) in enumerate(works, start=1)
        ]
        total = sum(cost for _, cost, _ in works)
        paid = sum(cost * share for _, cost, share in works)
        rows.append(["", "**Cộng**", number(total), number(paid), number(paid / total * 100, 1)])
        yield _table(["TT", "Công trình", "Tổng mức", "Đã giải ngân", "Tỷ lệ (%)"], rows)
        for order, (name, cost, share) in enumerate(works, start=1):
            yield f"### {year}.{order}. {name}" + (NEW_PAGE if order % 2 == 1 else "")
            yield from _work(random, year, cost, share)


def _work(random: Random, year: int, cost: int, share: float) -> Iterator[str]:
    months = random.randint(4, 14)
    state = "đã bàn giao, đưa vào sử dụng" if share == 1.0 else "đang thi công"
    yield (
        f"Thời gian thực hiện {months} tháng từ quý {random.choice(_QUARTERS)} năm {year}; hiện {state}. "
        f"Nhân dân cử {random.randint(3, 5)} người giám sát đầu tư cộng đồng, họp {random.randint(2, 7)} lần."
    )
    sources = _split(random, float(cost), 3)
    yield _table(
        ["Nguồn vốn", "Kế hoạch", "Đã giải ngân"],
        [
            [name, number(plan), number(plan * share)]
            for name, plan in zip(
                ("Ngân sách tỉnh", "Ngân sách phường", "Nhân dân đóng góp"), sources, strict=True
            )
        ],
    )


def _schools(random: Random) -> Iterator[str]:
    yield f"# PHỤ LỤC 5 - TRƯỜNG HỌC{NEW_PAGE}"
    yield "Số liệu theo báo cáo cuối năm học của từng trường."
    for order, name in enumerate(_SCHOOLS):
        yield f"## {name}" + (NEW_PAGE if order else "")
        pupils = random.randint(280, 720)
        rows = []
        for year in _YEARS[:-1]:
            pupils += random.randint(-12, 26)
            classes = round(pupils / 32)
            done = number(98.4 + random.random() * 1.6, 1)
            rows.append([f"{year} - {year + 1}", number(pupils), classes, round(classes * 1.6), done])
        yield _table(["Năm học", "Học sinh", "Lớp", "Giáo viên", "Hoàn thành (%)"], rows)
        yield "### Cơ sở vật chất"
        yield _table(
            ["Hạng mục", "Hiện có", "Cần bổ sung"],
            [
                [item, random.randint(4, 30), random.randint(0, 6)]
                for item in (
                    "Phòng học",
                    "Phòng bộ môn",
                    "Máy tính",
                    "Bể bơi, sân tập",
                    "Nhà vệ sinh",
                    "Bếp ăn",
                )
            ],
        )
        books = number(random.randint(1_800, 6_400))
        yield f"{name} đạt chuẩn quốc gia mức độ {random.choice((1, 1, 2))}; thư viện có {books} bản sách."
