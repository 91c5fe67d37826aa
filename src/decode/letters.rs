//! The letters beyond ASCII that languages in Latin script are written with, those of common loan words among
//! them, written down by hand. Takes a letter and a language; tells whether it belongs there.

use crate::lang::Lang;

/// Whether a letter of Latin script is one of the language; languages without a row have them all.
pub(super) fn belongs(letter: char, lang: Lang) -> bool {
    let mut lower = letter.to_lowercase();
    let first = lower.next().unwrap_or(letter);
    row(lang).is_none_or(|letters| letters.contains(first))
}

fn row(lang: Lang) -> Option<&'static str> {
    Some(match lang {
        Lang::Bs | Lang::Hr | Lang::Sr => "čćđšž",
        Lang::Ca => "àçéèíïóòúüªº",
        Lang::Cs => "áčďéěíňóřšťúůýžäöü",
        Lang::Da => "æøåéèü",
        Lang::De => "äöüßéèàêç",
        Lang::En => "éèêàâçñöüïëôœæáíóú",
        Lang::Es => "áéíñóúüªºç",
        Lang::Et => "äõöüšžé",
        Lang::Eu => "ñçü",
        Lang::Fi => "äöåšžéü",
        Lang::Fr => "àâæçéèêëîïôœùûüÿñ",
        Lang::Ga => "áéíóú",
        Lang::Gl => "áéíñóúüïªº",
        Lang::Hu => "áéíóöőúüű",
        Lang::Is => "áðéíóúýþæö",
        Lang::It => "àèéìíîòóùúªº",
        Lang::Lt => "ąčęėįšųūž",
        Lang::Lv => "āčēģīķļņšūž",
        Lang::Mt => "ċġħżàèìòùâé",
        Lang::Nb => "æøåéèêòóôà",
        Lang::Nl => "éëïöüèêáíóúàâîûç",
        Lang::Pl => "ąćęłńóśźżéüö",
        Lang::Pt => "áàâãçéêíóôõúüªºèò",
        Lang::Ro => "ăâîșțşţé",
        Lang::Sk => "áäčďéíĺľňóôŕšťúýžöü",
        Lang::Sl => "čšžćđéö",
        Lang::Sq => "çëé",
        Lang::Sv => "åäöéàèü",
        Lang::Tr => "çğıİöşüâîûi\u{307}",
        _ => return None,
    })
}
