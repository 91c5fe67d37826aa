use super::*;
use crate::decode::charset::Charset;

/// UTF-8 taken for a charset.
fn mistaken(text: &str, charset: &str) -> String {
    let charset = Charset::from_name(charset).unwrap();
    let open = |byte: u8| if byte < 0x80 { char::from(byte).to_string() } else { charset.decode(&[byte]) };
    let read = |byte: u8| if open(byte) == "\u{fffd}" { char::from(byte).to_string() } else { open(byte) };
    text.bytes().map(read).collect()
}

fn repaired(text: &str) -> String {
    repair(text).map_or_else(
        || text.to_owned(),
        |(stepped, _)| {
            let bytes: usize = stepped.steps.iter().map(|bytes| usize::from(*bytes)).sum();
            assert_eq!(bytes, text.len());
            stepped.text
        },
    )
}

#[test]
fn double_encoded_lines_are_repaired() {
    let texts = [
        "Минск и Вильнюс договорились о поставках",
        "“They don’t want it,” he said — in Paris",
        "São Paulo, Córdoba, München, français",
        "Żółw i książka, źdźbło",
        "Οι συνομιλίες θα συνεχιστούν",
        "你好，世界",
        "Žinia iš Vilniaus",
    ];
    for text in texts {
        for (charset, _) in table::MISTAKEN_FOR {
            assert_eq!(repaired(&mistaken(text, charset)), text, "{charset}");
        }
        let twice = mistaken(&mistaken(text, "windows-1252"), "windows-1252");
        assert_eq!(repaired(&twice), text);
    }
}

#[test]
fn what_is_double_encoded_is_repaired_among_what_is_not() {
    assert_eq!(repaired("He said “it isnâ€™t”.\nNaïve.\n"), "He said “it isn’t”.\nNaïve.\n");
    assert_eq!(repaired("“SÃ£o Paulo” – cafÃ©"), "“São Paulo” – café");
}

#[test]
fn what_is_meant_stays() {
    for text in [
        "Le CAFÉ” et l’été… à « gauche »",
        "дії, вії, мої",
        "naïve ‚quote‘",
        "«РОССИЯ»",
        "Ä° à\u{a0}»",
        "ÎÏ…",
    ] {
        assert_eq!(repaired(text), text);
    }
}

#[test]
fn a_page_tells_what_its_lines_mean() {
    let german = ["Die Gespräche führten zu nichts.", "Über uns", "Änderung", "14°", "© Agentur", "Zurück →"];
    for (charset, _) in table::MISTAKEN_FOR {
        let page = mistaken(&german.join("\n"), charset);
        assert_eq!(repaired(&page), german.join("\n"), "{charset}");
    }
    let polish = ["Środa", "Świat", "Źródło"].join("\n");
    assert_eq!(repaired(&mistaken(&polish, "windows-1252")), polish);
}

#[test]
fn clean_lines_of_a_double_encoded_page_stay() {
    let clean = ["Рівне і Дії", "Рік, Сі, Ці", "Відкрийте «Вії»", "„HÄ“, „BLÅ“ et CAFÉ”", "à\u{a0}»"];
    for charset in ["windows-1251", "windows-1252"] {
        let meant = "Міністр заявив, що переговори — “відновлять”, à l’été";
        let page = [mistaken(meant, charset), clean.join("\n")].join("\n");
        assert_eq!(repaired(&page), [meant, &clean.join("\n")].join("\n"), "{charset}");
    }
}

#[test]
fn spaces_that_were_part_of_letters_are_read() {
    let french = "Déjà vu, à été, à Paris.\nVoilà, l’été\nÀ la une, à  midi";
    let spaced = mistaken(french, "windows-1252").replace('\u{a0}', " ");
    assert_eq!(repaired(&spaced), french);
    assert_eq!(repaired(&spaced.replace("  ", " ")), french.replace("  ", " "));
    let czech = "Škola šetří, Štefan píše";
    assert_eq!(repaired(&mistaken(czech, "windows-1252").replace('\u{a0}', " ")), czech);
    let greek = "Οι συνομιλίες συνεχίζονται\nΠρόεδρος και Πρωθυπουργός";
    assert_eq!(repaired(&mistaken(greek, "windows-1252").replace('\u{a0}', " ")), greek);
    let clean = "Å dra dit\nIRMÃ MARIA\nР 20";
    assert_eq!(repaired(&[&spaced, clean].join("\n")).lines().skip(3).collect::<Vec<_>>().join("\n"), clean);
}
