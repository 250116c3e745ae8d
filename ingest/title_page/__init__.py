"""What the first pages say of their document: its title, who wrote it, and when it came out."""
