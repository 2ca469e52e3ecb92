//! `thidua serve`: the pages, on loopback until accounts exist.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use thidua_domain::ports::Store;
use thidua_jobs::{Runner, Smtp};
use tokio::net::TcpListener;

use crate::cli::Serve;
use crate::say::say;
use crate::setup::{Tools, open};
use crate::{shutdown, world};

pub async fn run(serve: Serve) -> Result<()> {
    check(serve.listen.listen)?;
    let tools = open(&serve.database).await?;
    listen(tools, serve.listen.listen).await
}

/// Refuses an address that others could reach.
pub fn check(address: SocketAddr) -> Result<()> {
    if !address.ip().is_loopback() {
        bail!(
            "Địa chỉ {address} cho phép máy khác truy cập, trong khi chương trình chưa có tài khoản người dùng. Dùng --listen 127.0.0.1:{}.",
            address.port()
        );
    }
    Ok(())
}

/// Serves until asked to end; requests under way are finished.
pub async fn listen(tools: Tools, address: SocketAddr) -> Result<()> {
    let listener = match TcpListener::bind(address).await {
        Ok(listener) => listener,
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
            bail!(
                "Cổng {} của địa chỉ {} đang được chương trình khác dùng. Chọn cổng khác bằng --listen, ví dụ --listen 127.0.0.1:{}.",
                address.port(),
                address.ip(),
                address.port().wrapping_add(1).max(1024)
            );
        }
        Err(error) => return Err(error).with_context(|| format!("Không mở được địa chỉ {address}; chọn địa chỉ khác bằng --listen")),
    };
    let store: Arc<dyn Store> = Arc::new(tools.store.clone());
    let runner = Runner::new(store.clone(), tools.printer.clone(), Arc::new(Smtp), tools.world.clone());
    let app = thidua_web::App::new(store, tools.printer, tools.fonts, tools.world, Arc::new(runner.clone()), &world::secret());
    let (end, mut ended) = tokio::sync::watch::channel(false);
    let jobs = tokio::spawn(thidua_jobs::serve(runner, async move {
        let _ = ended.changed().await;
    }));
    say!("Trang web: http://{} (dừng bằng Ctrl+C)", listener.local_addr()?);
    axum::serve(listener, thidua_web::router(app))
        .with_graceful_shutdown(shutdown::asked())
        .await
        .context("Trang web dừng ngoài ý muốn")?;
    // A job under way is finished before the store is closed; asked a second time, the program leaves it to its lease.
    let _ = end.send(true);
    let mut jobs = jobs;
    tokio::select! {
        ended = &mut jobs => ended.context("Hàng đợi công việc dừng ngoài ý muốn")?,
        () = tokio::time::sleep(std::time::Duration::from_secs(2)) => {
            say!("Đang chờ công việc tự động đang chạy kết thúc; bấm Ctrl+C lần nữa để dừng ngay, công việc sẽ chạy tiếp ở lần mở sau.");
            tokio::select! {
                ended = &mut jobs => ended.context("Hàng đợi công việc dừng ngoài ý muốn")?,
                () = shutdown::asked() => return Ok(()),
            }
        }
    }
    tools.store.close().await;
    say!("Đã dừng.");
    Ok(())
}
