"""The peers' side: one module a peer, each a process of its own."""
