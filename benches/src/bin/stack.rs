//! How much of the stack passes take, at each instruction set: their scratch, which they say, and what else there is.
//!
//! ```text
//! cargo run --release -p benches --bin stack
//! ```
//!
//! It fails if a pass takes much more than it says.

#[cfg(all(unix, target_arch = "x86_64"))]
mod painted {
    use std::arch::asm;
    use std::error::Error;
    use std::hint::black_box;

    use benches::level_name;
    use benches::networks::{A, B, C, D, E, F, Gru, H, Lstm};
    use nn_runtime::simd::{Level, levels};
    use nn_runtime::{Network, Streaming, Tensor};

    /// The most that a pass may take besides its scratch and its output: frames, saved registers, edges of a few vectors.
    /// Those of convolutions are the largest; those with registers of 64 bytes have more to save.
    fn frames(level: Level) -> usize {
        if level.as_avx512().is_some() { 12 * 1024 } else { 4 * 1024 }
    }

    /// The stack that passes are given, in numbers of eight bytes.
    const STACK: usize = 1024 * 1024 / 8;

    /// What no pass writes.
    const PAINT: u64 = 0x5AFE_57AC_4A11_C0DE;

    /// How many bytes of the stack `body` takes.
    fn taken(mut body: impl FnMut()) -> usize {
        /// What runs on the painted stack.
        struct Body<'a>(&'a mut dyn FnMut());

        extern "C" fn call(body: &mut Body<'_>) {
            (body.0)();
        }

        // What happens once only: the instruction set is looked for, symbols are bound.
        body();
        let mut body = Body(&mut body);
        let mut stack = vec![PAINT; STACK];
        let top = (stack.as_mut_ptr_range().end as usize) & !15;
        // SAFETY: the stack pointer is saved in a register that functions preserve, and is as before afterwards. In between
        // it points to memory that is this function's alone, aligned as the ABI has it, of which `call` takes less than a
        // megabyte. `call` does not unwind: a panic in an `extern "C"` function ends the process.
        unsafe {
            asm!(
                "mov r12, rsp",
                "mov rsp, {top}",
                "call {call}",
                "mov rsp, r12",
                top = in(reg) top,
                call = sym call,
                in("rdi") &raw mut body,
                out("r12") _,
                clobber_abi("C"),
            );
        }
        let untouched = black_box(&stack).iter().take_while(|number| **number == PAINT).count();
        (STACK - untouched) * size_of::<u64>()
    }

    /// The lines of the table, and whether any pass takes more than it says.
    #[derive(Default)]
    struct Table {
        is_exceeded: bool,
    }

    impl Table {
        /// A line: what `body` takes, if it may take so many bytes besides frames.
        fn line(&mut self, network: &str, pass: &str, level: Level, said: usize, body: impl FnMut()) {
            let taken = taken(body);
            let more = taken.saturating_sub(said);
            let is_exceeded = more > frames(level);
            let sign = if is_exceeded { " !" } else { "" };
            self.is_exceeded |= is_exceeded;
            println!("{network:<6}{pass:<16}{:<8}{said:>10}{taken:>10}{more:>10}{sign}", level_name(level));
        }

        fn network<N: Network>(&mut self) {
            let network = N::boxed_init(7);
            let inputs = vec![N::Input::ZEROS; 2 * N::BLOCK + 1];
            let mut outputs = vec![N::Output::ZEROS; inputs.len()];
            for level in levels() {
                let output = size_of::<N::Output>();
                self.line(N::NAME, "forward", level, N::SCRATCH_BYTES + 2 * output, || {
                    outputs[0] = black_box(&network).forward_at(level, black_box(&inputs[0]));
                });
                self.line(N::NAME, "forward_batch", level, size_of::<N::Block>(), || {
                    black_box(&network).forward_batch_at(level, black_box(&inputs), &mut outputs);
                });
            }
        }

        fn stream<N: Streaming>(&mut self) {
            let network = N::boxed_init(7);
            let (mut state, mut last) = (N::state(), N::StepOutput::ZEROS);
            for level in levels() {
                let said = size_of::<N::StepScratch>() + 2 * size_of::<N::StepOutput>();
                self.line(N::NAME, "step", level, said, || {
                    last = black_box(&network).step_at(level, &mut state, black_box(&N::StepInput::ZEROS));
                });
            }
        }
    }

    pub(super) fn run() -> Result<(), Box<dyn Error>> {
        println!("{:<6}{:<16}{:<8}{:>10}{:>10}{:>10}", "", "", "", "said", "taken", "more");
        let mut table = Table::default();
        table.network::<A>();
        table.network::<B>();
        table.network::<C>();
        table.network::<D>();
        table.network::<E>();
        table.network::<F>();
        table.network::<Lstm>();
        table.network::<Gru>();
        table.network::<H>();
        table.stream::<Lstm>();
        table.stream::<Gru>();
        if table.is_exceeded {
            return Err("a pass takes much more than its scratch and its output".into());
        }
        Ok(())
    }
}

fn main() -> std::process::ExitCode {
    #[cfg(all(unix, target_arch = "x86_64"))]
    return benches::end(painted::run());
    #[cfg(not(all(unix, target_arch = "x86_64")))]
    benches::end(Err("this paints the stack of an x86-64".into()))
}
