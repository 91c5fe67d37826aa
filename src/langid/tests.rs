use super::*;
use crate::lang::Script;

/// A sentence of news a language, written for this test.
const SENTENCES: &[(&str, &str)] = &[
    ("az", "Prezident bu gün paytaxtda xarici işlər naziri ilə görüşüb və müqavilə haqqında danışıb"),
    ("be", "Прэзідэнт сустрэўся з міністрам замежных спраў і абмеркаваў новую дамову"),
    ("bg", "Президентът се срещна с министъра на външните работи и обсъди новия договор"),
    ("ca", "El president es va reunir ahir amb el ministre i va parlar del nou acord entre els dos països"),
    ("cs", "Prezident se včera setkal s ministrem zahraničí a mluvil o nové smlouvě mezi oběma zeměmi"),
    ("da", "Statsministeren sagde i går, at regeringen vil fremlægge en ny aftale efter sommerferien"),
    ("de", "Der Präsident hat gestern den Außenminister getroffen und über das neue Abkommen gesprochen"),
    ("el", "Ο πρόεδρος συναντήθηκε χθες με τον υπουργό Εξωτερικών"),
    ("en", "The president met the foreign minister yesterday and spoke about the new agreement"),
    ("es", "El presidente se reunió ayer con el ministro y habló sobre el nuevo acuerdo entre los países"),
    ("et", "President kohtus eile välisministriga ja rääkis uuest lepingust kahe riigi vahel"),
    ("eu", "Lehendakariak atzo atzerri ministroarekin bildu zen eta akordio berriaz hitz egin zuen"),
    ("fi", "Presidentti tapasi eilen ulkoministerin ja puhui maiden välisestä uudesta sopimuksesta"),
    ("fr", "Le président a rencontré hier le ministre des Affaires étrangères et parlé du nouvel accord"),
    ("ga", "Bhuail an tuachtarán leis an aire inné agus labhair sé faoin gcomhaontú nua"),
    ("gl", "O presidente reuniuse onte co ministro e falou do novo acordo entre os dous países"),
    ("hr", "Predsjednik se jučer sastao s ministrom vanjskih poslova i govorio o novom sporazumu"),
    ("hu", "Az elnök tegnap találkozott a külügyminiszterrel, és az új megállapodásról beszélt"),
    ("id", "Presiden bertemu dengan menteri luar negeri kemarin dan berbicara tentang perjanjian baru"),
    ("is", "Forsetinn hitti utanríkisráðherrann í gær og ræddi um nýja samninginn milli landanna"),
    ("it", "Il presidente ha incontrato ieri il ministro degli Esteri e ha parlato del nuovo accordo"),
    ("ja", "大統領は昨日、外務大臣と会談した"),
    ("ka", "პრეზიდენტი გუშინ საგარეო საქმეთა მინისტრს შეხვდა"),
    ("kk", "Президент кеше сыртқы істер министрімен кездесіп, жаңа келісім туралы айтты"),
    ("ko", "대통령은 어제 외무장관을 만났다"),
    ("ky", "Президент кечээ тышкы иштер министри менен жолугуп, жаңы келишим жөнүндө сүйлөштү"),
    ("lt", "Prezidentas vakar susitiko su užsienio reikalų ministru ir kalbėjo apie naują susitarimą"),
    ("lv", "Prezidents vakar tikās ar ārlietu ministru un runāja par jauno līgumu starp valstīm"),
    ("mk", "Претседателот вчера се сретна со министерот за надворешни работи и зборуваше за договорот"),
    ("mn", "Ерөнхийлөгч өчигдөр гадаад хэргийн сайдтай уулзаж шинэ гэрээний талаар ярилцлаа"),
    ("mt", "Il-president iltaqa lbieraħ mal-ministru u tkellem dwar il-ftehim il-ġdid bejn il-pajjiżi"),
    ("nb", "Statsministeren sa i går at regjeringen vil legge fram en ny avtale etter sommerferien"),
    ("nl", "De president ontmoette gisteren de minister en sprak over het nieuwe akkoord tussen de landen"),
    ("pl", "Prezydent spotkał się wczoraj z ministrem spraw zagranicznych i mówił o nowej umowie"),
    ("pt", "O presidente reuniu-se ontem com o ministro e falou sobre o novo acordo entre os países"),
    ("ro", "Președintele s-a întâlnit ieri cu ministrul de externe și a vorbit despre noul acord"),
    ("ru", "Президент встретился вчера с министром иностранных дел и обсудил новый договор"),
    ("sk", "Prezident sa včera stretol s ministrom zahraničných vecí a hovoril o novej zmluve"),
    ("sl", "Predsednik se je včeraj srečal z zunanjim ministrom in govoril o novem sporazumu"),
    ("sq", "Presidenti u takua dje me ministrin e jashtëm dhe foli për marrëveshjen e re"),
    ("sr", "Председник се јуче састао са министром спољних послова и говорио о новом споразуму"),
    ("sv", "Statsministern sade i går att regeringen kommer att lägga fram ett nytt avtal efter sommaren"),
    ("tg", "Президент дирӯз бо вазири корҳои хориҷӣ мулоқот кард ва дар бораи созишнома гуфт"),
    ("tr", "Cumhurbaşkanı dün dışişleri bakanıyla görüştü ve yeni anlaşma hakkında konuştu"),
    ("tt", "Президент кичә тышкы эшләр министры белән очрашты һәм яңа килешү турында сөйләде"),
    ("uk", "Президент зустрівся вчора з міністром закордонних справ і обговорив нову угоду"),
    ("uz", "Prezident kecha tashqi ishlar vaziri bilan uchrashdi va yangi shartnoma haqida gapirdi"),
    ("vi", "Tổng thống đã gặp bộ trưởng ngoại giao hôm qua và nói về thỏa thuận mới"),
    ("yi", "דער פּרעזידענט האָט זיך נעכטן געטראָפֿן מיטן מיניסטער"),
    ("zh", "总统昨天会见了外交部长"),
];

