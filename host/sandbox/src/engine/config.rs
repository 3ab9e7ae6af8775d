use wasmtime::{Config, Enabled, InstanceAllocationStrategy, PoolingAllocationConfig, Strategy};

use super::{EngineError, EngineOptions};
use crate::limits::{
    CORE_INSTANCES, INSTANCE_BYTES, MEMORIES, MEMORY_BYTES_ASKED, MEMORY_KEEP_RESIDENT, TABLE_ELEMENTS,
    TABLE_KEEP_RESIDENT, TABLES, WARM_SLOTS_LEAST, WARM_SLOTS_MOST, WASM_STACK_BYTES,
};

/// The engine and whether it has a pool. A machine without enough address space gets an engine
/// without one, and the log says so.
pub(super) fn engine(options: &EngineOptions) -> Result<(wasmtime::Engine, bool), EngineError> {
    if options.pool {
        let slots = warm_slots(options);
        let mut config = config();
        config.allocation_strategy(InstanceAllocationStrategy::Pooling(pool(slots)));
        match wasmtime::Engine::new(&config) {
            Ok(engine) => {
                tracing::info!(slots, "plugin instances come from a pool");
                return Ok((engine, true));
            }
            Err(error) => tracing::warn!(
                slots, %error,
                "no pool of plugin instances on this machine: each call is some four times slower"
            ),
        }
    }
    let engine = wasmtime::Engine::new(&config());
    let engine = engine.map_err(|error| EngineError::Unsupported { says: error.to_string() })?;
    Ok((engine, false))
}

/// Memory slots keep the image of the plugin that used them last; a call that finds such a slot
/// writes only what differs. Half of them are found busy or stale unless there are 2.5 for each
/// binding and thread.
fn warm_slots(options: &EngineOptions) -> u32 {
    let slots = options.bindings.saturating_mul(options.threads).saturating_mul(5) / 2;
    u32::try_from(slots).unwrap_or(u32::MAX).clamp(WARM_SLOTS_LEAST, WARM_SLOTS_MOST)
}

/// All that decides how plugins run. What no plugin needs is off, so that its faults are not
/// ours; what would let two machines differ is off or made canonical.
fn config() -> Config {
    let mut config = Config::new();
    config
        .strategy(Strategy::Cranelift)
        .consume_fuel(true)
        .epoch_interruption(true)
        .cranelift_nan_canonicalization(true)
        .max_wasm_stack(WASM_STACK_BYTES)
        .wasm_backtrace_max_frames(None)
        .generate_address_map(false)
        .native_unwind_info(false)
        .concurrency_support(false)
        .shared_memory(false)
        .gc_support(false)
        .wasm_component_model(true)
        .wasm_relaxed_simd(false)
        .wasm_memory64(false)
        .wasm_multi_memory(false)
        .wasm_tail_call(false)
        // A sum in a constant: what interpreters are made of, and as certain as any.
        .wasm_extended_const(true)
        .wasm_wide_arithmetic(false)
        .wasm_custom_page_sizes(false);
    config
}

fn pool(slots: u32) -> PoolingAllocationConfig {
    let mut pool = PoolingAllocationConfig::new();
    pool.total_memories(slots)
        .total_tables(slots.saturating_mul(4))
        .total_core_instances(slots.saturating_mul(CORE_INSTANCES))
        .total_component_instances(slots)
        .max_unused_warm_slots(slots)
        .max_memory_size(MEMORY_BYTES_ASKED)
        .max_memories_per_component(MEMORIES)
        .max_memories_per_module(MEMORIES)
        .max_tables_per_component(TABLES)
        .max_tables_per_module(TABLES)
        .max_core_instances_per_component(CORE_INSTANCES)
        .max_core_instance_size(INSTANCE_BYTES)
        .max_component_instance_size(INSTANCE_BYTES)
        .table_elements(TABLE_ELEMENTS)
        .linear_memory_keep_resident(MEMORY_KEEP_RESIDENT)
        .table_keep_resident(TABLE_KEEP_RESIDENT)
        // Where the kernel can say which pages a call wrote, only those are cleared: half the
        // time of a call.
        .pagemap_scan(Enabled::Auto);
    pool
}
