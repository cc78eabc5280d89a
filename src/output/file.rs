//! An output file that appears under its name only when it is complete.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

use same_file::Handle;
use tempfile::{Builder, NamedTempFile};

/// Links that are followed from the name to the file.
const LINKS: usize = 40;

/// A file to write that appears under its name only when it is complete.
///
/// What is written goes to a temporary file in the same folder, which takes the place of the file at once when it is
/// [committed](OutputFile::commit) and is deleted otherwise; a process that is killed may leave it behind, named
/// `.yaowen-….part`. Links are followed to the file they stand for, whose permissions are kept. Pipes, devices and open
/// files (`/dev/fd/3`) are written as they are.
///
/// # Examples
///
/// ```
/// use std::io::Write;
/// use yaowen::output::OutputFile;
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("events.jsonl");
/// let mut file = OutputFile::create(&path)?;
/// file.write_all(b"{}\n")?;
/// assert!(!path.exists());
/// file.commit()?;
/// assert_eq!(std::fs::read(&path)?, b"{}\n");
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct OutputFile {
    target: Target,
    /// The file that stands under the name now.
    old: Option<Handle>,
}

#[derive(Debug)]
enum Target {
    Replaced {
        path: PathBuf,
        new: NamedTempFile,
    },
    /// A pipe or device.
    Direct(File),
}

impl OutputFile {
    /// Returns a file to write; nothing stands under its name, or what stood there before, until it is committed.
    ///
    /// # Errors
    ///
    /// When the path is a folder, the folder is missing or takes no files, or links do not end.
    pub fn create(path: &Path) -> io::Result<Self> {
        let Some(path) = followed(path)? else {
            let target = Target::Direct(File::options().append(true).open(path)?);
            return Ok(OutputFile { target, old: None });
        };
        let old = match fs::metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            found => Some(found?),
        };
        match &old {
            Some(old) if old.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
            Some(old) if !old.is_file() => {
                let target = Target::Direct(File::options().append(true).open(&path)?);
                return Ok(OutputFile { target, old: None });
            }
            _ => {}
        }
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut builder = Builder::new();
        builder.prefix(".yaowen-").suffix(".part");
        // As of any new file, but for what the user's mask takes away.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let new = builder.tempfile_in(folder)?;
        if let Some(old) = &old {
            new.as_file().set_permissions(old.permissions())?;
        }
        let old = old.map(|_| Handle::from_path(&path)).transpose()?;
        Ok(OutputFile { target: Target::Replaced { path, new }, old })
    }

    /// Returns whether a path leads to the file that would be replaced, by whatever links.
    pub fn would_replace(&self, path: &Path) -> bool {
        // A pipe must not be opened twice.
        let is_file = || fs::metadata(path).is_ok_and(|m| m.is_file());
        self.old.as_ref().is_some_and(|old| {
            is_file() && Handle::from_path(path).is_ok_and(|other| other == *old)
        })
    }

    /// Returns whether standard input is the file that would be replaced.
    pub fn would_replace_stdin(&self) -> bool {
        self.old.as_ref().is_some_and(|old| Handle::stdin().is_ok_and(|input| input == *old))
    }

    /// Returns the temporary file, for a program that is stopped to take away; none for pipes and devices.
    pub fn temporary(&self) -> Option<&Path> {
        match &self.target {
            Target::Replaced { new, .. } => Some(new.path()),
            Target::Direct(_) => None,
        }
    }

    /// Puts what was written in the place of the file, once it is on the disk.
    ///
    /// # Errors
    ///
    /// When the disk is full or the folder no longer takes files; the old file stays then.
    pub fn commit(self) -> io::Result<()> {
        match self.target {
            Target::Replaced { path, new } => {
                new.as_file().sync_all()?;
                new.persist(path).map_err(|error| error.error)?;
                Ok(())
            }
            Target::Direct(mut file) => file.flush(),
        }
    }
}

impl Write for OutputFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.target {
            Target::Replaced { new, .. } => new.write(bytes),
            Target::Direct(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.target {
            Target::Replaced { new, .. } => new.flush(),
            Target::Direct(file) => file.flush(),
        }
    }
}

/// Returns the path that links lead to, whether there is a file or not; none for open files
/// by their numbers (`/dev/fd/3`): one that is replaced would be lost to those who have it open.
fn followed(path: &Path) -> io::Result<Option<PathBuf>> {
    let mut path = path.to_owned();
    for _ in 0..LINKS {
        if path.starts_with("/dev") || path.starts_with("/proc") {
            return Ok(None);
        }
        match fs::read_link(&path) {
            Ok(next) => path = path.parent().unwrap_or(Path::new("")).join(next),
            Err(_) => return Ok(Some(path)),
        }
    }
    Err(io::Error::other("expected a file, found links without end"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_committed_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out");
        fs::write(&path, "old").unwrap();
        let mut file = OutputFile::create(&path).unwrap();
        file.write_all(b"new").unwrap();
        assert!(file.temporary().unwrap().exists());
        drop(file);
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(OutputFile::create(folder.path()).is_err());
        assert!(OutputFile::create(&folder.path().join("missing/out")).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn links_are_kept_and_seen_through() {
        use std::os::unix::fs::{PermissionsExt, symlink};

        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("real")).unwrap();
        fs::write(at("real/file"), "old").unwrap();
        fs::set_permissions(at("real/file"), PermissionsExt::from_mode(0o640)).unwrap();
        symlink("real/file", at("link")).unwrap();
        fs::hard_link(at("real/file"), at("hard")).unwrap();
        let mut file = OutputFile::create(&at("link")).unwrap();
        assert!(file.would_replace(&at("real/file")) && file.would_replace(&at("hard")));
        fs::write(at("other"), "old").unwrap();
        assert!(!file.would_replace(&at("other")) && !file.would_replace(&at("missing")));
        file.write_all(b"new").unwrap();
        file.commit().unwrap();
        assert_eq!(fs::read(at("real/file")).unwrap(), b"new");
        assert!(fs::symlink_metadata(at("link")).unwrap().is_symlink());
        assert_eq!(fs::metadata(at("real/file")).unwrap().permissions().mode() & 0o777, 0o640);

        symlink("real/new", at("dangling")).unwrap();
        let mut file = OutputFile::create(&at("dangling")).unwrap();
        file.write_all(b"new").unwrap();
        file.commit().unwrap();
        assert_eq!(fs::read(at("real/new")).unwrap(), b"new");
        symlink("ring", at("ring")).unwrap();
        assert!(OutputFile::create(&at("ring")).is_err());
    }
}
