#[cfg(feature = "onnx")]
mod onnx;

use fearless_simd::Simd;

use super::{Rows, step};
use crate::Scalar;

/// One axis of a tensor whose numbers are another's, in other places.
///
/// At index `i` of the axis stands what the input has at `(i − before) / repeat + skip` of an axis of its own, and 0 where
/// it has nothing there.
#[derive(Clone, Copy)]
pub struct Axis {
    /// The size of the axis.
    pub size: usize,
    /// The size of the input's axis.
    pub input: usize,
    /// How far apart neighbours on the input's axis are.
    pub stride: usize,
    /// How many zeros are put in front.
    pub before: usize,
    /// How many are left out in front.
    pub skip: usize,
    /// How often each is repeated.
    pub repeat: usize,
}

impl Axis {
    /// Where the input's number for this index is; nothing for a zero.
    #[inline(always)]
    fn source(&self, index: usize) -> Option<usize> {
        let at = index.checked_sub(self.before)? / self.repeat + self.skip;
        (at < self.input).then_some(at * self.stride)
    }

    /// Whether neighbours of the input stay neighbours: then there are zeros, some of the input's numbers, and zeros.
    #[inline(always)]
    fn is_run(&self) -> bool {
        self.stride == 1 && self.repeat == 1
    }
}

/// Writes the numbers of each row of the input to their places in the output, where the axes say what stands.
#[inline(always)]
pub fn strided_copy<T: Scalar, S: Simd, R: Rows, const AXES: usize>(
    simd: S,
    rows: R,
    axes: [Axis; AXES],
    input: &[T],
    output: &mut [T],
) {
    let inputs: usize = axes.iter().map(|axis| axis.input).product();
    let outputs: usize = axes.iter().map(|axis| axis.size).product();
    let input = input[..rows.count() * inputs].chunks_exact(inputs.max(1));
    let output = output[..rows.count() * outputs].chunks_exact_mut(outputs.max(1));
    for (input, output) in input.zip(output) {
        step(
            simd,
            #[inline(always)]
            || row(&axes, input, output),
        );
    }
}

#[inline(always)]
fn row<T: Scalar, const AXES: usize>(axes: &[Axis; AXES], input: &[T], output: &mut [T]) {
    let Some((last, outer)) = axes.split_last() else { return };
    let mut index = [0; AXES];
    for run in output.chunks_exact_mut(last.size.max(1)) {
        let places = outer.iter().zip(&index).map(|(axis, &index)| axis.source(index));
        match places.sum::<Option<usize>>() {
            None => run.fill(T::zero()),
            Some(start) if last.is_run() => {
                let (before, rest) = run.split_at_mut(last.before.min(last.size));
                let (numbers, after) = rest.split_at_mut(rest.len().min(last.input.saturating_sub(last.skip)));
                before.fill(T::zero());
                numbers.copy_from_slice(&input[start + last.skip..][..numbers.len()]);
                after.fill(T::zero());
            }
            Some(start) => {
                for (index, y) in run.iter_mut().enumerate() {
                    *y = last.source(index).map_or(T::zero(), |place| input[start + place]);
                }
            }
        }
        for (axis, index) in outer.iter().zip(&mut index).rev() {
            *index += 1;
            if *index < axis.size {
                break;
            }
            *index = 0;
        }
    }
}
