/// As low as a thread may put itself without leaving the normal class.
#[cfg(target_os = "linux")]
const NICENESS: i32 = 15;

/// Lowers the priority of the calling thread below that of the calls that are served meanwhile. Where
/// the system refuses, the thread goes on as it was.
pub fn step_back(thread: &str) {
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::setpriority_process(Some(rustix::thread::gettid()), NICENESS) {
        tracing::debug!(%error, thread, "a thread keeps its priority");
    }
    #[cfg(not(target_os = "linux"))]
    let _ = thread;
}
