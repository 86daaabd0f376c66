"""Measurements, as ratios beside a peer in one run where there is one. `python -m benchmarks` files the main job's."""
