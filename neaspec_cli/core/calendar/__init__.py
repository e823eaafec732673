"""What makes up a timeline: days, activities, gates, and where the plan stands in it."""
