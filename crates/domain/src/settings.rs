//! What the operator sets for the whole program: the mail server, where files are laid down, how long things are kept.

use serde::{Deserialize, Serialize};

use crate::contact::Email;
use crate::text::Text;

/// Settings of the program. Ages are days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The mail server.
    pub mail: MailSettings,
    /// Address of the pages as it stands in letters: `http://127.0.0.1:8080`; empty: letters carry no links.
    pub site: Text,
    /// Folder in which finished reports are laid down; empty: none.
    pub folder: Text,
    /// Folder of the backups; empty: `sao-luu` beside the database.
    pub backup_folder: Text,
    /// Backups kept, from 1 to 1,000.
    pub backups_kept: u32,
    /// Age after which rows of finished jobs are pruned, from 30.
    pub keep_jobs: u32,
    /// Age after which the files of drafts that a newer version superseded are pruned, from 30.
    pub keep_drafts: u32,
    /// Age after which the words of letters are pruned, from 30.
    pub keep_letters: u32,
}

/// How letters are sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MailSettings {
    /// Name of the mail server; empty: no letters are sent, they wait.
    pub host: Text,
    /// Its port; 0: the usual one.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// User name; empty: without login.
    pub user: Text,
    /// Password. Kept in the database file, never shown.
    pub password: String,
    /// From whom letters come.
    pub sender: Option<Email>,
    /// The sender's name.
    pub sender_name: Text,
    /// Certificate (PEM) of the authority that vouches for the mail server, besides the public ones.
    pub authority: Text,
    /// Largest attachment in MB; a larger file is sent as a link. From 1 to 50.
    pub largest: u32,
}

/// Protection of the connection to the mail server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Security {
    /// TLS from the first byte.
    Tls,
    /// TLS after STARTTLS; without it nothing is sent.
    StartTls,
    /// None: only to a server on this machine.
    Plain,
}

impl Security {
    /// Its name in files and forms.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tls => "tls",
            Self::StartTls => "start_tls",
            Self::Plain => "plain",
        }
    }

    /// The usual port.
    pub fn port(self) -> u16 {
        match self {
            Self::Tls => 465,
            Self::StartTls => 587,
            Self::Plain => 25,
        }
    }
}

impl MailSettings {
    /// Whether both speak to the same server in the same way under the same name: what a password was given for.
    pub fn same_account(&self, other: &Self) -> bool {
        (&self.host, self.port, self.security, &self.user, &self.authority)
            == (&other.host, other.port, other.security, &other.user, &other.authority)
    }
}

/// What is wrong with settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// A mail server without a sender.
    #[error("a mail server needs a sender")]
    Sender,
    /// An unprotected connection to another machine.
    #[error("a connection to another machine is protected")]
    Unprotected,
    /// The authority is no certificate in PEM form.
    #[error("the authority is no PEM certificate")]
    Authority,
    /// The site is no address.
    #[error("the site is no http(s) address")]
    Site,
    /// A folder that is not named from the root, so that it depends on where the program is started.
    #[error("folders are absolute paths")]
    Folder,
    /// The largest attachment is out of bounds.
    #[error("attachments from 1 to 50 MB")]
    Largest,
    /// The number of backups is out of bounds.
    #[error("from 1 to 1,000 backups")]
    Backups,
    /// An age is out of bounds.
    #[error("ages from 30 to 36,500 days")]
    Age,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            mail: MailSettings::default(),
            site: Text::default(),
            folder: Text::default(),
            backup_folder: Text::default(),
            backups_kept: 14,
            keep_jobs: 400,
            keep_drafts: 800,
            keep_letters: 400,
        }
    }
}

impl Default for MailSettings {
    fn default() -> Self {
        Self {
            host: Text::default(),
            port: 0,
            security: Security::StartTls,
            user: Text::default(),
            password: String::new(),
            sender: None,
            sender_name: Text::default(),
            authority: Text::default(),
            largest: 10,
        }
    }
}

impl Settings {
    /// Checks bounds and what hangs together.
    pub fn check(&self) -> Result<(), SettingsError> {
        let mail = &self.mail;
        if !mail.host.is_empty() && mail.sender.is_none() {
            return Err(SettingsError::Sender);
        }
        if mail.security == Security::Plain && !mail.host.is_empty() && !is_this_machine(&mail.host) {
            return Err(SettingsError::Unprotected);
        }
        let certificate = ["-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"].iter().all(|mark| mail.authority.contains(mark));
        if !(mail.authority.is_empty() || certificate) {
            return Err(SettingsError::Authority);
        }
        let site = self.site.as_str();
        if !site.is_empty() && !((site.starts_with("http://") || site.starts_with("https://")) && !site.contains([' ', '"', '<'])) {
            return Err(SettingsError::Site);
        }
        if [&self.folder, &self.backup_folder]
            .iter()
            .any(|folder| !folder.is_empty() && !std::path::Path::new(folder.as_str()).is_absolute())
        {
            return Err(SettingsError::Folder);
        }
        if !(1..=50).contains(&mail.largest) {
            return Err(SettingsError::Largest);
        }
        if !(1..=1000).contains(&self.backups_kept) {
            return Err(SettingsError::Backups);
        }
        if [self.keep_jobs, self.keep_drafts, self.keep_letters].iter().all(|age| (30..=36_500).contains(age)) {
            Ok(())
        } else {
            Err(SettingsError::Age)
        }
    }

    /// A link into the pages, unless there is no address to make it of.
    pub fn link(&self, path: &str) -> Option<String> {
        (!self.site.is_empty()).then(|| format!("{}{path}", self.site.trim_end_matches('/')))
    }
}

/// True for names of this very machine.
pub fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_hang_together_is_refused() {
        assert_eq!(Settings::default().check(), Ok(()));
        let with = |change: fn(&mut Settings)| {
            let mut settings = Settings::default();
            change(&mut settings);
            settings.check()
        };
        assert_eq!(with(|s| s.mail.host = "mail.gov.vn".into()), Err(SettingsError::Sender));
        assert_eq!(
            with(|s| {
                s.mail.host = "mail.gov.vn".into();
                s.mail.sender = "a@b.vn".parse().ok();
                s.mail.security = Security::Plain;
            }),
            Err(SettingsError::Unprotected)
        );
        assert_eq!(
            with(|s| {
                s.mail.host = "127.0.0.1".into();
                s.mail.sender = "a@b.vn".parse().ok();
                s.mail.security = Security::Plain;
            }),
            Ok(())
        );
        assert_eq!(with(|s| s.site = "javascript:x".into()), Err(SettingsError::Site));
        assert_eq!(with(|s| s.mail.authority = "x".into()), Err(SettingsError::Authority));
        assert_eq!(with(|s| s.folder = "bao-cao".into()), Err(SettingsError::Folder));
        assert_eq!(with(|s| s.backups_kept = 0), Err(SettingsError::Backups));
        assert_eq!(with(|s| s.keep_jobs = 29), Err(SettingsError::Age));
        assert_eq!(
            Settings { site: "http://127.0.0.1:8080/".into(), ..Settings::default() }.link("/jobs").unwrap(),
            "http://127.0.0.1:8080/jobs"
        );
    }
}
