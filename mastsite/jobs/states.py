"""The states of a job, in words."""

WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"
STATES = {
    WAITING: "Waiting",
    RUNNING: "Running",
    DONE: "Done",
    FAILED: "Failed",
    CANCELLED: "Cancelled",
}
"""Every state and how it is said."""
UNDER_WAY = (WAITING, RUNNING)
