"""What managers look at: pieces of pages that show cases, queues and what was done."""
