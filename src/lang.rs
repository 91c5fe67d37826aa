//! Names of languages and scripts: words that every stage speaks.
//! No text is looked at here; telling which language a text is in is `langid`'s work.

use std::fmt;
use std::str::FromStr;

macro_rules! languages {
    ($($variant:ident $code:literal $name:literal;)*) => {
        /// A language kartoteka tells apart, named by its ISO 639-1 code (639-3 where there is none).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "the English name is the documentation, see `Lang::name`")]
        pub enum Lang { $($variant,)* }

        impl Lang {
            /// Every language, ordered by code.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The code, such as `be`.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The English name, such as `Belarusian`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

languages! {
    Ar "ar" "Arabic";
    Az "az" "Azerbaijani";
    Be "be" "Belarusian";
    Bg "bg" "Bulgarian";
    Bn "bn" "Bengali";
    Bs "bs" "Bosnian";
    Ca "ca" "Catalan";
    Crh "crh" "Crimean Tatar";
    Cs "cs" "Czech";
    Da "da" "Danish";
    De "de" "German";
    El "el" "Greek";
    En "en" "English";
    Es "es" "Spanish";
    Et "et" "Estonian";
    Eu "eu" "Basque";
    Fa "fa" "Persian";
    Fi "fi" "Finnish";
    Fr "fr" "French";
    Ga "ga" "Irish";
    Gag "gag" "Gagauz";
    Gl "gl" "Galician";
    He "he" "Hebrew";
    Hi "hi" "Hindi";
    Hr "hr" "Croatian";
    Hu "hu" "Hungarian";
    Hy "hy" "Armenian";
    Id "id" "Indonesian";
    Is "is" "Icelandic";
    It "it" "Italian";
    Ja "ja" "Japanese";
    Ka "ka" "Georgian";
    Kk "kk" "Kazakh";
    Ko "ko" "Korean";
    Ky "ky" "Kyrgyz";
    Lb "lb" "Luxembourgish";
    Lt "lt" "Lithuanian";
    Lv "lv" "Latvian";
    Mk "mk" "Macedonian";
    Mn "mn" "Mongolian";
    Mt "mt" "Maltese";
    Nb "nb" "Norwegian";
    Nl "nl" "Dutch";
    Pl "pl" "Polish";
    Pt "pt" "Portuguese";
    Ro "ro" "Romanian";
    Ru "ru" "Russian";
    Sk "sk" "Slovak";
    Sl "sl" "Slovene";
    Sq "sq" "Albanian";
    Sr "sr" "Serbian";
    Sv "sv" "Swedish";
    Tg "tg" "Tajik";
    Th "th" "Thai";
    Tk "tk" "Turkmen";
    Tr "tr" "Turkish";
    Tt "tt" "Tatar";
    Uk "uk" "Ukrainian";
    Ur "ur" "Urdu";
    Uz "uz" "Uzbek";
    Vi "vi" "Vietnamese";
    Yi "yi" "Yiddish";
    Zh "zh" "Chinese";
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A code that names no known language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownLang(pub String);

impl FromStr for Lang {
    type Err = UnknownLang;

    fn from_str(code: &str) -> Result<Self, UnknownLang> {
        Self::ALL.iter().copied().find(|lang| lang.code() == code).ok_or_else(|| UnknownLang(code.to_owned()))
    }
}

impl serde::Serialize for Lang {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> serde::Deserialize<'de> for Lang {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        code.parse().map_err(|_| serde::de::Error::custom(format!("unknown language {code:?}")))
    }
}

/// Up to here lie most alphabets.
const TABLED: u32 = 0x2100;

/// The scripts of the characters of most texts: looking one up costs less than working it out.
static SCRIPTS: [Option<Script>; TABLED as usize] = {
    let mut scripts = [None; TABLED as usize];
    let mut code = 0;
    while code < TABLED {
        if let Some(letter) = char::from_u32(code) {
            scripts[code as usize] = Script::worked_out(letter);
        }
        code += 1;
    }
    scripts
};

/// The writing systems that decide something: which languages are candidates, how a word is folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is named by the Unicode script it stands for")]
pub enum Script {
    Latin,
    Cyrillic,
    Greek,
    Armenian,
    Hebrew,
    Arabic,
    Devanagari,
    Bengali,
    Thai,
    Georgian,
    Hangul,
    Kana,
    Han,
}

impl Script {
    /// The script of a letter; `None` for digits, punctuation, and scripts that decide nothing here.
    #[inline]
    pub fn of(letter: char) -> Option<Self> {
        match SCRIPTS.get(letter as usize) {
            Some(script) => *script,
            None => Self::worked_out(letter),
        }
    }

    #[expect(clippy::match_same_arms, reason = "a line of ranges reads better than one of them all")]
    const fn worked_out(letter: char) -> Option<Self> {
        Some(match letter {
            'a'..='z' | 'A'..='Z' => Self::Latin,
            '\u{aa}' | '\u{ba}' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2b8}' => {
                Self::Latin
            }
            '\u{1e00}'..='\u{1eff}' | '\u{2c60}'..='\u{2c7f}' | '\u{a720}'..='\u{a7ff}' => Self::Latin,
            '\u{fb00}'..='\u{fb06}' | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' => Self::Latin,
            '\u{370}'..='\u{373}' | '\u{376}'..='\u{377}' | '\u{37b}'..='\u{37d}' => Self::Greek,
            '\u{386}' | '\u{388}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Self::Greek,
            '\u{400}'..='\u{52f}'
            | '\u{1c80}'..='\u{1c8f}'
            | '\u{2de0}'..='\u{2dff}'
            | '\u{a640}'..='\u{a69f}' => Self::Cyrillic,
            '\u{531}'..='\u{587}' | '\u{fb13}'..='\u{fb17}' => Self::Armenian,
            '\u{5d0}'..='\u{5f2}' | '\u{fb1d}'..='\u{fb4f}' => Self::Hebrew,
            '\u{620}'..='\u{64a}' | '\u{66e}'..='\u{6d3}' | '\u{6d5}' | '\u{6ee}'..='\u{6ef}' => Self::Arabic,
            '\u{6fa}'..='\u{6ff}'
            | '\u{750}'..='\u{77f}'
            | '\u{fb50}'..='\u{fdff}'
            | '\u{fe70}'..='\u{fefc}' => Self::Arabic,
            '\u{900}'..='\u{963}' | '\u{971}'..='\u{97f}' => Self::Devanagari,
            '\u{980}'..='\u{9e3}' => Self::Bengali,
            '\u{e00}'..='\u{e4e}' => Self::Thai,
            '\u{10a0}'..='\u{10ff}' | '\u{1c90}'..='\u{1cbf}' | '\u{2d00}'..='\u{2d2f}' => Self::Georgian,
            '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{ac00}'..='\u{d7a3}' => Self::Hangul,
            '\u{3041}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{ff66}'..='\u{ff9f}' => Self::Kana,
            '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3134f}' => Self::Han,
            _ => return None,
        })
    }
}
