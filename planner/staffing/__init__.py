"""How many people a community needs: workload, backlog, live-chat queues and headcount."""
