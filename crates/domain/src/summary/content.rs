//! Counts of what units sent beside forms and awards: documents, movements, councils, registrations,
//! examples, initiatives, staff, the year's inspection plan.

use std::collections::{BTreeMap, BTreeSet};

use super::figure::{Figure, FigureKey, Part, Place, keep};
use super::tally::{Inputs, Side, Subject};
use crate::quantity::Quantity;
use crate::submission::{
    CouncilEventKind, CouncilKind, DisseminationForm, EthicsResult, ExampleKind, ExampleStage, InitiativeLevel, MovementKind, Scope,
    Submission,
};

/// Rows with the number that each counts for.
type Rows = Vec<(usize, u64)>;

/// Counts everything.
pub(super) fn summarise(inputs: &Inputs<'_>, figures: &mut BTreeMap<FigureKey, Figure>) {
    let mut counts = Counts { inputs, figures, told: [Side::Now, Side::LastYear, Side::Previous].map(|side| inputs.told(side)) };
    counts.documents();
    counts.disseminations();
    counts.movements();
    counts.councils();
    counts.registrations();
    counts.examples();
    counts.ethics();
    counts.staff();
    counts.plan();
}

struct Counts<'a, 'b> {
    inputs: &'a Inputs<'b>,
    figures: &'a mut BTreeMap<FigureKey, Figure>,
    /// Whether anything beside figures is known, by side.
    told: [bool; 3],
}

impl Counts<'_, '_> {
    /// One count over rows of a part.
    fn rows(&mut self, [key, label, noun]: [&str; 3], part: Part, rows: impl Fn(&Submission) -> Rows) {
        self.some(|_| true, [key, label, noun], part, |submission, _| rows(submission));
    }

    /// The same over the submissions that have the part at all.
    fn some(
        &mut self,
        has: impl Fn(&Submission) -> bool,
        [key, label, noun]: [&str; 3],
        part: Part,
        rows: impl Fn(&Submission, Side) -> Rows,
    ) {
        let subject = Subject::count(key.to_owned(), label.to_owned(), noun);
        let extract = |submission: &Submission, side| {
            let place = |(row, count): (usize, u64)| (Place::Row(part, row), Quantity::whole(count));
            rows(submission, side).into_iter().map(place).collect()
        };
        let told = |submission: &Submission, side| has(submission) && self.told[side as usize];
        let mut tally = self.inputs.tally(subject, told, extract);
        tally.figure.new = !self.told[Side::LastYear as usize] && self.inputs.has_base();
        // What the agency itself did rests on the agency alone; who else sent hinders no comparison.
        let whole = tally.figure.comparable == tally.figure.value && tally.whole_base();
        if whole && (key.starts_with("councils:") || key.starts_with("documents:sector") || key == "movements:sector") {
            tally.figure.like_with_like = true;
        }
        keep(self.figures, tally.figure);
    }

    fn documents(&mut self) {
        let of_kind = |kind: Option<&str>| {
            let kind = kind.map(str::to_owned);
            move |submission: &Submission| {
                each(&submission.content.documents, |document| {
                    let wanted = kind.as_ref().is_none_or(|kind| document.kind.as_str() == kind);
                    u64::from(document.scope == Scope::Sector && wanted)
                })
            }
        };
        self.rows(["documents:sector", "Văn bản chỉ đạo, triển khai", "văn bản"], Part::Document, of_kind(None));
        for kind in &self.inputs.catalogue.document_kinds {
            let (key, label) = (format!("documents:sector.{}", kind.code), format!("Văn bản loại {}", kind.name));
            self.rows([&key, &label, "văn bản"], Part::Document, of_kind(Some(&kind.code)));
        }
        self.rows(["documents:units_with_plan", "Đơn vị ban hành kế hoạch thi đua", "đơn vị"], Part::Document, |submission| {
            once(each(&submission.content.documents, |document| u64::from(document.kind.as_str() == "KH")))
        });
    }

