//! Letters over TLS: to a server that a known authority vouches for under the name that was asked for, and to no other.

use std::sync::Arc;

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use thidua_domain::letter::Words;
use thidua_domain::settings::{MailSettings, Security};
use thidua_jobs::{Mailer as _, Outgoing, SendError, Smtp};

const AUTHORITY: &str = include_str!("data/tls/ca.pem");
const SERVER: &[u8] = include_bytes!("data/tls/server.pem");
const KEY: &[u8] = include_bytes!("data/tls/server.key");

/// A mail server on this machine that takes every letter, over TLS from the first byte; tells its port.
async fn server() -> u16 {
    let certificate = CertificateDer::from_pem_slice(SERVER).unwrap();
    let key = PrivateKeyDer::from_pem_slice(KEY).unwrap();
    let config = ServerConfig::builder().with_no_client_auth().with_single_cert(vec![certificate], key).unwrap();
    let (acceptor, listener) = (TlsAcceptor::from(Arc::new(config)), TcpListener::bind("127.0.0.1:0").await.unwrap());
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(stream) = acceptor.accept(stream).await else { continue };
            let (reading, mut writing) = tokio::io::split(stream);
            let mut lines = BufReader::new(reading).lines();
            let _ = writing.write_all(b"220 test\r\n").await;
            let mut within = false;
            while let Ok(Some(line)) = lines.next_line().await {
                let answer: &[u8] = match line.get(..4) {
                    _ if within && line != "." => continue,
                    Some("DATA") => b"354 go on\r\n",
                    _ => b"250 ok\r\n",
                };
                within = line == "DATA";
                if writing.write_all(answer).await.is_err() {
                    break;
                }
            }
        }
    });
    port
}

async fn send(port: u16, host: &str, authority: &str) -> Result<(), SendError> {
    let settings = MailSettings {
        host: host.into(),
        port,
        security: Security::Tls,
        sender: "thidua@thanhtra.vn".parse().ok(),
        authority: authority.into(),
        ..MailSettings::default()
    };
    let letter = Outgoing {
        message_id: "x@thanhtra.vn".to_owned(),
        to: "anh@thanhtra.vn".parse().unwrap(),
        words: Words {
            subject: "Thử".to_owned(),
            from: "Thanh tra tỉnh".to_owned(),
            to: "Chị Ánh".to_owned(),
            paragraphs: Vec::new(),
            items: Vec::new(),
            closing: Vec::new(),
            link: None,
            attached: false,
            illustrative: false,
        },
        file: None,
        at: "2022-07-01T00:00:00Z".parse().unwrap(),
    };
    Smtp.send(&settings, &letter).await
}

#[tokio::test]
async fn a_letter_goes_to_a_server_that_is_known_under_its_name_and_to_no_other() {
    let port = server().await;
    assert_eq!(send(port, "127.0.0.1", AUTHORITY).await, Ok(()));
    // Nobody vouches for it among the public authorities.
    for (host, authority) in [("127.0.0.1", ""), ("localhost", AUTHORITY)] {
        let Err(SendError::Later(why)) = send(port, host, authority).await else { panic!("{host} was believed") };
        assert!(why.contains("mã hóa") || why.contains("kết nối"), "{host}: {why}");
    }
    // What is no certificate is told, not ignored.
    assert!(matches!(
        send(port, "127.0.0.1", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----").await,
        Err(SendError::Later(_))
    ));
}
