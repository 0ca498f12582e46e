//! Compiles the C++, if there is a checkout of RTNeural, which no registry has.

use std::path::PathBuf;

fn main() {
    println!("cargo:rustc-check-cfg=cfg(rtneural)");
    println!("cargo:rerun-if-env-changed=RTNEURAL_DIR");
    println!("cargo:rerun-if-changed=src/networks.cpp");
    let Some(directory) = std::env::var_os("RTNEURAL_DIR").map(PathBuf::from) else { return };
    println!("cargo:rustc-cfg=rtneural");
    cc::Build::new()
        .cpp(true)
        .file("src/networks.cpp")
        .include(&directory)
        .include(directory.join("modules/Eigen"))
        .std("c++17")
        .opt_level(3)
        .flag("-march=native")
        // As RTNeural's own build does with AVX.
        .define("RTNEURAL_USE_EIGEN", "1")
        .define("RTNEURAL_DEFAULT_ALIGNMENT", "32")
        // Eigen's own limit for matrices of fixed size is 128 KiB.
        .define("EIGEN_STACK_ALLOCATION_LIMIT", "0")
        .warnings(false)
        .compile("networks");
}
