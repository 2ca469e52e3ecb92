//! Why an import was refused.

use super::{state, store_error};
use crate::ports::{ImportConflict, ImportError};

/// The sentences of a refused import, one a line.
pub fn import_error(error: &ImportError) -> String {
    match error {
        ImportError::Refused(conflicts) => {
            let mut lines: Vec<String> = conflicts.iter().map(import_conflict).collect();
            lines.push("Không có nội dung nào được ghi.".to_owned());
            lines.join("\n")
        }
        ImportError::Store(error) => store_error(error),
    }
}

/// The sentence of a stored submission that a file cannot change.
pub fn import_conflict(conflict: &ImportConflict) -> String {
    match conflict {
        ImportConflict::Locked { unit, period } => format!("Báo cáo của đơn vị {unit} kỳ {period} đã khóa, không nhận số liệu khác."),
        ImportConflict::PeriodLocked { unit, period } => {
            format!(
                "Kỳ {period} đã khóa số liệu, không nhận số liệu mới hoặc sửa đổi của đơn vị {unit}. Muốn nhận, lùi thời điểm khóa (lock_at) của kỳ."
            )
        }
        ImportConflict::StateNotPossible { unit, period, from, to } => {
            format!("Báo cáo của đơn vị {unit} kỳ {period} đang ở trạng thái “{}”, không chuyển được sang “{}”.", state(from), state(to))
        }
    }
}
