"""Resources of the planner: law, parameters and samples, read by importlib.resources."""
