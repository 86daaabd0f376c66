"""The HTTP interface: own resources under `/api/`, health, OpenAPI. Async, over a core that is not."""
