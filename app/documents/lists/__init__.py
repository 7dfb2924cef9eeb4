"""Lists as offices keep them: roster, agenda, seats, photographs."""
