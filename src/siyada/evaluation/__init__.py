"""Evaluation: the figures we report, measured on files that anyone can bring."""
