"""Community Planner's domain and every use case: who looks after the community, and when."""
