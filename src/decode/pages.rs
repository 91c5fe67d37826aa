//! Charsets of one byte a character that the Encoding Standard leaves out: the code pages of DOS and two more.
//! Takes bytes; gives characters. Which page a source is in is decided in `legacy`.

use std::fmt;

use oem_cp::code_table as oem;

/// A code page: below 128 it is ASCII, above every byte is a character or nothing.
pub struct Page {
    /// The name that derivations have.
    name: &'static str,
    /// Its upper half.
    upper: Upper,
}

enum Upper {
    /// Every byte is a character.
    Whole(&'static [char; 128]),
    /// Some bytes are not.
    Holes(&'static [Option<char>; 128]),
    /// The characters in a row, for pages that `oem_cp` lacks.
    Row(&'static str),
}

impl Page {
    /// The name that derivations have.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The page of a name.
    pub(super) fn from_name(name: &str) -> Option<&'static Self> {
        PAGES.iter().find(|page| page.name == name)
    }

    /// Decodes bytes; each becomes one character, U+FFFD where the page has none.
    pub(super) fn decode(&self, bytes: &[u8]) -> String {
        let row = self.row();
        let upper = |byte: u8| row.get(usize::from(byte & 0x7f)).copied();
        let character = |byte: u8| if byte.is_ascii() { Some(char::from(byte)) } else { upper(byte) };
        bytes.iter().map(|byte| character(*byte).unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    }

    fn row(&self) -> Vec<char> {
        match self.upper {
            Upper::Whole(table) => table.to_vec(),
            Upper::Holes(table) => table.iter().map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect(),
            Upper::Row(row) => row.chars().collect(),
        }
    }
}

impl PartialEq for Page {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Page {}

impl fmt::Debug for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

const fn whole(name: &'static str, table: &'static [char; 128]) -> Page {
    Page { name, upper: Upper::Whole(table) }
}

/// The pages. `ibm866` is in the standard. `cp1125` is the Ukrainian page of DOS (RST 2018-91), `x-mac-ce` that
/// of Central European Macintoshes, both as Python's codecs `cp1125` and `mac_latin2` have them.
static PAGES: [Page; 10] = [
    whole("cp437", &oem::DECODING_TABLE_CP437),
    whole("cp737", &oem::DECODING_TABLE_CP737),
    whole("cp775", &oem::DECODING_TABLE_CP775),
    whole("cp850", &oem::DECODING_TABLE_CP850),
    whole("cp852", &oem::DECODING_TABLE_CP852),
    whole("cp855", &oem::DECODING_TABLE_CP855),
    Page { name: "cp857", upper: Upper::Holes(&oem::DECODING_TABLE_CP857) },
    whole("cp862", &oem::DECODING_TABLE_CP862),
    Page {
        name: "cp1125",
        upper: Upper::Row(
            "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмноп░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀рстуфхцчшщъыьэюяЁёҐґЄєІіЇї·√№¤■\u{a0}",
        ),
    },
    Page {
        name: "x-mac-ce",
        upper: Upper::Row(
            "ÄĀāÉĄÖÜáąČäčĆćéŹźĎíďĒēĖóėôöõúĚěü†°Ę£§•¶ß®©™ę¨≠ģĮįĪ≤≥īĶ∂∑łĻļĽľĹĺŅņŃ¬√ńŇ∆«»…\u{a0}ňŐÕőŌ–—“”‘’÷◊ōŔŕŘ‹›řŖŗŠ‚„šŚśÁŤťÍŽžŪÓÔūŮÚůŰűŲųÝýķŻŁżĢˇ",
        ),
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_a_character_for_each_byte() {
        for page in &PAGES {
            assert_eq!(page.row().len(), 128, "{page:?}");
        }
        assert_eq!(Page::from_name("cp852").unwrap().decode(b"\xbdywno\x98\x86"), "Żywność");
        assert_eq!(Page::from_name("cp1125").unwrap().decode(b"\x8a\xa8\xf9\xa2"), "Київ");
        assert_eq!(Page::from_name("x-mac-ce").unwrap().decode(b"\xfbycie"), "Życie");
    }
}
