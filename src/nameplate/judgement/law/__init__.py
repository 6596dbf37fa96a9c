"""What the instruments of law say to one question: pure, from records compiled once."""
