//! RTNeural: layers of fixed sizes as C++ templates, one sample at a time: [`networks.cpp`](networks.cpp).

use std::process::ExitCode;

use harness::{Case, Computes, Peer, Prepared};

fn main() -> ExitCode {
    harness::main(&Peer { name: "RTNeural", file: "rtneural", computes: Computes::Network, prepare })
}

#[cfg(not(rtneural))]
fn prepare(_: &Case) -> Prepared {
    Err("it is built only if RTNEURAL_DIR is the directory of https://github.com/jatinchowdhury18/RTNeural".into())
}

#[cfg(rtneural)]
fn prepare(case: &Case) -> Prepared {
    if case.samples() != 1 {
        return Ok(None);
    }
    let Some((new, forward, count)) = network::find(case.network()) else { return Ok(None) };
    let parameters = case.parameters();
    if parameters.len() != count {
        return Err(format!("networks.cpp has {count} parameters, the model file {}", parameters.len()).into());
    }
    let (inputs, outputs) = (case.inputs().len(), case.outputs());
    // SAFETY: the parameters are as many as the network takes.
    let network = unsafe { new(parameters.as_ptr()) };
    Ok(Some(Box::new(move |input: &[f32], output: &mut [f32]| {
        assert!(input.len() == inputs && output.len() == outputs, "the row's inputs and outputs");
        // SAFETY: the network is never freed, and used by nobody else; the inputs and outputs are those of one sample.
        unsafe { forward(network, input.as_ptr(), output.as_mut_ptr()) };
        Ok(())
    })))
}

#[cfg(rtneural)]
mod network {
    use std::ffi::c_void;

    type New = unsafe extern "C" fn(*const f32) -> *mut c_void;
    type Forward = unsafe extern "C" fn(*mut c_void, *const f32, *mut f32);

    macro_rules! networks {
        ($($name:literal $new:ident $forward:ident $count:expr;)*) => {
            unsafe extern "C" {
                $(
                    fn $new(parameters: *const f32) -> *mut c_void;
                    fn $forward(network: *mut c_void, input: *const f32, output: *mut f32);
                )*
            }

            /// A network's constructor and forward pass, and how many parameters it takes.
            pub(super) fn find(name: &str) -> Option<(New, Forward, usize)> {
                match name {
                    $($name => Some(($new, $forward, $count)),)*
                    _ => None,
                }
            }
        };
    }

    networks! {
        "A" a_new a_forward dense(&[2, 3, 2]);
        "B" b_new b_forward dense(&[4, 16, 16, 3]);
        "C" c_new c_forward dense(&[64; 6]);
        "D" d_new d_forward dense(&[784, 128, 10]);
        "E" e_new e_forward dense(&[784, 512, 512, 10]);
        "Lstm" lstm_new lstm_forward recurrent(4, 1, 1, 32) + dense(&[32, 1]);
        "Gru" gru_new gru_forward recurrent(3, 2, 1, 32) + dense(&[32, 1]);
    }

    /// The parameters of dense layers between these sizes.
    fn dense(sizes: &[usize]) -> usize {
        sizes.windows(2).map(|pair| (pair[0] + 1) * pair[1]).sum()
    }

    /// The parameters of a recurrent layer with so many gates and biases.
    fn recurrent(gates: usize, biases: usize, features: usize, units: usize) -> usize {
        (features + units + biases) * gates * units
    }
}
