//! Codes of meaning that the sentences of the report look for. A column of any form, shipped or
//! loaded, is found by the meaning its row names; other meanings serve comparison alone.

/// Tổng số cuộc thanh tra.
pub const PERFORMED_TOTAL: &str = "performed_total";
/// Kỳ trước chuyển sang.
pub const CARRIED_OVER: &str = "carried_over";
/// Triển khai trong kỳ.
pub const STARTED: &str = "started";
/// Theo kế hoạch.
pub const PLANNED: &str = "planned";
/// Đột xuất.
pub const AD_HOC: &str = "ad_hoc";
/// Đã ban hành kết luận.
pub const CONCLUDED: &str = "concluded";
/// Số đơn vị được thanh tra.
pub const UNITS_INSPECTED: &str = "units_inspected";
/// Số đơn vị được thanh tra theo kết luận đã ban hành (from 2025).
pub const UNITS_CONCLUDED: &str = "units_concluded";
/// Vi phạm về kinh tế, tiền.
pub const VIOLATION_MONEY: &str = "violation_money";
/// Vi phạm về kinh tế, đất.
pub const VIOLATION_LAND: &str = "violation_land";
/// Kiến nghị thu hồi về ngân sách nhà nước, tiền.
pub const RECOVER_BUDGET_MONEY: &str = "recover_budget_money";
/// Kiến nghị thu hồi về ngân sách nhà nước, đất.
pub const RECOVER_BUDGET_LAND: &str = "recover_budget_land";
/// Kiến nghị thu hồi, tiền.
pub const RECOVER_MONEY: &str = "recover_money";
/// Kiến nghị thu hồi, đất.
pub const RECOVER_LAND: &str = "recover_land";
/// Xử lý khác, tiền.
pub const OTHER_MONEY: &str = "other_money";
/// Xử lý khác, đất.
pub const OTHER_LAND: &str = "other_land";
/// Xử lý hành chính, tổ chức.
pub const ADMIN_ORGS: &str = "admin_orgs";
/// Xử lý hành chính, cá nhân.
pub const ADMIN_PEOPLE: &str = "admin_people";
/// Chuyển cơ quan điều tra, vụ.
pub const POLICE_CASES: &str = "police_cases";
/// Chuyển cơ quan điều tra, đối tượng.
pub const POLICE_PEOPLE: &str = "police_people";
/// Hoàn thiện cơ chế, chính sách.
pub const POLICY_DOCS: &str = "policy_docs";