    fn disseminations(&mut self) {
        let sessions = |submission: &Submission| {
            each(&submission.content.disseminations, |row| {
                let held = matches!(row.form, DisseminationForm::Conference | DisseminationForm::Meeting);
                if held { u64::from(row.sessions.unwrap_or(1)) } else { 0 }
            })
        };
        self.rows(
            ["disseminations:sessions", "Hội nghị, cuộc họp quán triệt, phổ biến", "hội nghị, cuộc họp"],
            Part::Dissemination,
            sessions,
        );
        self.rows(
            ["disseminations:people", "Lượt người dự hội nghị, cuộc họp quán triệt, phổ biến", "lượt người"],
            Part::Dissemination,
            |submission| {
                each(&submission.content.disseminations, |row| {
                    let held = matches!(row.form, DisseminationForm::Conference | DisseminationForm::Meeting);
                    if held { u64::from(row.people.unwrap_or(0)) } else { 0 }
                })
            },
        );
        self.rows(
            ["disseminations:media", "Nội dung tuyên truyền qua báo, đài, trang thông tin điện tử", "nội dung"],
            Part::Dissemination,
            |submission| {
                each(&submission.content.disseminations, |row| {
                    if row.form == DisseminationForm::Media { u64::from(row.sessions.unwrap_or(1)) } else { 0 }
                })
            },
        );
        self.rows(["conferences:held", "Hội nghị về thi đua, khen thưởng", "hội nghị"], Part::Conference, |submission| {
            each(&submission.content.conferences, |_| 1)
        });
    }

    fn movements(&mut self) {
        let own = |scope: Scope, kind: Option<MovementKind>| {
            move |submission: &Submission| {
                each(&submission.content.movements, |row| {
                    u64::from(row.own && row.scope == scope && kind.is_none_or(|kind| row.kind == kind))
                })
            }
        };
        self.rows(["movements:sector", "Phong trào do cơ quan phát động", "phong trào"], Part::Movement, own(Scope::Sector, None));
        self.rows(["movements:unit", "Phong trào do đơn vị phát động", "phong trào"], Part::Movement, own(Scope::Unit, None));
        self.rows(["movements:units", "Đơn vị phát động thi đua", "đơn vị"], Part::Movement, move |submission| {
            once(own(Scope::Unit, None)(submission))
        });
        self.rows(["clusters:activities", "Hoạt động cụm, khối thi đua", "hoạt động"], Part::ClusterActivity, |submission| {
            each(&submission.content.cluster_activities, |_| 1)
        });
    }

    fn councils(&mut self) {
        let kinds = [
            (CouncilKind::Emulation, "emulation", "Hội đồng Thi đua - Khen thưởng"),
            (CouncilKind::Initiative, "initiative", "Hội đồng sáng kiến"),
            (CouncilKind::Science, "science", "Hội đồng khoa học"),
        ];
        for (kind, code, name) in kinds {
            let (key, label) = (format!("councils:{code}.meetings"), format!("Phiên họp {name}"));
            self.rows([&key, &label, "phiên"], Part::Council, move |submission| {
                each(&submission.content.councils, |row| {
                    let met = row.scope == Scope::Sector && row.council == kind && row.kind == CouncilEventKind::Met;
                    if met { u64::from(row.meetings.unwrap_or(1)) } else { 0 }
                })
            });
        }
    }

    fn registrations(&mut self) {
        let year = |submission: &Submission| i64::from(submission.period.year());
        let titles: BTreeSet<_> =
            self.inputs.compared().flat_map(|submission| &submission.content.registrations).map(|row| row.title.clone()).collect();
        let day = self.inputs.snapshot.period.data_to;
        for title in titles {
            let form =
                self.inputs.catalogue.award(title.as_str(), day).or(self.inputs.catalogue.awards.iter().find(|row| row.code == title));
            let (name, collective) =
                form.map_or((title.to_string(), false), |form| (form.name.to_string(), form.collective && !form.individual));
            let name = self.inputs.snapshot.agency.local(&name, day);
            let noun = if collective { "tập thể" } else { "người" };
            let (key, label) = (format!("registrations:{title}"), format!("Đăng ký {name}"));
            self.some(
                |submission| !submission.content.registrations.is_empty(),
                [&key, &label, noun],
                Part::Registration,
                |submission, _| {
                    each(&submission.content.registrations, |row| {
                        if row.title == title && i64::from(row.year) == year(submission) { u64::from(row.count) } else { 0 }
                    })
                },
            );
        }
        self.rows(
            ["registrations:units", "Đơn vị đăng ký danh hiệu thi đua", "đơn vị"],
            Part::Registration,
            move |submission| {
                once(each(&submission.content.registrations, |row| u64::from(i64::from(row.year) == year(submission) && row.count > 0)))
            },
        );
    }

