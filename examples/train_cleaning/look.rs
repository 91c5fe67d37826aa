//! A look at what goes wrong: with `LOOK=text,near,mix` (or some of them) the blocks that cost most, with `SHOW=ID` a
//! page. A sign behind the score is a promise.

use kartoteka::clean::train::{Costs, State};

use crate::Set;
use crate::pages::Track;
use crate::score::LEAST_PAGES;

pub fn look(set: &Set<'_>, states: &[Vec<State>]) {
    let Ok(wanted) = std::env::var("LOOK") else { return };
    for (name, track) in [("text", Track::Text), ("near", Track::Near), ("mix", Track::Mix)] {
        if wanted.contains(name) {
            println!("{name}:");
            look_at(set, track, states);
        }
    }
}

fn look_at(set: &Set<'_>, track: Track, states: &[Vec<State>]) {
    let mut wrong = Vec::new();
    for (at, dump) in set.scored(track) {
        let pages = set.scored(track).filter(|(_, other)| other.lang == dump.lang).count();
        for (index, state) in states[at].iter().enumerate() {
            let (article, inside) = (dump.targets[index] > 0.5, *state == State::Inside);
            if article != inside && pages >= LEAST_PAGES {
                let share = dump.tokens[index].len() as f64 / dump.gold.len() as f64;
                wrong.push((share.min(1.0) / pages as f64 * 20.0, inside, at, index));
            }
        }
        if std::env::var("SHOW").is_ok_and(|ids| ids.contains(&dump.id)) {
            println!("{}", dump.id);
            (0..states[at].len()).for_each(|index| show(set, at, &states[at], index));
        }
    }
    wrong.sort_by(|a, b| b.0.total_cmp(&a.0));
    for kept in [false, true] {
        let of = wrong.iter().filter(|wrong| wrong.1 == kept);
        println!(
            "{} {:.2} %",
            if kept { "noise kept" } else { "article lost" },
            of.clone().map(|wrong| wrong.0).sum::<f64>()
        );
        for (cost, _, at, index) in of.take(60) {
            print!("{cost:.3} {} {} ", set.dumps[*at].lang, set.dumps[*at].id);
            show(set, *at, &states[*at], *index);
        }
    }
}

fn show(set: &Set<'_>, at: usize, states: &[State], index: usize) {
    let dump = &set.dumps[at];
    let promise = match set.judged[at].sheet.fixed(&Costs::NONE)[index] {
        0 => ' ',
        1.. => '+',
        _ => '-',
    };
    let text: String = dump.blocks[index].span.of(&dump.decoded.text).chars().take(100).collect();
    let (target, score) = (dump.targets[index], set.judged[at].scores[index]);
    println!("{index:>4} {target:.1} {score:>5}{promise} {:?} {text}", states[index]);
}
