//! Each rule is broken by what should break it, and by nothing else.

use super::listing;
use super::rules::{Level, Program, Samples};

/// The complaints about a kernel whose inner loop has `sums` multiply-adds, and `line` before them. A product takes its
/// weights from memory itself, or, for `Many` samples, two of them share a load.
fn complaints(samples: Samples, sums: usize, line: &str) -> Vec<String> {
    let product = |i: usize| match samples {
        Samples::One => format!("\tvfmadd231ps {}(%rsi), %zmm31, %zmm{i}\n", 64 * i),
        Samples::Many if i.is_multiple_of(2) => {
            format!("\tvmovups {}(%rsi), %zmm30\n\tvfmadd231ps (%rdi,%rcx,4){{1to16}}, %zmm30, %zmm{i}\n", 32 * i)
        }
        Samples::Many => format!("\tvfmadd231ps (%rax,%rcx,4){{1to16}}, %zmm30, %zmm{i}\n"),
    };
    let products: String = (0..sums).map(product).collect();
    let text = format!(
        "\t.file\t3 \"kernels\" \"product.rs\"\n\
         entry_6sample:\n\tcmpl $2, %eax\n\tje .LBB0_1\n\tjmp kernel\n.LBB0_1:\n\tjmp kernel_of_avx2\n\
         kernel_of_avx2:\n\tvxorps %ymm0, %ymm0, %ymm0\n\tretq\n\
         kernel:\n\tpushq %rbx\n\tmovq %rsp, %rbp\n\tvmovups 64(%rsp), %zmm29\n.LBB1_1:\n\txorl %ecx, %ecx\n.LBB1_2:\n\t.loc\t3 12 5\n\
         \tvbroadcastss (%rdi,%rcx,4), %zmm31\n{line}{products}\taddq $512, %rsi\n\tincq %rcx\n\tcmpq %rcx, %rdx\n\
         \tjne .LBB1_2\n.Ltmp3:\n\tdecq %rax\n\tjne .LBB1_1\n\tpopq %rbx\n\tretq\n\
         .LBB1_3:\n\tleaq .L__unnamed_1(%rip), %rdi\n\tcallq *_ZN4core9panicking18panic_bounds_check17h0E@GOTPCREL(%rip)\n\
         .LBB1_4:\n\tvmovups %zmm0, (%rbx)\n\tretq\n\
         helper:\n\tmulps %xmm1, %xmm0\n\tretq\n"
    );
    let functions = listing::read("kernel.s", &text);
    Program::new(&functions).complaints("sample", samples, Level::Avx512)
}

#[track_caller]
fn finds(line: &str, expected: &[&str]) {
    for samples in [Samples::One, Samples::Many] {
        let found = complaints(samples, 8, line);
        assert_eq!(found.len(), expected.len(), "{line:?} is found to be {found:#?}");
        for (found, expected) in found.iter().zip(expected) {
            assert!(found.contains(expected), "{line:?} is found to be {found:#?}");
        }
    }
}

#[test]
fn a_good_loop() {
    finds("", &[]);
    // An array on the stack, another way out, and a jump inside.
    finds("\tvbroadcastss 64(%rsp,%rcx,4), %zmm31\n", &[]);
    finds("\tcmpq %rax, %rcx\n\tja .LBB1_4\n", &[]);
    finds("\tje .LBB1_9\n\tincq %rax\n.LBB1_9:\n", &[]);
}

#[test]
fn calls() {
    finds("\tcallq memcpy@PLT\n", &["has a call in line 20: `callq memcpy@PLT`, from line 12 of product.rs"]);
    finds("\tcallq *%rax\n", &["has a call"]);
    let baseline = "`kernel` calls `helper`, which is compiled for the baseline";
    finds("\tcallq helper\n", &[baseline, "has a call"]);
}

