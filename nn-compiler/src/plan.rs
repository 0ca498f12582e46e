//! How a graph runs: which ops run as one, in which order their kernels are called, where each tensor lives, and what it
//! all costs.

mod allocation;
mod liveness;
mod order;
mod program;

use nn_format::{DenseStrategy, IsaChoice};

use crate::graph::{Graph, LayerId};
use crate::model::Model;
use crate::ops::{Call, Cost, Schedule, Work, Workspace};
use crate::passes;
use crate::shape::Size;

pub(crate) use self::program::{Placed, Program};

/// A pass, and the totals.
pub(crate) struct Plan {
    /// The graph whose nodes are called.
    pub(crate) graph: Graph,
    pub(crate) program: Program,
    /// The bytes of the slots of one sample.
    pub(crate) scratch_bytes: Size,
    /// Floating-point operations of one pass.
    pub(crate) flops: Size,
    /// About how many instructions it would take a number at a time.
    pub(crate) operations: Size,
    /// The bytes of the longest row of numbers that an op goes along.
    pub(crate) row_bytes: Size,
}

/// A call as the schedule tells it.
pub(crate) struct Step<'p> {
    pub(crate) layer: LayerId,
    pub(crate) schedule: Schedule<'p>,
    pub(crate) rows: &'p Size,
}

impl Plan {
    /// The instruction sets to compile for; only rustc knows if the sizes are not known here.
    pub(crate) fn isa(&self) -> Option<IsaChoice> {
        Some(IsaChoice::choose(self.operations.known()?, self.row_bytes.known()?))
    }

    /// A call with all that its kernel takes.
    pub(crate) fn call<'a>(&'a self, model: &'a Model, placed: &'a Placed) -> Call<'a> {
        let Placed { node, part, reads, writes, row_workspace } = placed;
        let (graph, arguments, node) = (&self.graph, &self.program.arguments, &self.graph.nodes()[*node]);
        Call { model, graph, node, arguments, part: *part, reads, writes: *writes, row_workspace: *row_workspace }
    }

    /// What the schedule tells of a call.
    fn step(&self, model: &Model, placed: &Placed) -> Option<Step<'_>> {
        let node = &self.graph.nodes()[placed.node];
        let schedule = node.op.schedule(&self.graph.site(node, model.dtype.bytes()))?;
        Some(Step { layer: node.layer, schedule, rows: &self.graph[node.writes].rows })
    }

    /// The calls that compute something, as the schedule tells them.
    pub(crate) fn steps(&self, model: &Model) -> impl Iterator<Item = Step<'_>> {
        self.program.calls.iter().filter_map(|placed| self.step(model, placed))
    }

    /// What the kernels need besides, with so many samples at once.
    pub(crate) fn workspaces(&self, model: &Model, samples: &Size) -> Vec<Workspace> {
        let nodes = self.program.calls.iter().map(|placed| &self.graph.nodes()[placed.node]);
        nodes.flat_map(|node| node.op.workspace(&self.graph.site(node, model.dtype.bytes()), samples)).collect()
    }

    /// The inputs and units of the products, if the network is nothing else: only then the samples of a batch can go in
    /// lanes.
    pub(crate) fn products(&self, model: &Model) -> Option<Vec<[Size; 2]>> {
        let product = |placed: &Placed| {
            let step = self.step(model, placed)?;
            match (step.schedule.work, step.rows) {
                (Work::Product { inputs, units, .. }, Size::Known(1)) => Some([inputs, units]),
                _ => None,
            }
        };
        self.program.calls.iter().map(product).collect()
    }

    /// Whether the samples of a batch lie in lanes; only rustc knows if the sizes are not known here.
    pub(crate) fn in_lanes(&self, model: &Model) -> Option<bool> {
        let Some(products) = self.products(model) else { return Some(false) };
        let bytes = model.dtype.bytes();
        let small = products
            .iter()
            .map(|[inputs, units]| Some(DenseStrategy::is_small(inputs.known()?, units.known()?, bytes)));
        let small = small.collect::<Option<Vec<bool>>>()?.into_iter().all(|small| small);
        let numbers = model.input().elements().plus(&model.output().elements());
        Some(small && nn_format::is_in_lanes(model.parameters().known()?, numbers.known()?))
    }
}

/// Plans a pass over a graph of the model's.
pub(crate) fn plan(model: &Model, graph: &Graph) -> Plan {
    let bytes = model.dtype.bytes();
    let costs: Vec<(Cost, &Size)> =
        graph.nodes().iter().map(|node| (node.op.cost(&graph.site(node, bytes)), &graph[node.writes].rows)).collect();
    let sum =
        |of: fn(&Cost) -> &Size| costs.iter().fold(Size::Known(0), |sum, (cost, rows)| sum.plus(&rows.times(of(cost))));
    let (flops, instructions) = (sum(|cost| &cost.flops), sum(|cost| &cost.instructions));
    let row = costs.iter().fold(Size::Known(0), |longest, (cost, _)| longest.max(&cost.row));
    let graph = passes::fuse(graph);
    let program = allocation::allocate(&graph, &order::order(&graph), bytes);
    let bytes = Size::Known(bytes);
    Plan {
        graph,
        scratch_bytes: program.numbers().times(&bytes),
        program,
        operations: flops.plus(&instructions),
        flops,
        row_bytes: row.times(&bytes),
    }
}
