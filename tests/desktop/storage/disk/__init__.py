"""What a process does to a folder, written down; every state in which a power cut may leave it; a disk without room."""