    fn examples(&mut self) {
        let examples = |test: fn(ExampleKind, ExampleStage) -> bool| {
            move |submission: &Submission| each(&submission.content.model_examples, |row| u64::from(test(row.recipient, row.stage)))
        };
        let part = Part::ModelExample;
        self.rows(["models:all", "Điển hình tiên tiến", "điển hình tiên tiến"], part, examples(|_, _| true));
        self.rows(
            ["models:collective", "Điển hình tiên tiến là tập thể", "tập thể"],
            part,
            examples(|kind, _| kind == ExampleKind::Collective),
        );
        self.rows(
            ["models:individual", "Điển hình tiên tiến là cá nhân", "cá nhân"],
            part,
            examples(|kind, _| kind == ExampleKind::Individual),
        );
        self.rows(
            ["models:replicated", "Điển hình được nhân rộng", "điển hình"],
            part,
            examples(|_, stage| stage == ExampleStage::Replicated),
        );
        let recognised = |level: Option<InitiativeLevel>| {
            move |submission: &Submission| {
                each(&submission.content.initiatives, |row| {
                    u64::from(row.level.is_some_and(|known| level.is_none_or(|level| level == known)))
                })
            }
        };
        self.rows(["initiatives:recognised", "Sáng kiến được công nhận", "sáng kiến"], Part::Initiative, recognised(None));
        for (level, code, name) in [
            (InitiativeLevel::State, "state", "toàn quốc"),
            (InitiativeLevel::Province, "province", "cấp bộ, ngành, tỉnh"),
            (InitiativeLevel::Base, "base", "cấp cơ sở"),
        ] {
            let (key, label) = (format!("initiatives:recognised.{code}"), format!("Sáng kiến được công nhận {name}"));
            self.rows([&key, &label, "sáng kiến"], Part::Initiative, recognised(Some(level)));
        }
    }

    fn ethics(&mut self) {
        let standards: BTreeSet<_> =
            self.inputs.compared().flat_map(|submission| &submission.content.ethics).map(|row| row.standard.clone()).collect();
        for standard in standards {
            for (result, code, words) in [
                (EthicsResult::Good, "good", "thực hiện tốt"),
                (EthicsResult::Met, "met", "đạt yêu cầu"),
                (EthicsResult::NotMet, "not_met", "chưa đạt"),
            ] {
                let (key, label) = (format!("ethics:{standard}.{code}"), format!("Đơn vị {words} {standard}"));
                self.rows([&key, &label, "đơn vị"], Part::Ethics, |submission| {
                    each(&submission.content.ethics, |row| u64::from(row.standard == standard && row.result == result))
                });
            }
        }
    }

    fn staff(&mut self) {
        use crate::submission::Staff;
        /// Key, label, noun, and how many a unit has.
        type Row = (&'static str, &'static str, &'static str, fn(&Staff) -> Option<u32>);
        let rows: [Row; 4] = [
            ("staff:headcount", "Công chức, viên chức, người lao động", "người", |staff| Some(staff.headcount)),
            ("staff:established_posts", "Biên chế được giao", "biên chế", |staff| staff.established_posts),
            ("staff:leaders", "Lãnh đạo, quản lý", "người", |staff| staff.leaders),
            ("staff:women", "Nữ", "người", |staff| staff.women),
        ];
        for (key, label, noun, count) in rows {
            let one = move |submission: &Submission| submission.content.staff.as_ref().and_then(count);
            self.some(
                |submission| one(submission).is_some(),
                [key, label, noun],
                Part::Staff,
                |submission, _| one(submission).map(|count| (0, u64::from(count))).into_iter().collect(),
            );
        }
    }

    fn plan(&mut self) {
        use crate::submission::InspectionPlan;
        /// Key, label, and the figure of a unit's plan.
        type Row = (&'static str, &'static str, fn(&InspectionPlan) -> Option<u32>);
        let rows: [Row; 4] = [
            ("plan:planned", "Cuộc thanh tra theo kế hoạch năm", |plan| Some(plan.planned)),
            ("plan:started", "Cuộc thanh tra theo kế hoạch năm đã triển khai", |plan| plan.started),
            ("plan:concluded", "Cuộc thanh tra theo kế hoạch năm đã ban hành kết luận", |plan| plan.concluded),
            ("plan:carried_over", "Cuộc thanh tra năm trước chuyển sang", |plan| plan.carried_over),
        ];
        for (key, label, count) in rows {
            let one = move |submission: &Submission| {
                let plan = submission.content.inspection_plan.as_ref();
                plan.filter(|plan| i32::from(plan.year) == submission.period.year()).and_then(count)
            };
            self.some(
                |submission| one(submission).is_some(),
                [key, label, "cuộc"],
                Part::InspectionPlan,
                |submission, _| one(submission).map(|count| (0, u64::from(count))).into_iter().collect(),
            );
        }
    }
}

/// The rows that count, with what each counts for.
fn each<T>(rows: &[T], count: impl Fn(&T) -> u64) -> Rows {
    rows.iter().enumerate().map(|(index, row)| (index, count(row))).filter(|(_, count)| *count > 0).collect()
}

/// The first row that counts, once.
fn once(rows: Rows) -> Rows {
    rows.into_iter().find(|(_, count)| *count > 0).map(|(row, _)| (row, 1)).into_iter().collect()
}
