"""What is counted, in Prometheus terms; served under `/metrics` where there is a console."""

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram


class Metrics:
    """All that one bot counts; shown where its registry is, or nowhere."""

    def __init__(self, registry: CollectorRegistry | None) -> None:
        self.messages = Counter(
            "hearthkeeper_messages", "Messages judged", ["platform"], registry=registry
        )
        self.cases = Counter(
            "hearthkeeper_case_hits", "Messages filed into a case", ["platform"], registry=registry
        )
        self.effects = Counter(
            "hearthkeeper_effects", "Effects carried out", ["action", "progress"], registry=registry
        )
        self.unscored = Counter(
            "hearthkeeper_unscored", "Texts the scorer could not score", registry=registry
        )
        self.unjudged = Counter(
            "hearthkeeper_unjudged", "Messages read while the store was away", registry=registry
        )
        self.store_away = Gauge(
            "hearthkeeper_store_away", "1 while the store cannot be written", registry=registry
        )
        self.latency = Histogram(
            "hearthkeeper_decision_seconds",
            "From receiving a message to its verdict on record",
            buckets=(0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5),
            registry=registry,
        )


SERVED = Metrics(REGISTRY)
"""What really happens."""
UNSERVED = Metrics(None)
"""What is only tried out."""
