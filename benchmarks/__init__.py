"""What the budgets of the design are measured with; each script prints JSON lines."""