/// A part of the loop that isn't inlined.
#[test]
fn products_elsewhere() {
    let text = "entry_6sample:\n.LBB0_1:\n\tvmovups (%rax), %zmm0\n\tcallq add\n\tdecq %rax\n\tjne .LBB0_1\n\tretq\n\
        add:\n\tvfmadd231ps %zmm0, %zmm1, %zmm2\n\tretq\n";
    let found = Program::new(&listing::read("kernel.s", text)).complaints("sample", Samples::One, Level::Avx512);
    let expected = "the loop in line 3 of kernel.s has its products elsewhere in line 4: `callq add`";
    assert!(found[0].contains(expected), "{found:?}");
}

#[test]
fn bounds_checks() {
    let check = "\tcmpq %rax, %rcx\n\tjae .LBB1_3\n";
    finds(check, &[]);
    let expected =
        "the loop in line 19 of kernel.s, of 8 multiply-adds into 8 sums, has a bounds check in line 23: `jae .LBB1_3`";
    finds(&check.repeat(2), &[expected]);
}

#[test]
fn spills() {
    let stored = ["\tmovq %rax, 8(%rsp)\n", "\tvmovups %zmm29, 64(%rsp)\n", "\tpushq %rax\n", "\tincq 8(%rsp)\n"];
    let loaded = ["\tvmovups 64(%rsp), %zmm28\n", "\tvbroadcastss 8(%rsp), %zmm28\n"];
    for line in stored.into_iter().chain(loaded) {
        finds(line, &["has a spill in line 20"]);
    }
    // A few addresses.
    let addresses = "\taddq 8(%rsp), %rax\n\tcmpq %rax, 16(%rsp)\n".repeat(4);
    finds(&addresses, &[]);
    let found = "has a spill in line 20: `addq 8(%rsp), %rax`, from line 12 of product.rs, and 8 like it";
    finds(&format!("{addresses}\tmovq 24(%rbp), %rax\n"), &[found]);
    // A sum that is kept on the stack is none in a register: the eighth is missing too.
    let kept = "\tvmovups 64(%rsp), %zmm7\n\tvfmadd213ps %zmm7, %zmm31, %zmm30\n\tvmovups %zmm30, 64(%rsp)\n";
    finds(kept, &["into 7 sums, has a spill in line 20: `vmovups 64(%rsp), %zmm7`", "none of `entry_6sample`'s"]);
}

#[test]
fn few_sums() {
    for samples in [Samples::One, Samples::Many] {
        let found = complaints(samples, 7, "");
        assert!(
            matches!(&found[..], [one] if one.contains("none of `entry_6sample`'s inner loops has 8 sums")),
            "{found:?}"
        );
    }
    // Sums that go from register to register are still sums.
    let moved = "\tvfmadd213ps %zmm8, %zmm31, %zmm20\n\tvmovaps %zmm20, %zmm8\n";
    assert_eq!(complaints(Samples::One, 7, moved), [""; 0]);
}

#[test]
fn weights_that_are_loaded_for_each_sample() {
    let found = complaints(Samples::Many, 8, "\tvmovups (%r8), %zmm28\n");
    assert!(matches!(&found[..], [one] if one.contains("2 products or more for each load of weights")), "{found:?}");
    // Nor is a batch's loop one for a single sample.
    let found = complaints(Samples::One, 8, &"\tvfmadd231ps %zmm27, %zmm31, %zmm8\n".repeat(9));
    assert!(matches!(&found[..], [one] if one.contains("1 product for each load of weights")), "{found:?}");
}

#[test]
fn another_level() {
    let functions = listing::read("kernel.s", "entry_6sample:\n\tvaddps %ymm0, %ymm1, %ymm2\n\tretq\n");
    let found = Program::new(&functions).complaints("sample", Samples::One, Level::Avx512);
    assert!(matches!(&found[..], [one] if one.contains("8 sums in %zmm")), "{found:?}");
    let found = Program::new(&functions).complaints("batch", Samples::One, Level::Avx512);
    assert_eq!(found, ["there is no function `batch`"]);
}
