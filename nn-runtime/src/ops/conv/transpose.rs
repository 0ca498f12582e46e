//! Rows transposed into lines, a number of each row, and lines into rows: by squares, as many numbers as a vector has of as many
//! rows.

use fearless_simd::{Simd, SimdBase};

use super::super::pool::load;
use super::super::step;
use crate::Scalar;
use crate::math::store_few;
use crate::scalar::{Vector, splat};

/// Rows that are transposed, each into a lane of lines.
#[derive(Clone, Copy)]
pub(super) struct Transpose {
    /// How many, one at least, and no more than lanes.
    pub(super) rows: usize,
    /// How far they are apart. Rows that are read may overlap.
    pub(super) apart: usize,
    /// How many numbers each has: as many lines.
    pub(super) len: usize,
}

impl Transpose {
    /// Turns rows into lines. Lanes without a row have numbers of some other.
    #[inline(always)]
    pub(super) fn to_lanes<T: Scalar, S: Simd>(self, simd: S, rows: &[T], lines: &mut [T]) {
        step(
            simd,
            #[inline(always)]
            || match Vector::<T, S>::LEN {
                16 => self.lines_of::<T, S, 16>(simd, rows, lines),
                8 => self.lines_of::<T, S, 8>(simd, rows, lines),
                4 => self.lines_of::<T, S, 4>(simd, rows, lines),
                _ => self.lines_of::<T, S, 2>(simd, rows, lines),
            },
        );
    }

    /// Turns lines into rows. Nothing is written between them, nor after the last.
    #[inline(always)]
    pub(super) fn out_of_lanes<T: Scalar, S: Simd>(self, simd: S, lines: &[T], rows: &mut [T]) {
        step(
            simd,
            #[inline(always)]
            || match Vector::<T, S>::LEN {
                16 => self.rows_of::<T, S, 16>(simd, lines, rows),
                8 => self.rows_of::<T, S, 8>(simd, lines, rows),
                4 => self.rows_of::<T, S, 4>(simd, lines, rows),
                _ => self.rows_of::<T, S, 2>(simd, lines, rows),
            },
        );
    }

    #[inline(always)]
    fn lines_of<T: Scalar, S: Simd, const N: usize>(self, simd: S, rows: &[T], lines: &mut [T]) {
        if N != Vector::<T, S>::LEN {
            return;
        }
        if self.apart <= 2 && rows.len() >= self.len + 2 * N {
            return self.neighbours::<T, S, N>(simd, rows, lines);
        }
        for column in self.columns::<N>() {
            let mut x = [splat::<T, S>(simd, T::zero()); N];
            for (row, x) in x.iter_mut().enumerate() {
                *x = load(simd, rows, row.min(self.rows - 1) * self.apart + column);
            }
            x = transpose::<T, S, N>(x);
            let lines = &mut lines[column * N..self.len * N];
            for (index, x) in x.iter().enumerate() {
                let Some(line) = lines.get_mut(index * N..index * N + N) else { break };
                x.store_slice(line);
            }
        }
    }

    /// Rows that begin at neighbouring numbers, or at every other: a line is a vector as it stands, or half of two.
    #[inline(always)]
    fn neighbours<T: Scalar, S: Simd, const N: usize>(self, simd: S, rows: &[T], lines: &mut [T]) {
        for (pair, lines) in lines[..self.len * N].chunks_mut(2 * N).enumerate() {
            let rows = &rows[2 * pair..][..2 * N];
            let x = Vector::<T, S>::from_slice(simd, &rows[..N]);
            let (even, odd) = if self.apart == 1 {
                (x, Vector::<T, S>::from_slice(simd, &rows[1..][..N]))
            } else {
                x.deinterleave(Vector::<T, S>::from_slice(simd, &rows[N..]))
            };
            even.store_slice(&mut lines[..N]);
            if let Some(line) = lines.get_mut(N..2 * N) {
                odd.store_slice(line);
            }
        }
    }

    #[inline(always)]
    fn rows_of<T: Scalar, S: Simd, const N: usize>(self, simd: S, lines: &[T], rows: &mut [T]) {
        if N != Vector::<T, S>::LEN {
            return;
        }
        let Self { apart, len, .. } = self;
        let rows = &mut rows[..(self.rows - 1) * apart + len];
        for column in self.columns::<N>() {
            let mut x = [splat::<T, S>(simd, T::zero()); N];
            let lines = &lines[column * N..len * N];
            for (index, x) in x.iter_mut().enumerate() {
                let Some(line) = lines.get(index * N..index * N + N) else { break };
                *x = Vector::<T, S>::from_slice(simd, line);
            }
            x = transpose::<T, S, N>(x);
            // What is written too much is written over by the next row, if that is next to it.
            let can_exceed = len >= N || apart == len;
            for (row, x) in x.iter().enumerate() {
                if row == self.rows {
                    break;
                }
                let at = row * apart + column;
                match rows.get_mut(at..at + N) {
                    Some(row) if can_exceed => x.store_slice(row),
                    _ => store_few(*x, &mut rows[at..][..len.min(N)]),
                }
            }
        }
    }

    /// The first columns of the squares; the last square may have some that were transposed before.
    #[inline(always)]
    fn columns<const N: usize>(self) -> impl Iterator<Item = usize> {
        (0..self.len).step_by(N).map(
            #[inline(always)]
            move |column| column.min(self.len.saturating_sub(N)),
        )
    }
}

/// Turns a square: each time, numbers of rows half a square apart become neighbours.
#[inline(always)]
fn transpose<T: Scalar, S: Simd, const N: usize>(mut x: [Vector<T, S>; N]) -> [Vector<T, S>; N] {
    let mut left = N;
    while left > 1 {
        let half = x;
        for index in 0..N / 2 {
            (x[2 * index], x[2 * index + 1]) = half[index].interleave(half[index + N / 2]);
        }
        left /= 2;
    }
    x
}
