//! Where a figure comes from, in words: for the page of a figure and for `thidua trace`.

use crate::code::Code;
use crate::snapshot::Snapshot;
use crate::summary::{Figure, Part, Place, Source, Summary};

/// What a figure says, with the unit when it is one unit's alone.
pub fn figure_label(summary: &Summary, figure: &Figure) -> String {
    let unit = figure.key.unit().and_then(|unit| summary.units.iter().find(|line| line.code.as_str() == unit));
    let group = figure.key.group().and_then(|key| summary.groups.iter().find(|group| group.key == key));
    let of = unit.map(|unit| unit.name.as_str()).or(group.map(|group| group.name.as_str()));
    of.map_or_else(|| figure.label.clone(), |of| format!("{} - {of}", figure.label))
}

/// A place in a submission.
pub fn source_place(place: &Place) -> String {
    match place {
        Place::Column(form, column) => format!("Biểu {form}, cột {column}"),
        Place::Row(part @ (Part::Staff | Part::InspectionPlan), _) => part_name(*part).to_owned(),
        Place::Row(part, row) => format!("{}, dòng {}", part_name(*part), row + 1),
    }
}

/// A part of a submission.
fn part_name(part: Part) -> &'static str {
    match part {
        Part::Award => "Khen thưởng",
        Part::Document => "Văn bản",
        Part::Dissemination => "Quán triệt, tuyên truyền",
        Part::Movement => "Phong trào thi đua",
        Part::Council => "Hội đồng",
        Part::Registration => "Đăng ký danh hiệu",
        Part::ModelExample => "Điển hình tiên tiến",
        Part::Initiative => "Sáng kiến",
        Part::Conference => "Hội nghị",
        Part::Ethics => "Chuẩn mực đạo đức",
        Part::ClusterActivity => "Hoạt động cụm, khối",
        Part::Staff => "Nhân sự",
        Part::InspectionPlan => "Kế hoạch thanh tra năm",
    }
}

/// The unit that sent a part, and for whom it counts in comparisons when that is another one.
pub fn source_unit(snapshot: &Snapshot, source: &Source) -> String {
    let name = |code: &Code| {
        let unit = snapshot.units.iter().find(|unit| unit.code == *code);
        unit.map_or_else(|| code.to_string(), |unit| unit.name_on(snapshot.period.data_to).full.to_string())
    };
    if source.unit == source.counts_for {
        return name(&source.unit);
    }
    format!("{} (nay tính cho {})", name(&source.unit), name(&source.counts_for))
}
