"""Chat services. One file or package each, the only places that know how a service speaks."""
