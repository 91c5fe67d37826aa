use proptest::prelude::*;

use super::*;

const RUSSIAN: &str = "Министр иностранных дел Юрий Амбразевич заявил, что переговоры продолжатся.\n\
    Он отметил, что стороны готовы обсуждать любые предложения, если они помогут снизить напряжённость.\n";

fn encoded(text: &str, label: &str) -> Vec<u8> {
    match label {
        "utf-16le" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        "utf-16be" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        "utf-32le" => text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect(),
        "utf-32be" => text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect(),
        _ => Encoding::for_label(label.as_bytes())
            .map_or_else(|| in_page(text, label), |standard| standard.encode(text).0.into_owned()),
    }
}

/// Written in a code page that the standard leaves out.
fn in_page(text: &str, name: &str) -> Vec<u8> {
    let page = Charset::from_name(name).unwrap();
    let byte = |c: char| (0..=255).find(|byte| page.decode(&[*byte]).contains(c));
    text.chars().map(|c| byte(c).unwrap_or_else(|| panic!("{c} is not in {name}"))).collect()
}

/// Every word of the text stands in the source where the map says.
fn assert_exact(bytes: &[u8], decoded: &Decoded) {
    let text = &decoded.text;
    let mut ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    ends.push(text.len());
    for pair in ends.windows(2) {
        let span = TextSpan::between(pair[0], pair[1]);
        let source = decoded.to_source(span);
        let cut =
            &bytes[usize::try_from(source.start().0).unwrap()..usize::try_from(source.end().0).unwrap()];
        assert_eq!(decoded.charset.decode(cut), span.of(text), "at {span:?} in {}", decoded.charset.name());
    }
}

#[test]
fn charsets_are_found_and_mapped_back() {
    let labels = [
        "utf-8",
        "windows-1251",
        "koi8-u",
        "ibm866",
        "utf-16le",
        "utf-16be",
        "utf-32le",
        "utf-32be",
        "x-mac-cyrillic",
    ];
    for label in labels {
        let bytes = encoded(RUSSIAN, label);
        let decoded = decode(&bytes).unwrap();
        assert_eq!(decoded.text, RUSSIAN, "{label}");
        assert_eq!(decoded.charset.name(), label);
        assert_exact(&bytes, &decoded);
    }
}

#[test]
fn multibyte_legacy_text_is_mapped_back() {
    let chinese =
        "白俄罗斯总统卢卡申科周五在明斯克会见了来访的外国代表团，双方讨论了经济合作问题。\n".repeat(40);
    for label in ["gbk", "big5", "shift_jis", "euc-jp", "euc-kr"] {
        let text = match label {
            "big5" => "白俄羅斯總統盧卡申科週五在明斯克會見了來訪的外國代表團，雙方討論了經濟合作問題。\n"
                .repeat(40),
            "shift_jis" | "euc-jp" => {
                "ベラルーシの大統領は金曜日にミンスクで外国の代表団と会談した。\n".repeat(40)
            }
            "euc-kr" => "벨라루스 대통령은 금요일 민스크에서 외국 대표단을 만났다.\n".repeat(40),
            _ => chinese.clone(),
        };
        let bytes = encoded(&text, label);
        let decoded = decode(&bytes).unwrap();
        assert_eq!(decoded.text, text, "{label}");
        assert_exact(&bytes, &decoded);
    }
}

/// Texts of one or two sentences, each with the charsets it is written in.
const LEGACY: &[(&str, &str)] = &[
    (
        "Premiér řekl, že vláda připraví nový zákon o daních. Opozice s návrhem nesouhlasí a žádá změny.\n",
        "windows-1250 iso-8859-2 cp852 x-mac-ce",
    ),
    (
        "Posłowie przyjęli ustawę większością głosów. Rząd zapowiedział, że środki trafią do samorządów.\n",
        "windows-1250 iso-8859-2 cp852 x-mac-ce",
    ),
    (
        "Le ministère a annoncé que les négociations reprendront après l'été, malgré les réserves déjà exprimées.\n",
        "windows-1252 iso-8859-15 macintosh cp850 cp437",
    ),
    (
        "Die Behörde erklärte, dass die Gespräche über das Abkommen nächste Woche fortgeführt würden.\n",
        "windows-1252 macintosh cp850 cp437",
    ),
    (
        "Vyriausybė pritarė siūlymui didinti paramą šeimoms, kurios augina tris ir daugiau vaikų, pranešė ministrė.\n",
        "windows-1257 iso-8859-4 iso-8859-13 cp775",
    ),
    ("Türkiye'de görüşmelerin yeniden başlaması için çağrı yapıldı, sözcü açıkladı.\n", "windows-1254 cp857"),
    (
        "Ο πρωθυπουργός ανακοίνωσε ότι οι συνομιλίες θα συνεχιστούν την επόμενη εβδομάδα.\n",
        "windows-1253 iso-8859-7 cp737",
    ),
    ("ראש הממשלה הודיע כי השיחות יימשכו בשבוע הבא בירושלים.\n", "windows-1255 iso-8859-8 cp862"),
    ("أعلن رئيس الوزراء أن المحادثات ستستمر الأسبوع المقبل في العاصمة.\n", "windows-1256 iso-8859-6"),
    ("นายกรัฐมนตรีประกาศว่าการเจรจาจะดำเนินต่อไปในสัปดาห์หน้า\n", "windows-874"),
    (
        "Міністр заявив, що переговори щодо угоди про її постачання відновлять наступного тижня.\n",
        "windows-1251 koi8-u cp1125 x-mac-cyrillic iso-8859-5",
    ),
    (
        "Министърът съобщи, че преговорите за доставките ще продължат през следващата седмица.\n",
        "windows-1251 ibm866 cp855 x-mac-cyrillic iso-8859-5",
    ),
];

