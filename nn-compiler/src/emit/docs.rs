//! What rustdoc shows of a network: its picture, its summary, and how it is computed.

use nn_format::{Diagram, Layer, Schedule, Step, Summary};

use super::scratch::workspace;
use crate::model::{self, Model};
use crate::plan::{self, Plan};
use crate::shape::Size;

/// The documentation that follows the user's own.
pub(super) fn network(model: &Model, plan: &Plan) -> String {
    model.described(|layers| generated(model, plan, layers))
}

fn generated(model: &Model, plan: &Plan, layers: &[Layer<'_, Size>]) -> String {
    let name = super::type_name(model).to_string();
    let classes: Vec<String> = model.classes.iter().map(ToString::to_string).collect();
    let classes: Vec<&str> = classes.iter().map(String::as_str).collect();
    let input_shape = model.input().axes();
    let diagram = Diagram { title: &name, input_shape, layers, classes: &classes };
    let summary = Summary {
        title: &name,
        input_shape,
        layers,
        parameters: model.parameters(),
        weight_bytes: model.weight_bytes(),
        flops: plan.flops.clone(),
    };
    let steps: Vec<_> = plan.steps(model).map(|step| self::step(&step)).collect();
    let numbers = plan.program.numbers();
    let in_lanes = plan.in_lanes(model);
    let block = match in_lanes {
        Some(true) => Size::Known(nn_format::lane_count(model.dtype.bytes())),
        Some(false) => {
            numbers.known().map_or_else(|| numbers.clone(), |numbers| Size::Known(nn_format::block_rows(numbers)))
        }
        // If only rustc knows, it is for a layer's size, and so the parameters.
        None => model.parameters(),
    };
    let workspace = workspace(model, plan, &Size::Known(1), "__WORKSPACE").known;
    let workspace = Size::Known(workspace.unwrap_or(0) * model.dtype.bytes());
    let schedule = Schedule {
        title: &name,
        layers,
        steps: &steps,
        isa: plan.isa(),
        scratch_bytes: plan.scratch_bytes.plus(&workspace),
        workspace_bytes: workspace,
        block,
        in_lanes: in_lanes == Some(true),
    };
    let text = model.origin.as_ref().map(|origin| text(&name, &origin.text)).unwrap_or_default();
    format!("\n\n{diagram}\n\n{text}{}\n\n{}", summary.markdown(), schedule.markdown())
}

/// A network that came from a file, as one would write it.
fn text(name: &str, layers: &str) -> String {
    let lines: Vec<String> = layers.lines().map(|line| format!("        {line}")).collect();
    let lines = lines.join("\n");
    format!("As text:\n\n```text\nsequential! {{\n    struct {name} {{\n{lines}\n    }}\n}}\n```\n\n")
}

fn step<'p>(step: &plan::Step<'p>) -> Step<'p, Size> {
    let plan::Step { layer, schedule, rows } = step;
    let (normalized, fused, work) = (schedule.normalized, schedule.fused, schedule.work.shown());
    Step { layer: *layer, normalized, fused, work, rows: (*rows).clone() }
}

/// The documentation of a layer's field.
pub(super) fn field(layer: &model::Layer) -> String {
    format!("`{}`; its output is `{}`.", layer.text, layer.output)
}
