//! The files of folders, and what they are called.

use std::{
    fs::File,
    io,
    path::{Component, Path, PathBuf},
};

use walkdir::{DirEntry, WalkDir};

use super::{BytesRead, Form, Skipped, Texts, texts::Source};

/// What the files of a folder are read by, each also with `.gz` behind it, without regard to case.
const TEXT: [&str; 5] = ["txt", "md", "html", "htm", "xhtml"];
const LINES: &str = "jsonl";

const STANDARD_INPUT: &str = "-";

/// Files that are named and those of folders that are named, in the order of their names.
///
/// A folder's files are read by their extensions, without regard to case: `.txt`, `.md`, `.html`, `.htm`, `.xhtml` and
/// `.jsonl`, each also compressed (`.txt.gz`); links are followed, loops seen; all others are skipped, one by one. `-` is
/// standard input. What is compressed by gzip is unpacked, whatever its name.
///
/// The id of a file is its path as it was named, with `/` between folders; where one folder alone was named, its path in
/// that folder: `2023/a1.txt`. Bytes of a name that are no UTF-8 are written `\xE9`, a backslash `\\`.
///
/// # Examples
///
/// ```no_run
/// use yaowen::{Extractor, Files};
///
/// let files = Files::list(&["pages"], None);
/// for read in Extractor::new().documents(files.texts()) {
///     match read {
///         Ok(read) => println!("{}: {} events", read.text.id(), read.document.events.len()),
///         Err(skipped) => eprintln!("{skipped}"),
///     }
/// }
/// ```
#[derive(Debug)]
pub struct Files {
    entries: Vec<Result<Entry, Skipped>>,
    bytes: Option<u64>,
}

#[derive(Debug)]
struct Entry {
    path: PathBuf,
    /// How many of its last parts make its id; all, unless it is one of the only folder.
    parts: usize,
    form: Form,
}

impl Files {
    /// Returns the files of the paths. `form` is how they are read; without it those named `.jsonl` are lines, all others
    /// texts.
    pub fn list(paths: &[impl AsRef<Path>], form: Option<Form>) -> Self {
        let mut files = Files { entries: Vec::new(), bytes: Some(0) };
        for path in paths {
            let path = path.as_ref();
            if path.is_dir() {
                files.list_folder(path, paths.len() == 1, form);
            } else {
                let length = path.metadata().ok().filter(|m| m.is_file()).map(|m| m.len());
                files.bytes = files.bytes.zip(length).map(|(sum, length)| sum + length);
                let form = form.or(form_of(path)).unwrap_or(Form::Text);
                files.entries.push(Ok(Entry { path: path.to_owned(), parts: usize::MAX, form }));
            }
        }
        files
    }

    fn list_folder(&mut self, folder: &Path, alone: bool, form: Option<Form>) {
        for entry in WalkDir::new(folder).follow_links(true).sort_by_file_name() {
            let entry = match entry {
                Ok(entry) if entry.file_type().is_dir() => continue,
                Ok(entry) => entry,
                Err(error) => {
                    self.entries.push(Err(unlisted(folder, error)));
                    continue;
                }
            };
            let read = readable(&entry).map(|by_name| Entry {
                parts: if alone { entry.depth() } else { usize::MAX },
                path: entry.path().to_owned(),
                form: form.unwrap_or(by_name),
            });
            if read.is_ok() {
                let length = entry.metadata().map_or(0, |m| m.len());
                self.bytes = self.bytes.map(|sum| sum + length);
            }
            self.entries.push(read);
        }
    }

    /// Returns the number of files.
    pub fn len(&self) -> usize {
        self.paths().count()
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.paths().next().is_none()
    }

    /// Returns the bytes of all files together, or nothing when that is not known: for standard input and pipes.
    pub fn bytes(&self) -> Option<u64> {
        self.bytes
    }

    /// Returns the paths of the files.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.entries.iter().flatten().map(|entry| entry.path.as_path())
    }

    /// Returns the texts of the files; each file is opened when its turn comes.
    pub fn texts(self) -> Texts<'static> {
        Texts::new(self.entries.into_iter().map(|entry| entry?.open()), BytesRead::default())
    }
}

