//! Every limit of the sandbox, in one place, each with its reason.

use std::time::Duration;

/// Memory of one call in total, over all memories of the component. A Rust plugin uses a few
/// hundred KiB; sixteen MiB leave room for tables of law.
pub const MEMORY_BYTES: usize = 16 << 20;

/// Memory of one call for a binding that asks for more: interpreters of JavaScript and Python
/// start with tens of MiB. Also the size of a memory slot of the pool.
pub const MEMORY_BYTES_ASKED: usize = 128 << 20;

/// Elements of all tables of one call. The largest that was met, a Python interpreter, has
/// fewer than ten thousand.
pub const TABLE_ELEMENTS: usize = 20_000;

/// Host memory for the bookkeeping of one core instance or one component instance.
pub const INSTANCE_BYTES: usize = 1 << 20;

/// Memories of one component.
pub const MEMORIES: u32 = 8;

/// Core instances of one component: the encoder makes some for each exported interface, and tools for each
/// library of a runtime. The most that were met, in a Python interpreter, are 64.
pub const CORE_INSTANCES: u32 = 80;

/// Tables of one component.
pub const TABLES: u32 = 40;

/// Components nested in one component, itself included: the encoder makes one for each exported
/// interface.
pub const COMPONENTS: u32 = 40;

/// Functions of one component; an interpreter has some twenty thousand. Bounds compile time.
pub const FUNCTIONS: u32 = 200_000;

/// Size of a plugin's bytes. The largest that was met, a Python interpreter, has 18 MB. Bounds
/// compile time and what an upload may cost.
pub const COMPONENT_BYTES: usize = 32 << 20;

/// Memory slots of the pool, at least: small servers swap and test plugins as well.
pub const WARM_SLOTS_LEAST: u32 = 64;

/// Memory slots, at most: each reserves address space of some GiB, of which there are 128 TiB.
pub const WARM_SLOTS_MOST: u32 = 4_096;

/// Bytes of a memory slot that stay mapped between calls and are cleared by writing zeros, which
/// is cheaper than page faults.
pub const MEMORY_KEEP_RESIDENT: usize = 512 << 10;

/// The same for a table.
pub const TABLE_KEEP_RESIDENT: usize = 128 << 10;

/// Fuel of one call: the deterministic limit, instantiation included. An ordinary call takes
/// under a hundred thousand, a Python interpreter some ten million.
pub const FUEL: u64 = 50_000_000;

/// How often the wall clock is looked at. Finer costs the ticking thread, coarser delays the net.
pub const TICK: Duration = Duration::from_millis(10);

/// Wall-clock net of one call. All the fuel burns in a tenth of this on an idle core.
pub const DEADLINE: Duration = Duration::from_millis(500);

/// Wall-clock net of a call while a plugin is loaded: nobody waits for it in a request, and a
/// busy machine shall not refuse a good plugin.
pub const LOAD_DEADLINE: Duration = Duration::from_secs(2);

/// Native stack of a guest: an interpreter in the guest needs some hundred KiB. A Rust guest's
/// own stack lies in its memory and is set by its build (64 KiB).
pub const WASM_STACK_BYTES: usize = 512 << 10;

/// Native stack of a thread that runs guests: the guest's and some for the host below it.
pub const THREAD_STACK_BYTES: usize = 2 << 20;

/// Bytes that the host may allocate for one answer while it reads it.
pub const ANSWER_BYTES: usize = 1 << 20;

/// The same for a manifest: hundreds of rules with their sentences and citations.
pub const MANIFEST_BYTES: usize = 4 << 20;

/// Findings of one answer. A law has some hundred rules; each speaks a few times at most.
pub const MAX_FINDINGS: usize = 1_000;

/// Length of any other list in an answer or a manifest (rules, facts, parameters).
pub const MAX_LIST: usize = 2_000;

/// Bytes of a name: ids, kinds, codes.
pub const MAX_NAME_BYTES: usize = 256;

/// Bytes of a sentence: titles, what a rule says, citations' places.
pub const MAX_PROSE_BYTES: usize = 4_096;

/// Bytes that a plugin may ask of stubbed randomness at once: interpreters ask for a seed.
pub const STUBBED_RANDOM_BYTES: usize = 64 << 10;

/// Plugin calls that may wait for a thread. More would wait past their deadline anyway.
pub const QUEUE: usize = 1_024;

/// The limits of a call that can be set for one plugin; the rest are constants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Limits {
    /// Fuel of one call.
    pub fuel: u64,
    /// Memory of one call in total, in bytes; at most [`MEMORY_BYTES_ASKED`].
    pub memory_bytes: usize,
    /// Bytes that the host may allocate for one answer while it reads it.
    pub answer_bytes: usize,
    /// The plugin may import WASI, of which it gets stubs: the date of the question, noughts for chance,
    /// an empty environment, and an end to the call that wants more.
    pub stubbed_wasi: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self { fuel: FUEL, memory_bytes: MEMORY_BYTES, answer_bytes: ANSWER_BYTES, stubbed_wasi: false }
    }
}

impl Limits {
    /// All that a binding can ask for: to look at a plugin, not to decide by it.
    #[must_use]
    pub fn most() -> Self {
        Self { stubbed_wasi: true, ..Self::large() }
    }

    /// For a binding that asks for large memory.
    #[must_use]
    pub fn large() -> Self {
        Self { memory_bytes: MEMORY_BYTES_ASKED, ..Self::default() }
    }
}