#[test]
fn a_sentence_is_enough() {
    assert!(SENTENCES.len() >= 45);
    let found = |code: &str, text| {
        let own = code.parse().unwrap();
        guess(text).is_some_and(|best| same_group(best.lang, own))
    };
    let wrong = SENTENCES.iter().filter(|(code, text)| !found(code, text));
    let wrong: Vec<_> = wrong.map(|(code, text)| (code, guess(text))).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn a_text_fits_its_own_language_best() {
    for (code, text) in SENTENCES {
        let own = score(text, code.parse().unwrap()).unwrap();
        let other = score(text, if *code == "en" { Lang::De } else { Lang::En }).unwrap();
        assert!(own > other, "{code}: {own} {other}");
    }
}

#[test]
fn latin_letters_in_a_cyrillic_word_are_read_as_cyrillic() {
    let mixed = "Прeзидeнт встрeтился вчeрa с министрoм инoстрaнных дeл";
    assert!(mixed.chars().any(|c| Script::of(c) == Some(Script::Latin)));
    assert_eq!(guess(mixed).unwrap().lang, Lang::Ru);
}

#[test]
fn case_marks_and_apostrophes_say_nothing() {
    let plain = "обʼєднання сім’ї у пʼятницю";
    let other = "Об'ЄДНАННЯ сім`ї у п\u{301}'ятницю\u{ad}";
    assert_eq!(score(plain, Lang::Uk), score(other, Lang::Uk));
}

#[test]
fn text_without_letters_has_no_language() {
    assert_eq!(guess("2025-12-19 21:20 — 100 %"), None);
    assert_eq!(guess(""), None);
    assert_eq!(score("123", Lang::Ru), None);
}

#[test]
fn long_words_and_long_texts_are_read_in_parts() {
    assert!(guess(&"a".repeat(100_000)).is_some());
    let text = SENTENCES[0].1.repeat(1000);
    assert!(guess(&text).unwrap().letters as usize <= MAX_LETTERS);
}

#[test]
fn the_table_is_whole_and_small() {
    assert_eq!(table::TABLE.len(), words::Block::COUNT);
    assert!(include_bytes!("table.bin").len() <= 3_000_000);
    assert!(table::parse(b"KLID\x02").is_none());
}
