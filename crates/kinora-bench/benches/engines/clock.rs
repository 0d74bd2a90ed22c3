//! Measuring: the median of several runs of each question, then the spread over the questions.

use std::time::{Duration, Instant};

/// How often a question is asked at most and at least, and how long asking goes on between the two.
const RUNS: (usize, usize) = (15, 3);
const PATIENCE: Duration = Duration::from_millis(150);
/// How long a profiler can look on.
const PROFILED: Duration = Duration::from_secs(20);
/// For how long each question is asked in turn meanwhile.
const TURN: Duration = Duration::from_millis(1);

/// The median time of a question, after one run that is not counted, and the answer.
pub fn median<T>(ask: impl Fn() -> T) -> (Duration, T) {
    let answer = ask();
    let (mut runs, began) = (Vec::new(), Instant::now());
    while runs.len() < RUNS.1 || (runs.len() < RUNS.0 && began.elapsed() < PATIENCE) {
        let began = Instant::now();
        std::hint::black_box(ask());
        runs.push(began.elapsed());
    }
    (at(&mut runs, 0.5), answer)
}

/// Asks all questions for a while, each for equally long, so that a profiler can look on, if `KINORA_BENCH_PROFILE` names this
/// part of a bench.
pub fn profile<Q>(part: &str, questions: &[Q], ask: impl Fn(&Q)) {
    if std::env::var("KINORA_BENCH_PROFILE").is_ok_and(|wanted| wanted == part) {
        let program = std::process::id();
        println!("profile of \"{part}\" from now on: perf record -p {program}");
        let began = Instant::now();
        for question in questions.iter().cycle() {
            let asked = Instant::now();
            while asked.elapsed() < TURN {
                ask(question);
            }
            if began.elapsed() > PROFILED {
                break;
            }
        }
    }
}

/// How long something took, if it came to a result.
pub fn timed<T, E>(work: impl FnOnce() -> Result<T, E>) -> Result<(Duration, T), E> {
    let began = Instant::now();
    let result = work()?;
    Ok((began.elapsed(), result))
}

/// The duration below which a share of these are.
pub fn at(durations: &mut [Duration], share: f64) -> Duration {
    durations.sort_unstable();
    let place = (durations.len().saturating_sub(1) as f64 * share).round() as usize;
    durations.get(place).copied().unwrap_or_default()
}

/// A duration with a unit that suits it.
pub fn shown(duration: Duration) -> String {
    let micros = duration.as_secs_f64() * 1e6;
    match micros {
        ..1_000.0 => format!("{micros:.1} us"),
        _ => format!("{:.2} ms", micros / 1e3),
    }
}

/// How many times as long the first takes.
pub fn ratio(one: Duration, two: Duration) -> String {
    let ratio = one.as_secs_f64() / two.as_secs_f64().max(1e-9);
    match ratio {
        ..10.0 => format!("{ratio:.2}x"),
        _ => format!("{ratio:.0}x"),
    }
}
