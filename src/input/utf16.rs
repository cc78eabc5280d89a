//! UTF-16 to UTF-8 while it is read.

use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding};

/// A byte that no UTF-8 has: it stands for half of a surrogate pair, so that the line is reported as unreadable.
const UNREADABLE: u8 = 0xff;

/// A reader of UTF-8 over a reader of UTF-16.
pub(super) struct Utf16<R> {
    reader: R,
    decoder: Decoder,
    /// What was read but not decoded.
    raw: Vec<u8>,
    /// What was decoded but not handed on, from `at` on.
    ready: Vec<u8>,
    at: usize,
    ended: bool,
}

impl<R: Read> Utf16<R> {
    pub(super) fn new(reader: R, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_without_bom_handling();
        Utf16 { reader, decoder, raw: Vec::new(), ready: Vec::new(), at: 0, ended: false }
    }

    fn fill(&mut self) -> io::Result<()> {
        let mut chunk = [0; 1 << 14];
        let read = self.reader.read(&mut chunk)?;
        self.ended = read == 0;
        self.raw.extend_from_slice(&chunk[..read]);
        (self.ready, self.at) = (Vec::with_capacity(3 * self.raw.len() + 16), 0);
        let mut from = 0;
        loop {
            let mut text = [0; 1 << 12];
            let (result, used, written) = self.decoder.decode_to_utf8_without_replacement(
                &self.raw[from..],
                &mut text,
                self.ended,
            );
            from += used;
            self.ready.extend_from_slice(&text[..written]);
            match result {
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => self.ready.push(UNREADABLE),
            }
        }
        self.raw.clear();
        Ok(())
    }
}

impl<R: Read> Read for Utf16<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.ready.len() {
            if self.ended {
                return Ok(0);
            }
            self.fill()?;
        }
        let read = buffer.len().min(self.ready.len() - self.at);
        buffer[..read].copy_from_slice(&self.ready[self.at..self.at + read]);
        self.at += read;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_chunks_give_the_same_text() {
        let text = "{\"text\":\"县长到访𠀀。\"}\n".repeat(2000);
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        // One byte at a time.
        struct Slow<'a>(&'a [u8]);
        impl Read for Slow<'_> {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                let end = self.0.len().min(1);
                self.0.read(&mut buffer[..end])
            }
        }
        let mut slow = String::new();
        Utf16::new(Slow(&bytes), encoding_rs::UTF_16BE).read_to_string(&mut slow).unwrap();
        let mut fast = String::new();
        Utf16::new(&bytes[..], encoding_rs::UTF_16BE).read_to_string(&mut fast).unwrap();
        assert!(slow == text && fast == text);
    }

    #[test]
    fn half_a_pair_is_no_utf8() {
        let bytes: Vec<u8> = [0x61, 0xd800, 0x62].into_iter().flat_map(u16::to_le_bytes).collect();
        let mut read = Vec::new();
        Utf16::new(&bytes[..], encoding_rs::UTF_16LE).read_to_end(&mut read).unwrap();
        assert_eq!(read, b"a\xffb");
    }
}