#[test]
fn short_texts_are_read_in_their_charset() {
    for (text, labels) in LEGACY {
        for label in labels.split(' ') {
            let bytes = encoded(text, label);
            let decoded = decode(&bytes).unwrap();
            assert_eq!(decoded.text, *text, "{label}, read as {}", decoded.charset.name());
            assert_exact(&bytes, &decoded);
        }
    }
}

#[test]
fn one_byte_a_character_is_not_taken_for_two() {
    let text = "Este número de página es menor que 1. Visualizar función: el vacío específico.\n";
    for label in ["cp850", "cp437", "windows-1252"] {
        assert_eq!(decode(&encoded(text, label)).unwrap().text, text, "{label}");
    }
}

#[test]
fn a_sign_in_text_of_another_script_stays_a_sign() {
    for text in
        ["Il “capo” è in §68 e in §291a, non altrove.\n", "O artigo 10.º e a pessoa, sem mais nada.\n"]
    {
        assert_eq!(decode(&encoded(text, "windows-1252")).unwrap().text, text);
    }
}

#[test]
fn marks_are_not_part_of_the_text() {
    let mut bytes = vec![0xef, 0xbb, 0xbf];
    bytes.extend_from_slice("Žinia".as_bytes());
    let decoded = decode(&bytes).unwrap();
    assert_eq!((decoded.text.as_str(), decoded.detection), ("Žinia", Detection::Mark));
    assert_eq!(decoded.to_source(TextSpan::between(0, 2)).start(), SourceByte(3));
    for (mark, encoding) in [([0xff, 0xfe], UTF_16LE), ([0xfe, 0xff], UTF_16BE)] {
        let mut bytes = mark.to_vec();
        bytes.extend(encoded("Žinia", &encoding.name().to_ascii_lowercase()));
        assert_eq!(decode(&bytes).unwrap().text, "Žinia");
    }
}

#[test]
fn utf8_with_a_cut_tail_or_some_damage_stays_utf8() {
    let cut = &"Лукашенко прибыл в Минск".as_bytes()[..44];
    let decoded = decode(cut).unwrap();
    assert_eq!((decoded.charset, decoded.damaged), (Charset::UTF_8, 1));
    assert_exact(cut, &decoded);
    let mut broken = RUSSIAN.as_bytes().to_vec();
    broken[40] = 0xff;
    let decoded = decode(&broken).unwrap();
    assert_eq!((decoded.charset, decoded.detection), (Charset::UTF_8, Detection::Nearly));
    assert!(decoded.damaged > 0);
    assert_exact(&broken, &decoded);
}

const TYPOGRAPHIC: &str =
    "“They don’t want escalation,” a diplomat said in Paris.\nNothing else was said by anyone.\n";

#[test]
fn one_broken_byte_does_not_make_english_legacy() {
    for at in 0..TYPOGRAPHIC.len() {
        let mut broken = TYPOGRAPHIC.as_bytes().to_vec();
        broken.remove(at);
        let decoded = decode(&broken).unwrap();
        assert_eq!(decoded.text, String::from_utf8_lossy(&broken), "{at}");
        assert_exact(&broken, &decoded);
    }
}

