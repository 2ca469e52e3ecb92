//! `thidua template`: the Excel workbook in which a unit fills in its submission.

use anyhow::{Context as _, Result, bail};
use thidua_document::workbook;
use thidua_domain::agency::Agency;
use thidua_domain::period::Period;
use thidua_domain::ports::{AgencyStore as _, CatalogueStore as _};
use thidua_domain::submission::Submission;

use crate::cli::Template;
use crate::say::say;
use crate::setup::{Tools, open};

pub async fn run(template: Template) -> Result<()> {
    let database = &template.database.database;
    if !database.exists() {
        bail!("Không có tệp cơ sở dữ liệu {}. Kiểm tra --database.", database.display());
    }
    let tools = open(&template.database).await?;
    let agency = agency(&tools, &template).await?;
    let units = tools.store.units(&agency.code).await?;
    let Some(unit) = units.iter().find(|unit| unit.code == template.unit) else {
        let known: Vec<&str> = units.iter().map(|unit| unit.code.as_str()).collect();
        bail!("Không có đơn vị mang mã “{}”. Các đơn vị đã có: {}.", template.unit, known.join(", "));
    };
    let periods = tools.store.periods(&agency.code).await?;
    let Some(period) = periods.iter().map(|known| &known.period).find(|known| known.period == template.period) else {
        let known: Vec<String> = periods.iter().map(|known| known.period.period.to_string()).collect();
        bail!("Chưa có kỳ báo cáo {}. Các kỳ đã có: {}.", template.period, known.join(", "));
    };
    let catalogue = tools.store.catalogue().await?.context("Cơ sở dữ liệu chưa có danh mục")?;
    let sent = async |period: Option<Period>| -> Result<Option<Submission>> {
        let Some(period) = period else { return Ok(None) };
        Ok(tools.store.submission_history(&agency.code, &unit.code, period).await?.pop())
    };
    let (current, previous) = (sent(Some(template.period)).await?, sent(template.period.previous()).await?);
    let base = sent(template.period.same_period_last_year()).await?;
    let made = workbook::Template {
        agency: &agency,
        unit,
        period,
        catalogue: &catalogue,
        current: current.as_ref(),
        previous: previous.as_ref(),
        base: base.as_ref(),
    };
    let bytes = workbook::template(&made).context("Không lập được biểu nhập liệu")?;
    let path = template.out.display();
    std::fs::write(&template.out, bytes).with_context(|| format!("Không ghi được tệp {path}; kiểm tra quyền ghi và dung lượng đĩa"))?;
    say!("{path}");
    tools.store.close().await;
    Ok(())
}

/// The agency asked for, or the only one there is.
async fn agency(tools: &Tools, template: &Template) -> Result<Agency> {
    let agencies = tools.store.agencies().await?;
    let known = || agencies.iter().map(|agency| agency.code.to_string()).collect::<Vec<_>>().join(", ");
    match &template.agency {
        Some(code) => agencies.iter().find(|agency| agency.code == *code).cloned(),
        None if agencies.len() == 1 => agencies.first().cloned(),
        None => bail!("Cơ sở dữ liệu có nhiều cơ quan; ghi rõ --agency. Các cơ quan đã có: {}.", known()),
    }
    .with_context(|| format!("Không có cơ quan này. Các cơ quan đã có: {}", known()))
}
