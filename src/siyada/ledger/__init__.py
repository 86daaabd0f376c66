"""The ledger: the record of what was answered, and the tree that proves it.

The tree, its proofs and the verifier are pure; `journal`, `log` and `attempts` store. The two never mix, so that a
verifier runs where no database is: import the modules, not this package's face.
"""
