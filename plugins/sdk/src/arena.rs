//! The guest's memory: an arena that only grows. An instance lives for one call, so nothing is
//! ever given back, and an ordinary call stays within the memory that the instance starts with:
//! growing it costs the host page-table work that halves its throughput.

#![allow(unsafe_code, reason = "an allocator hands out raw memory; the arena is single-threaded wasm")]

use core::alloc::{GlobalAlloc, Layout};
use core::cell::UnsafeCell;

/// What an ordinary question and its answer need, several times over.
const ARENA_BYTES: usize = 192 * 1024;
/// The unit in which WebAssembly memory grows.
const PAGE_BYTES: usize = 64 * 1024;

#[global_allocator]
static ARENA: Arena = Arena(UnsafeCell::new(State { next: 0, end: 0 }));

static FIRST: First = First(UnsafeCell::new([0; ARENA_BYTES]));

struct Arena(UnsafeCell<State>);

#[repr(align(16))]
struct First(UnsafeCell<[u8; ARENA_BYTES]>);

struct State {
    next: usize,
    end: usize,
}

// SAFETY: a guest has one thread.
unsafe impl Sync for Arena {}
// SAFETY: a guest has one thread.
unsafe impl Sync for First {}

impl State {
    fn take(&mut self, layout: Layout) -> *mut u8 {
        if self.end == 0 {
            self.next = FIRST.0.get() as usize;
            self.end = self.next + ARENA_BYTES;
        }
        match self.fit(layout) {
            Some(start) => start as *mut u8,
            None => self.grow_for(layout),
        }
    }

    fn fit(&mut self, layout: Layout) -> Option<usize> {
        let start = self.next.checked_add(layout.align() - 1)? & !(layout.align() - 1);
        let next = start.checked_add(layout.size())?;
        if next > self.end {
            return None;
        }
        self.next = next;
        Some(start)
    }

    /// Adds pages at the end of memory. The rest of the arena before them is left unused unless
    /// the pages follow it directly.
    fn grow_for(&mut self, layout: Layout) -> *mut u8 {
        let Some(wanted) = layout.size().checked_add(layout.align()) else {
            return core::ptr::null_mut();
        };
        let pages = wanted.div_ceil(PAGE_BYTES);
        let before = core::arch::wasm32::memory_grow(0, pages);
        if before == usize::MAX {
            return core::ptr::null_mut();
        }
        let start = before * PAGE_BYTES;
        if start != self.end {
            self.next = start;
        }
        self.end = start + pages * PAGE_BYTES;
        self.fit(layout).map_or(core::ptr::null_mut(), |start| start as *mut u8)
    }
}

// SAFETY: every allocation is a fresh, aligned part of memory that is never handed out twice.
unsafe impl GlobalAlloc for Arena {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: one thread, and no reference to the state outlives this call.
        unsafe { (*self.0.get()).take(layout) }
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}

    /// Fresh memory of a new instance is zero already, and none is handed out twice.
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as `alloc`.
        unsafe { self.alloc(layout) }
    }

    /// The newest allocation grows in place, which is what a growing list mostly is.
    unsafe fn realloc(&self, old: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: one thread, and no reference to the state outlives this call.
        let state = unsafe { &mut *self.0.get() };
        let start = old as usize;
        let newest = start + layout.size() == state.next;
        if size <= layout.size() {
            return old;
        }
        if newest && start.checked_add(size).is_some_and(|end| end <= state.end) {
            state.next = start + size;
            return old;
        }
        // SAFETY: the caller gave a valid layout, and `size` is larger than the old size.
        unsafe {
            let new = state.take(Layout::from_size_align_unchecked(size, layout.align()));
            if !new.is_null() {
                core::ptr::copy_nonoverlapping(old, new, layout.size());
            }
            new
        }
    }
}
