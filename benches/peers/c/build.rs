//! Compiles the C.

fn main() {
    println!("cargo:rerun-if-changed=src/layers.h");
    println!("cargo:rerun-if-changed=src/networks.c");
    cc::Build::new()
        .file("src/networks.c")
        .opt_level(3)
        .flag("-march=native")
        .flag("-ffast-math")
        .warnings_into_errors(true)
        .compile("networks");
    // By its script of the linker, this brings the vector functions too.
    println!("cargo:rustc-link-lib=m");
}