impl Entry {
    fn open(self) -> Result<Source<'static>, Skipped> {
        let (place, form) = (escaped(&self.path), self.form);
        if self.path == Path::new(STANDARD_INPUT) {
            let id = STANDARD_INPUT.to_owned();
            return Ok(Source { place, id, form, reader: Box::new(io::stdin()) });
        }
        let parts = self.path.components().count();
        let id = self.path.components().skip(parts.saturating_sub(self.parts)).collect::<PathBuf>();
        match File::open(&self.path) {
            Ok(file) => Ok(Source { place, id: escaped(&id), form, reader: Box::new(file) }),
            Err(error) => Err(Skipped::unreadable(&place, "a file", &error)),
        }
    }
}

/// Returns how a file of a folder is read.
fn readable(entry: &DirEntry) -> Result<Form, Skipped> {
    let place = escaped(entry.path());
    if !entry.file_type().is_file() {
        return Err(Skipped::new(&place, "expected a file, found a pipe, socket or device"));
    }
    form_of(entry.path()).ok_or_else(|| {
        let extension = entry.path().extension().map(|e| format!("`.{}`", e.to_string_lossy()));
        let found = extension.as_deref().unwrap_or("no extension");
        let expected = TEXT.join(", .");
        Skipped::new(
            &place,
            format_args!("expected .{expected} or .{LINES} (or one with .gz), found {found}"),
        )
    })
}

/// Returns how a file with this name is read.
fn form_of(path: &Path) -> Option<Form> {
    let name = path.file_name()?.to_string_lossy().to_lowercase();
    let (_, extension) = name.strip_suffix(".gz").unwrap_or(&name).rsplit_once('.')?;
    match extension {
        LINES => Some(Form::Lines),
        _ => TEXT.contains(&extension).then_some(Form::Text),
    }
}

/// Returns what of a folder could not be listed.
fn unlisted(folder: &Path, error: walkdir::Error) -> Skipped {
    let place = escaped(error.path().unwrap_or(folder));
    match error.loop_ancestor() {
        Some(above) => {
            let above = escaped(above);
            Skipped::new(
                &place,
                format_args!("expected a folder of its own, found a link to `{above}` above it"),
            )
        }
        None => Skipped::unreadable(&place, "a file or folder", &io::Error::from(error)),
    }
}

/// Returns a path with `/` between its parts; different paths stay different, and all are one line.
fn escaped(path: &Path) -> String {
    let mut name = String::new();
    for part in path.components() {
        match part {
            Component::CurDir => continue,
            Component::RootDir => {
                name.push('/');
                continue;
            }
            _ if name.is_empty() || name.ends_with('/') => {}
            _ => name.push('/'),
        }
        for chunk in part.as_os_str().as_encoded_bytes().utf8_chunks() {
            for c in chunk.valid().chars() {
                if c.is_control() || c == '\\' {
                    name.extend(c.escape_default());
                } else {
                    name.push(c);
                }
            }
            name.extend(chunk.invalid().iter().map(|byte| format!("\\x{byte:02X}")));
        }
    }
    if name.is_empty() { ".".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_are_read_without_regard_to_case() {
        for (name, form) in [
            ("a.TXT", Some(Form::Text)),
            ("a.b.Md.GZ", Some(Form::Text)),
            ("a.xhtml", Some(Form::Text)),
            ("a.JSONL.gz", Some(Form::Lines)),
            ("a.gz", None),
            ("a.txt.zip", None),
            ("txt", None),
        ] {
            assert_eq!(form_of(Path::new(name)), form, "{name}");
        }
    }

    #[test]
    fn names_stay_apart() {
        assert_eq!(escaped(Path::new("./a/../b.txt")), "a/../b.txt");
        assert_eq!(escaped(Path::new("/a/b\n.txt")), "/a/b\\n.txt");
        assert_eq!(escaped(Path::new("a\\xE9")), "a\\\\xE9");
        #[cfg(unix)]
        {
            use std::{ffi::OsStr, os::unix::ffi::OsStrExt};
            assert_eq!(escaped(Path::new(OsStr::from_bytes(b"caf\xe9"))), "caf\\xE9");
        }
    }
}
