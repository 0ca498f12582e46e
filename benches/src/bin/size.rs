//! How many bytes of code a network adds to a program, with all instruction sets or fewer.
//!
//! ```text
//! cargo run --release -p benches --bin size
//! ```

use std::error::Error;
use std::fs;
use std::process::ExitCode;

use benches::networks::NETWORKS;
use benches::scratch::{Program, Scratch};
use object::{Object, ObjectSection, SectionKind};

/// Ways to build: the scratch crate's name, what the manifest says of the runtime and of the profile, and the title.
const BUILDS: [Build; 6] = [
    Build { name: "all", options: "", profile: "", title: "--release" },
    Build {
        name: "avx2",
        options: r#", default-features = false, features = ["std", "avx2"]"#,
        profile: "",
        title: "without avx512",
    },
    Build {
        name: "sse2",
        options: r#", default-features = false, features = ["std"]"#,
        profile: "",
        title: "without avx512 and avx2",
    },
    Build { name: "s", options: "", profile: "opt-level = \"s\"", title: "opt-level = \"s\"" },
    Build { name: "z", options: "", profile: "opt-level = \"z\"", title: "opt-level = \"z\"" },
    Build {
        name: "least",
        options: r#", default-features = false, features = ["std"]"#,
        profile: "opt-level = \"z\"\nlto = true\ncodegen-units = 1\npanic = \"abort\"",
        title: "\"z\", lto, panic = \"abort\", without avx512 and avx2",
    },
];

struct Build {
    name: &'static str,
    options: &'static str,
    profile: &'static str,
    title: &'static str,
}

/// What programs do with their network.
const BODIES: [(&str, &str); 2] = [
    ("forward", "black_box(net.forward(&input));"),
    (
        "and forward_batch",
        "black_box(net.forward(&input));
    let mut outputs = [<Net as Network>::Output::ZEROS; 2];
    net.forward_batch(&black_box([input; 2]), &mut outputs);
    black_box(outputs);",
    ),
];

fn main() -> ExitCode {
    benches::end(run())
}

fn run() -> Result<(), Box<dyn Error>> {
    println!("Bytes of code that a network adds to a program that links the runtime and uses nothing of it\n");
    print!("{:<54}", "");
    for network in NETWORKS {
        print!("{:>9}", network.name);
    }
    println!();
    for build in &BUILDS {
        println!("{}", build.title);
        let scratch = Scratch::new(
            &format!("size_{}", build.name),
            build.options,
            &format!("[profile.release]\n{}", build.profile),
        )?;
        let empty = code(&scratch, &Program::empty())?;
        for (what, body) in BODIES {
            print!("    {what:<50}");
            for network in NETWORKS {
                let body = format!(
                    "    let net = black_box(Net::boxed_zeros());\n    \
                     let input = black_box(<Net as Network>::Input::ZEROS);\n    {body}"
                );
                let program = Program::new(&network.name.to_lowercase(), network.layers, &body);
                print!("{:>9}", code(&scratch, &program)?.saturating_sub(empty));
            }
            println!();
        }
    }
    Ok(())
}

/// The bytes of code in a program's executable.
fn code(scratch: &Scratch, program: &Program) -> Result<u64, Box<dyn Error>> {
    scratch.compile(program, &["build", "--release"])?;
    let bytes = fs::read(scratch.executable(program, "release"))?;
    let file = object::File::parse(&*bytes)?;
    Ok(file.sections().filter(|section| section.kind() == SectionKind::Text).map(|section| section.size()).sum())
}
