use encoding_rs::Encoding;
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
        _ => Encoding::for_label(label.as_bytes()).unwrap().encode(text).0.into_owned(),
    }
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
