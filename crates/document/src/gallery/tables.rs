//! Annexes of every size: none to 400 rows, 1 to 30 columns, header trees, groups, totals, tall cells.

use thidua_domain::report::{Align, HeaderCell, RowKind, Span, Table, TableColumn, TableRow};

use super::{Exhibit, annex};
use crate::model::Document;

pub fn tables(plain: &Document) -> Vec<Exhibit> {
    let with = |annexes| Document { annexes, ..plain.clone() };
    let one = |title: &str, table| with(vec![annex("Phụ lục", title, table)]);
    let several = ["I", "II", "III"].iter().map(|number| annex(&format!("Phụ lục {number}"), "BIỂU THỬ", simple(3, 4))).collect();
    vec![
        Exhibit::new("bang-khong-dong", "Bảng không có dòng", one("BẢNG KHÔNG CÓ DÒNG", simple(4, 0))),
        Exhibit::new("bang-mot-o", "Bảng một cột, một dòng", one("BẢNG MỘT Ô", simple(1, 1))),
        Exhibit::new("bang-400-dong", "Bảng 400 dòng, đầu bảng lặp lại", one("BẢNG 400 DÒNG", simple(5, 400))),
        Exhibit::new("bang-30-cot", "Bảng 30 cột, chia phần lặp lại hai cột đầu", one("BẢNG 30 CỘT", simple(30, 25))),
        Exhibit::new("bang-dau-tang", "Đầu bảng nhiều tầng, nhóm, tổng số", one("BẢNG CÓ ĐẦU NHIỀU TẦNG", tiers())),
        Exhibit::new("bang-o-lon", "Ô trống, ô rất dài, dòng cao hơn trang", one("BẢNG CÓ Ô LỚN", tall())),
        Exhibit::new("bang-thap-phan", "Số thẳng hàng theo dấu phẩy thập phân", one("BẢNG SỐ THẬP PHÂN", decimals())),
        Exhibit::new("nhieu-phu-luc", "Ba phụ lục, số trang riêng", with(several)),
    ]
}

/// STT, a name, then figures; the last row is the total.
pub fn simple(columns: usize, rows: usize) -> Table {
    let name = |column| match column {
        0 => "STT".to_owned(),
        1 => "Đơn vị".to_owned(),
        _ => format!("Chỉ tiêu thứ {}", column - 1),
    };
    let cell = |row: usize, column: usize| match column {
        0 => (row + 1).to_string(),
        1 => format!("Thanh tra huyện thứ {}", row + 1),
        _ => ((row * 37 + column * 101) % 5000).to_string(),
    };
    let column = |column| TableColumn {
        align: match column {
            0 => Align::Centre,
            1 => Align::Left,
            _ => Align::Right,
        },
        stretch: u8::from(column == 1),
    };
    Table {
        columns: (0..columns).map(column).collect(),
        header: (0..columns).map(|column| head(&name(column), [0, column], [1, 1])).collect(),
        header_rows: 1,
        numbers: (0..columns).map(|column| (column + 1).to_string()).collect(),
        rows: (0..rows)
            .map(|row| TableRow {
                kind: if row > 0 && row + 1 == rows { RowKind::Total } else { RowKind::Body },
                cells: (0..columns).map(|column| Span::plain(cell(row, column))).collect(),
            })
            .collect(),
    }
}

fn head(text: &str, [row, column]: [usize; 2], [rows, columns]: [usize; 2]) -> HeaderCell {
    HeaderCell { text: text.to_owned(), row, column, rows, columns }
}

fn tiers() -> Table {
    let mut table = simple(8, 0);
    table.header = vec![
        head("STT", [0, 0], [3, 1]),
        head("Đơn vị", [0, 1], [3, 1]),
        head("Số cuộc thanh tra", [0, 2], [1, 3]),
        head("Kết quả xử lý", [0, 5], [1, 3]),
        head("Tổng số", [1, 2], [2, 1]),
        head("Trong đó", [1, 3], [1, 2]),
        head("Theo kế hoạch", [2, 3], [1, 1]),
        head("Đột xuất", [2, 4], [1, 1]),
        head("Thu hồi về ngân sách nhà nước (triệu đồng)", [1, 5], [2, 1]),
        head("Xử lý hành chính", [1, 6], [1, 2]),
        head("Tổ chức", [2, 6], [1, 1]),
        head("Cá nhân", [2, 7], [1, 1]),
    ];
    table.header_rows = 3;
    let row = |kind, cells: [&str; 8]| TableRow { kind, cells: cells.map(Span::plain).to_vec() };
    let mut rows = Vec::new();
    for group in ["Thanh tra các sở, ngành", "Thanh tra các huyện, thành phố"] {
        rows.push(row(RowKind::Group, ["", group, "", "", "", "", "", ""]));
        rows.extend(
            (1..=14)
                .map(|n| row(RowKind::Body, [&n.to_string(), "Thanh tra Sở Giáo dục và Đào tạo", "12", "10", "2", "1.234,5", "0", "3"])),
        );
    }
    rows.push(row(RowKind::Total, ["", "Tổng số", "336", "280", "56", "34.566", "0", "84"]));
    table.rows = rows;
    table
}

fn decimals() -> Table {
    let mut table = simple(4, 6);
    for (row, text) in ["1.234,5", "12", "-", "0,25", "100%", "1.248,75"].iter().enumerate() {
        table.rows[row].cells[2] = Span::plain(*text);
    }
    table
}

fn tall() -> Table {
    let mut table = simple(4, 5);
    for column in &mut table.columns[2..] {
        *column = TableColumn { align: Align::Left, stretch: 2 };
    }
    table.rows[1].cells[2] = Span::plain("");
    table.rows[1].cells[3] = Span::plain(super::SENTENCE);
    table.rows[2].cells[2] = Span::plain([super::SENTENCE; 12].join(" "));
    table.rows[3].cells[3] = Span::plain("khôngcókhoảngtrắng".repeat(12));
    table.rows[4].cells[2] = Span::plain("- Đoạn thứ nhất của ô;\n- Đoạn thứ hai của ô, dài hơn một dòng.");
    table
}
