"""What is counted, in Prometheus terms; served under `/metrics` where there is a console."""

from prometheus_client import Counter, Gauge, Histogram

MESSAGES = Counter("hearthkeeper_messages", "Messages judged", ["platform"])
CASES = Counter("hearthkeeper_case_hits", "Messages filed into a case", ["platform"])
EFFECTS = Counter("hearthkeeper_effects", "Effects carried out", ["action", "progress"])
UNSCORED = Counter("hearthkeeper_unscored", "Texts the scorer could not score")
UNJUDGED = Counter("hearthkeeper_unjudged", "Messages read while the store was away")
STORE_AWAY = Gauge("hearthkeeper_store_away", "1 while the store cannot be written")
LATENCY = Histogram(
    "hearthkeeper_decision_seconds",
    "From receiving a message to its verdict on record",
    buckets=(0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5),
)
