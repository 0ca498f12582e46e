//! The networks in plain C, each by hand, with fixed sizes: [`networks.c`](networks.c).

use std::process::ExitCode;

use harness::{Case, Computes, Peer, Prepared};

fn main() -> ExitCode {
    harness::main(&Peer { name: "C -O3", file: "c", computes: Computes::Network, prepare })
}

/// A network: its parameters, how many samples, the samples, what they give.
type Network = unsafe extern "C" fn(*const f32, usize, *const f32, *mut f32);

unsafe extern "C" {
    fn a(parameters: *const f32, samples: usize, inputs: *const f32, outputs: *mut f32);
    fn b(parameters: *const f32, samples: usize, inputs: *const f32, outputs: *mut f32);
    fn c(parameters: *const f32, samples: usize, inputs: *const f32, outputs: *mut f32);
    fn d(parameters: *const f32, samples: usize, inputs: *const f32, outputs: *mut f32);
    fn e(parameters: *const f32, samples: usize, inputs: *const f32, outputs: *mut f32);
    fn f(parameters: *const f32, samples: usize, inputs: *const f32, outputs: *mut f32);
    fn lstm(parameters: *const f32, samples: usize, inputs: *const f32, outputs: *mut f32);
    fn gru(parameters: *const f32, samples: usize, inputs: *const f32, outputs: *mut f32);
    fn h(parameters: *const f32, samples: usize, inputs: *const f32, outputs: *mut f32);

    safe static a_parameters: usize;
    safe static b_parameters: usize;
    safe static c_parameters: usize;
    safe static d_parameters: usize;
    safe static e_parameters: usize;
    safe static f_parameters: usize;
    safe static lstm_parameters: usize;
    safe static gru_parameters: usize;
    safe static h_parameters: usize;
}

/// The widest line of any cache, and the widest vector.
const ALIGNMENT: usize = 64;

fn prepare(case: &Case) -> Prepared {
    let (network, count): (Network, usize) = match case.network() {
        "A" => (a, a_parameters),
        "B" => (b, b_parameters),
        "C" => (c, c_parameters),
        "D" => (d, d_parameters),
        "E" => (e, e_parameters),
        "F" => (f, f_parameters),
        "Lstm" => (lstm, lstm_parameters),
        "Gru" => (gru, gru_parameters),
        "H" => (h, h_parameters),
        _ => return Ok(None),
    };
    let parameters = case.parameters();
    let (samples, inputs, outputs) = (case.samples(), case.inputs().len(), case.outputs());
    if parameters.len() != count {
        return Err(format!("networks.c has {count} parameters, the model file {}", parameters.len()).into());
    }

    let mut memory = vec![0.0; count + ALIGNMENT / size_of::<f32>()];
    let start = memory.as_ptr().align_offset(ALIGNMENT);
    memory[start..start + count].copy_from_slice(&parameters);
    Ok(Some(Box::new(move |input: &[f32], output: &mut [f32]| {
        assert!(input.len() == inputs && output.len() == outputs, "the row's inputs and outputs");
        // SAFETY: the parameters are as many as the network's structure has, and the inputs and outputs are those of so
        // many samples.
        unsafe { network(memory[start..].as_ptr(), samples, input.as_ptr(), output.as_mut_ptr()) };
        Ok(())
    })))
}
