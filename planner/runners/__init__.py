"""What runs jobs: a thread of this process, or workers behind a queue."""
