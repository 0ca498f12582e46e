use crate::Scalar;

/// The inputs of the last steps that a convolution's windows see at the step number `position`: `taps` of them, `dilation`
/// steps apart, each of `channels` numbers. `x` is the last of them.
///
/// `state` begins with a ring of the inputs from the first that is seen on; it is zero before the first step.
#[inline(always)]
pub fn causal_history<T: Scalar>(
    position: u64,
    [taps, dilation, channels]: [usize; 3],
    state: &mut [T],
    x: &[T],
    output: &mut [T],
) {
    let reach = (taps - 1) * dilation + 1;
    // Less than `reach`, which is a size.
    #[expect(clippy::cast_possible_truncation, reason = "it is less than a size")]
    let now = (position % reach as u64) as usize;
    let ring = &mut state[..reach * channels];
    ring[now * channels..][..channels].copy_from_slice(&x[..channels]);
    for (tap, output) in output.chunks_exact_mut(channels).take(taps).enumerate() {
        let back = (taps - 1 - tap) * dilation;
        let at = (now + reach - back) % reach;
        output.copy_from_slice(&ring[at * channels..][..channels]);
    }
}