#[test]
fn legacy_lines_in_utf8_are_read_and_the_others_stay() {
    let german = "Der Präsident sagte: „Wir prüfen das später, natürlich.“\n";
    for (line, label) in
        [(RUSSIAN, "windows-1251"), (RUSSIAN, "ibm866"), (german, "windows-1252"), (german, "x-mac-ce")]
    {
        let bytes =
            [RUSSIAN.as_bytes(), TYPOGRAPHIC.as_bytes(), &encoded(line, label), RUSSIAN.as_bytes()].concat();
        let decoded = decode(&bytes).unwrap();
        assert_eq!(decoded.text, [RUSSIAN, TYPOGRAPHIC, line, RUSSIAN].concat(), "{label}");
        assert_eq!((decoded.detection, decoded.damaged), (Detection::Lines, 0));
        let starts = [RUSSIAN.len() + TYPOGRAPHIC.len(), RUSSIAN.len() + TYPOGRAPHIC.len() + line.len()];
        assert_eq!(decoded.changes, starts.map(TextByte::at), "{label}");
        assert_eq!(Charset::from_name(&decoded.charset.name()), Some(decoded.charset));
        assert_exact(&bytes, &decoded);
    }
    assert_eq!(Charset::from_name("utf-8+utf-8"), None);
}

#[test]
fn one_stray_letter_is_read_where_it_is_no_rest_of_a_character() {
    let around = "Los gráficos se guardan en la página del día.\nActivar las teclas en español.\n";
    let stray = "Activar y desactivar rápidamente el rechazo de teclas\n";
    let decoded = decode(&[around.as_bytes(), &encoded(stray, "windows-1252")].concat()).unwrap();
    assert_eq!(decoded.text, [around, stray].concat());
    // The second byte of á alone, and the first alone, are what lost bytes leave.
    for rest in [&b"r\xa1pidamente el rechazo\n"[..], b"r\xc3pidamente el rechazo\n"] {
        let bytes = [around.as_bytes(), rest].concat();
        let decoded = decode(&bytes).unwrap();
        assert_eq!((decoded.text, decoded.damaged), (String::from_utf8_lossy(&bytes).into_owned(), 1));
    }
}

#[test]
fn a_source_that_was_written_with_signs_of_damage_is_repaired() {
    let text = "A \u{fffd} sign. He said “it isnâ€™t”.\n";
    let decoded = decode(text.as_bytes()).unwrap();
    assert_eq!((decoded.text.as_str(), decoded.repaired), ("A \u{fffd} sign. He said “it isn’t”.\n", 1));
    assert_eq!(decoded.as_it_stands(), text);
}

#[test]
fn utf_16_without_an_ascii_character_is_found() {
    for text in [
        "白俄罗斯总统在明斯克会见了来访的外国代表团，双方讨论了经济合作问题。",
        "外国の代表団と会談したのは金曜日だった。",
    ] {
        for label in ["utf-16le", "utf-16be"] {
            assert_eq!(decode(&encoded(text, label)).unwrap().text, text, "{label}");
        }
    }
}

#[test]
fn what_is_no_text_is_told() {
    assert_eq!(decode(b"").unwrap_err(), NotText::Empty);
    assert_eq!(decode(b" \n\t").unwrap_err(), NotText::Empty);
    let picture: Vec<u8> = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\x01\0\x08\x06\0\0\0".repeat(4);
    assert_eq!(decode(&picture).unwrap_err(), NotText::Binary);
}

#[test]
fn curly_quotes_in_windows_1252_are_read() {
    let text = "“They don’t want escalation,” a diplomat said — in Paris.\nThe café’s owner agreed with the naïve plan.\n";
    let bytes = encoded(text, "windows-1252");
    let decoded = decode(&bytes).unwrap();
    assert_eq!(decoded.text, text);
    assert_exact(&bytes, &decoded);
}

proptest! {
    /// Whatever the damage, a line that is valid stays as it is.
    #[test]
    fn valid_lines_are_never_changed(broken in prop::collection::vec((0..400_usize, 0x80..=0xff_u8), 1..12)) {
        let mut bytes = [RUSSIAN, TYPOGRAPHIC, "Žinia iš Vilniaus.\n"].concat().into_bytes();
        for (at, byte) in broken {
            bytes[at] = byte;
        }
        let decoded = decode(&bytes).unwrap();
        for line in bytes.split(|byte| *byte == b'\n') {
            if let Ok(line) = std::str::from_utf8(line) {
                prop_assert!(decoded.text.split('\n').any(|read| read == line), "{}: {line}", decoded.charset.name());
            }
        }
    }

    #[test]
    fn any_bytes_decode_or_are_told_and_map_back(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(decoded) = decode(&bytes) {
            prop_assert_eq!(decoded.to_source(TextSpan::between(decoded.text.len(), decoded.text.len())).end().0, bytes.len() as u64);
        }
    }

    #[test]
    fn any_text_in_utf16_maps_back(text in "\\PC{1,200}") {
        let body = format!("The text is: {text} and so on.\n");
        let mut bytes = vec![0xff, 0xfe];
        bytes.extend(encoded(&body, "utf-16le"));
        let decoded = decode(&bytes).unwrap();
        prop_assert_eq!(&decoded.text, &body);
        assert_exact(&bytes, &decoded);
    }
}
