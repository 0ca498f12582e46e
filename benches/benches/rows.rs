//! Every row of the table, and the vector functions: `cargo bench -p benches`, with a part of a name to choose some.
//!
//! Elements are floating-point operations, or numbers. Criterion measures one thing after the other: for how two of them
//! compare on a busy machine, `--bin roofline` measures them in turn.

use std::time::Duration;

use benches::networks::ROWS;
use criterion::{Criterion, Throughput};
use nn_runtime::math;
use nn_runtime::simd::{Level, best, levels};

fn main() {
    let mut criterion = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
        .configure_from_args();
    rows(&mut criterion);
    functions(&mut criterion);
    criterion.final_summary();
}

/// The rows whose networks are run at every level, and not only at the best.
const AT_EVERY_LEVEL: &[&str] = &["D256"];

fn rows(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("rows");
    for row in ROWS {
        let name = row.to_string();
        group.throughput(Throughput::Elements(row.flops as u64));
        // The weights are made when a row is chosen, and not for those that the command line leaves out.
        let mut subject = None;
        group.bench_function(&name, |bencher| {
            let subject = subject.get_or_insert_with(|| row.subject());
            bencher.iter(|| subject.run(1));
        });
        for level in levels().filter(|_| AT_EVERY_LEVEL.contains(&name.as_str())) {
            group.bench_function(format!("{name} {}", benches::level_name(level)), |bencher| {
                let subject = subject.get_or_insert_with(|| row.subject());
                bencher.iter(|| subject.run_at(level, 1));
            });
        }
    }
    group.finish();
}

fn functions(criterion: &mut Criterion) {
    const NUMBERS: usize = 1024;
    type Function = fn(Level, &mut [f32]);
    const FUNCTIONS: [(&str, Function); 2] = [("exp", math::exp_at), ("tanh", math::tanh_at)];

    let mut group = criterion.benchmark_group("functions");
    group.throughput(Throughput::Elements(NUMBERS as u64));
    let inputs: Vec<f32> = (0..NUMBERS).map(|i| i as f32 / 128.0 - 4.0).collect();
    for (name, function) in FUNCTIONS {
        group.bench_function(name, |bencher| {
            let mut values = inputs.clone();
            // Functions work in place, so each time begins with a copy.
            bencher.iter(|| {
                values.copy_from_slice(&inputs);
                function(best(), &mut values);
            });
        });
    }
    group.finish();
}
